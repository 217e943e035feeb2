from django_tasks_db.models import DBTaskResult


def work_once() -> None:
    """What one pass of the worker does, in the test's transaction."""
    for waiting in DBTaskResult.objects.ready():
        waiting.claim("test")
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)
