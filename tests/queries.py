"""Counting what a page asks of the database, without what only begins and ends transactions."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def at_most(number: int):
    """Fails, and shows them, where more questions were asked."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [q["sql"] for q in captured if not q["sql"].upper().startswith(NOT_COUNTED)]
    assert len(asked) <= number, "\n\n".join([f"{len(asked)} questions", *asked])
