"""What is done again and again. The clock asks for what is due, the worker does it, and the table
says when each was done last and what was wrong."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from traceback import format_exc

from django.core.management import call_command
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from shop.account import watching
from shop.bulletins import drawing
from shop.claims import answering as claims
from shop.claims.forgetting import forget_photographs
from shop.delivery import handing_over as halls
from shop.delivery import receiving as parcels
from shop.invoices import telling as invoices
from shop.invoices.forgetting import forget_addresses
from shop.jobs import hearing
from shop.jobs.models import PeriodicJob
from shop.ledger.reports import reminding, uploading
from shop.notices import sending
from shop.opendata.publishing import publish_what_is_due
from shop.orders import forgetting
from shop.orders.recipients import ordering
from shop.payments import expiring, failing, news, paying, receiving, refunding
from shop.quoting import revising
from shop.statistics import dispatch_mail
from shop.statistics.copying import feed
from shop.statistics.rolling import roll
from shop.warnings.finding import find_what_is_new

# The processes' own rows, by which one sees that they are alive.
CLOCK, WORKER = "clock", "worker"
MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
DAYS_FAILURES_STAY = 14
# A job that was asked for and not done for so long was lost with its worker.
LOST_AFTER = timedelta(minutes=10)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    name: str
    work: Callable[[], object]
    every: int


class SomeFailed(Exception):
    pass


def each(find: Callable, do: Callable) -> Callable[[], None]:
    """Work that does one thing after another: where one fails, the others are done all the same."""

    def work() -> None:
        failures = []
        for thing in find():
            try:
                do(thing)
            except Exception as error:
                log.exception("%s of %s", do.__name__, thing)
                failures.append(f"{thing}: {type(error).__name__}: {error}")
        if failures:
            raise SomeFailed("\n".join(failures))

    return work


def prune_tasks() -> None:
    call_command(
        "prune_db_task_results", min_age_days=1, failed_min_age_days=DAYS_FAILURES_STAY, verbosity=0
    )


# In this order: what was paid is known before anything is let go.
JOBS = [
    Job("fetch missed events", receiving.fetch_missed, every=30),
    Job("hear events", each(hearing.left_unheard, hearing.hear), every=30),
    Job("ask about open payments", each(news.left_open, paying.settle), every=MINUTE),
    Job("let unpaid orders go", each(expiring.overdue, expiring.expire), every=MINUTE),
    Job("undo orders of failed harvests", each(failing.left_to_undo, failing.undo), every=MINUTE),
    Job("ask about refunds", each(refunding.left_unfinished, refunding.follow_up), every=MINUTE),
    Job("try failed refunds again", each(refunding.left_failed, refunding.try_again), every=MINUTE),
    Job("send notices", each(sending.waiting, sending.send), every=15),
    Job(
        "take parcels as received", each(parcels.overdue, parcels.receive_unsaid), every=15 * MINUTE
    ),
    Job("remind of parcels at halls", each(halls.to_remind_of, halls.remind), every=HOUR),
    Job(
        "draw up bulletins left undrawn",
        each(drawing.left_undrawn, drawing.draw_up),
        every=10 * MINUTE,
    ),
    Job("take up reports left lying", each(uploading.left_lying, uploading.take_up), every=MINUTE),
    Job("remind of reports", each(reminding.overdue, reminding.remind), every=DAY),
    Job(
        "accept unanswered claims", each(claims.unanswered, claims.accept_unanswered), every=MINUTE
    ),
    Job("mail the dispatch", each(dispatch_mail.due, dispatch_mail.mail), every=HOUR),
    Job("forget lists of recipients", ordering.forget, every=HOUR),
    Job("roll summaries", roll, every=15),
    Job("feed the copy of the ledger", feed, every=15),
    Job("compare quoted figures", each(revising.quoted, revising.compare), every=HOUR),
    Job("publish open data", publish_what_is_due, every=DAY),
    Job("publish pages on their day", lambda: call_command("publish_scheduled"), every=MINUTE),
    Job("look for what should not be there", find_what_is_new, every=DAY),
    Job(
        "mask phones and addresses",
        each(forgetting.overdue, forgetting.forget_contact),
        every=HOUR,
    ),
    Job("forget photographs of claims", forget_photographs, every=DAY),
    Job(
        "tell of red invoices that are due",
        each(invoices.left_refunded, invoices.tell_desk_of_refund),
        every=HOUR,
    ),
    Job("forget addresses of invoices", forget_addresses, every=DAY),
    Job("note favourites that are away", watching.note_what_is_away, every=HOUR),
    Job("tell of favourites", each(watching.back, watching.tell_of), every=HOUR),
    Job("prune finished tasks", prune_tasks, every=DAY),
]


def tick() -> list[str]:
    """Do all of it, now. Returns the names of the jobs that failed."""
    seen(CLOCK)
    return [job.name for job in JOBS if not run(job)]


def run(job: Job) -> bool:
    """Do a job; what goes wrong is written down."""
    row, _ = PeriodicJob.objects.get_or_create(name=job.name)
    row.begun_at = timezone.now()
    row.save(update_fields=["begun_at"])
    try:
        job.work()
    except Exception:
        log.exception("Job %s", job.name)
        row.failed_at, row.failure = timezone.now(), format_exc()
    else:
        row.done_at, row.failure = timezone.now(), ""
    row.save(update_fields=["done_at", "failed_at", "failure"])
    return not row.failure


def ask_for_what_is_due() -> None:
    """Hand the jobs that are due to the worker."""
    seen(CLOCK)
    for job in JOBS:
        if falls_due(job):
            run_from_queue.enqueue(job.name)


def falls_due(job: Job) -> bool:
    """Whether it is its turn; then it counts as asked for."""
    now = timezone.now()
    its_turn = Q(asked_at__lte=now - timedelta(seconds=job.every))
    begun = Q(begun_at__gte=F("asked_at"))
    lost = Q(asked_at__lte=now - LOST_AFTER)
    PeriodicJob.objects.get_or_create(name=job.name)
    rows = PeriodicJob.objects.filter(Q(asked_at=None) | its_turn & (begun | lost), name=job.name)
    return bool(rows.update(asked_at=now))


@task()
def run_from_queue(name: str) -> None:
    seen(WORKER)
    run(next(job for job in JOBS if job.name == name))


def seen(process: str) -> None:
    PeriodicJob.objects.update_or_create(name=process, defaults={"done_at": timezone.now()})
