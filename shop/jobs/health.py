"""Whether the work behind the pages is done: a report for whoever watches over the site."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from shop.claims.answering import unanswered
from shop.jobs.models import PeriodicJob
from shop.jobs.ticking import CLOCK, WORKER
from shop.ledger.models import Pending
from shop.notices.models import Notice
from shop.orders import forgetting
from shop.payments.models import Payment, ProviderEvent, Refund
from shop.statistics.models import LedgerCopy

# What has waited for longer is not on its way, but stuck.
PATIENCE = timedelta(minutes=5)
# The summaries may lag behind: figures stay exact.
PATIENCE_WITH_SUMMARIES = timedelta(hours=1)
FAILURES_COUNT_FOR = timedelta(days=1)


def report() -> dict:
    """`wrong` names what a person should look at; all else says how things stand."""
    now = timezone.now()
    rows = {row.name: row for row in PeriodicJob.objects.all()}
    processes = {name: rows.pop(name, None) for name in (CLOCK, WORKER)}
    since = now - FAILURES_COUNT_FOR
    tasks = DBTaskResult.objects
    oldest = {
        "task": tasks.ready().aggregate(at=Min("enqueued_at"))["at"],
        "event": ProviderEvent.objects.filter(handled_at=None).aggregate(at=Min("received_at"))[
            "at"
        ],
        "claim": unanswered().aggregate(at=Min("answer_by"))["at"],
        "pending": Pending.objects.aggregate(at=Min("recorded_at"))["at"],
    }
    failed = {
        "tasks": tasks.failed().filter(finished_at__gte=since).count(),
        "notices": Notice.objects.filter(status="failed", begun_at__gte=since).count(),
        "refunds": Refund.objects.filter(status="failed", followed_by=None).count(),
        "payments": Payment.objects.filter(status="wrong").count(),
    }
    wrong = [f"stale {name}" for name, row in processes.items() if stale(row, now)]
    wrong += [
        f"old {name}"
        for name, at in oldest.items()
        if at and now - at > (PATIENCE_WITH_SUMMARIES if name == "pending" else PATIENCE)
    ]
    copy = LedgerCopy.objects.first()
    if copy and not copy.is_used(now):
        wrong.append("stale copy")
    wrong += [f"failed job: {row.name}" for row in rows.values() if row.failure]
    # Named where the job that masks them did not for a day.
    if forgetting.overdue(since=timedelta(days=1)).exists():
        wrong.append("old contacts")
    # A mail that cannot be delivered is the rule, not a fault of ours.
    wrong += [f"failed {name}" for name, many in failed.items() if many and name != "notices"]
    return {
        "wrong": sorted(wrong),
        "seen": {name: row and row.done_at for name, row in processes.items()},
        "oldest_waiting": oldest,
        "failed": failed,
        "contacts_to_mask": forgetting.overdue().count(),
        "copy": copy and {"done": copy.done, "rows": copy.rows, "caught_up_at": copy.caught_up_at},
        "jobs": {row.name: said_of(row) for row in rows.values()},
    }


def stale(row: PeriodicJob | None, now: datetime) -> bool:
    return row is None or row.done_at is None or now - row.done_at > PATIENCE


def said_of(row: PeriodicJob) -> dict:
    last_line = row.failure.strip().rpartition("\n")[2]
    return {"done_at": row.done_at, "failed_at": row.failed_at, "failure": last_line}
