"""A file from the moment it is brought until it is handed in: read, shown, explained, stored. Small
ones at once, others by the worker, which says how far it is."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django_tasks import task

from shop.ledger.models import ChannelReport, Entry
from shop.ledger.reports.faults import Fault, ReportRefused
from shop.ledger.reports.importing import Outcome, import_report
from shop.ledger.reports.models import Meaning, ReportUpload

Status = ReportUpload.Status
# Bytes that are read while somebody waits for the page: some three thousand rows.
AT_ONCE = 512 * 1024
# A page with more of them is read by nobody.
MOST_FAULTS = 200
# What was asked for and not done for so long was lost with its worker.
LOST_AFTER = timedelta(minutes=10)
AN_HOUR = 3600


def read(upload: ReportUpload) -> None:
    """Find out what is wrong with it, or what it would add."""
    try:
        outcome = taken(upload, dry_run=True)
    except ReportRefused as refused:
        upload.status = Status.REFUSED
        upload.faults = [as_kept(fault) for fault in refused.faults[:MOST_FAULTS]]
        upload.preview = {"faults": len(refused.faults)}
    else:
        upload.status, upload.faults = Status.READ, []
        upload.preview = preview_of(outcome)


def post(upload: ReportUpload) -> None:
    """Store it. That it is stored, and what it became, is written in the same transaction; a second
    run finds that out and does nothing."""

    def stored(report: ChannelReport | None) -> None:
        waiting = ReportUpload.objects.filter(pk=upload.pk, status=Status.POSTING)
        waiting.update(status=Status.POSTED, report=report)

    try:
        taken(upload, stored=stored)
    except ReportRefused:
        # Something came in between: what it contradicts is named.
        read(upload)
        upload.save(update_fields=["status", "faults", "preview"])
    upload.refresh_from_db(fields=["status", "report", "faults", "preview"])


def taken(upload: ReportUpload, **options) -> Outcome:
    days = (upload.first_day, upload.last_day) if upload.first_day else None
    return import_report(
        bytes(upload.content),
        name=upload.file_name,
        channel_code=upload.channel_id,
        by=upload.by,
        profile=upload.profile,
        region=upload.region,
        days=days,
        corrects=upload.corrects,
        reason=upload.reason,
        progress=lambda rows: cache.set(progress_key(upload), rows, AN_HOUR),
        **options,
    )


def progress_key(upload: ReportUpload) -> str:
    return f"report-upload:{upload.pk}"


def progress_of(upload: ReportUpload) -> int:
    """Rows read, or stored, so far. It is in the cache, since a transaction shows nothing of its
    rows before its end."""
    return cache.get(progress_key(upload), 0)


def is_small(upload: ReportUpload) -> bool:
    return len(upload.content) <= AT_ONCE


def begin(upload: ReportUpload, status: str) -> None:
    """Have it read, or stored: at once where it is small, else by the worker."""
    with transaction.atomic():
        upload.status, upload.asked_at = status, timezone.now()
        upload.save()
        if not is_small(upload):
            cache.delete(progress_key(upload))
            work_from_queue.enqueue(upload.pk)
            return
    work(upload)


@task()
def work_from_queue(pk: int) -> None:
    upload = ReportUpload.objects.filter(pk=pk).first()
    if upload:
        work(upload)


def work(upload: ReportUpload) -> None:
    if upload.status == Status.READING:
        read(upload)
        upload.save(update_fields=["status", "faults", "preview"])
    elif upload.status == Status.POSTING:
        post(upload)


def left_lying():
    """Those that were lost with their worker."""
    before = timezone.now() - LOST_AFTER
    return ReportUpload.objects.filter(
        status__in=[Status.READING, Status.POSTING], asked_at__lt=before
    ).defer("content")


def take_up(upload: ReportUpload) -> None:
    begin(ReportUpload.objects.get(pk=upload.pk), upload.status)


@transaction.atomic
def explain(upload: ReportUpload, meanings: dict[tuple[str, str], str], *, by) -> None:
    """What the source means by its words, from now on; then the file is read again."""
    Meaning.objects.bulk_create(
        Meaning(
            channel=upload.channel,
            region=upload.region,
            column=column,
            said=said,
            meant=meant,
            chosen_by=by,
        )
        for (column, said), meant in meanings.items()
    )
    begin(upload, Status.READING)


def as_kept(fault: Fault) -> dict:
    return fault.as_json() | {
        "said": fault.said,
        "means": fault.means,
        "proposals": fault.proposals,
    }


def preview_of(outcome: Outcome) -> dict:
    sums = outcome.sums
    return {
        "rows": outcome.rows,
        "new": outcome.new,
        "duplicates": outcome.duplicates,
        "changed": outcome.changed,
        "left_out": outcome.left_out,
        "orders": len(sums.parcels),
        "amount_fen": sums.amount_fen,
        "refund_fen": sums.refund_fen,
        "net_fen": sums.net_fen,
        "weight_g": sums.weight_g,
        "first_day": sums.first_day.isoformat(),
        "last_day": sums.last_day.isoformat(),
        "notes": [as_kept(note) for note in outcome.notes],
    }


def last_of_the_source(upload: ReportUpload) -> dict | None:
    """What the last report of the same channel and place added up to."""
    same = ChannelReport.objects.counted().filter(channel=upload.channel, region=upload.region)
    last = same.order_by("last_day", "pk").last()
    return totals_of(last) | {"report": last} if last else None


def totals_of(report: ChannelReport) -> dict:
    rows = Entry.objects.standing().filter(report_line__report=report)
    sales = rows.filter(kind=Entry.Kind.SALE)
    found = sales.aggregate(
        orders=Sum("parcel_count", default=0),
        amount_fen=Sum("amount_fen", default=0),
        weight_g=Sum("weight_g", default=0),
        rows=Count("pk"),
    )
    refunds = rows.filter(kind=Entry.Kind.REFUND)
    refund_fen = -refunds.aggregate(fen=Sum("amount_fen", default=0))["fen"]
    return found | {"refund_fen": refund_fen, "net_fen": found["amount_fen"] - refund_fen}
