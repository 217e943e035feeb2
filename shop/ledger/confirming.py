"""Sales made offline are what one side says of them until the other side confirms, or a paper shows
them. They count in the figures all the same, and what is unconfirmed is shown apart."""

import hashlib
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from cms.users.models import User
from producers.regions.codes import range_of
from producers.regions.models import Posting
from shop.ledger.models import ChannelReport, ConfirmedSale, Entry, Evidence


def unconfirmed(rows: QuerySet) -> QuerySet:
    """Those of rows that nobody confirmed: sales made offline, and what answers them."""
    rows = rows.filter(online=False)
    # One by one: a database looks for a row in one set quickly, and in three at once row by row.
    for confirmed in ("pk", "answers", "answers__answers"):
        rows = rows.filter(~Exists(ConfirmedSale.objects.filter(entry=OuterRef(confirmed))))
    return rows


def waiting_for(user: User, *, report: ChannelReport | None = None) -> QuerySet:
    """Sales that an official may confirm: they concern their place, stand, and another place told
    of them."""
    sales = unconfirmed(Entry.objects.visible_to(user).standing()).filter(
        kind=Entry.Kind.SALE, report_line__isnull=False
    )
    if report:
        sales = sales.filter(report_line__report=report)
    return sales.filter(told_by_others(Posting.objects.of(user)))


def told_by_others(postings: Sequence[Posting]) -> Q:
    """By a place that neither lies in theirs nor holds it. Who is posted to the whole country is on
    both sides, and so on neither."""
    teller = "report_line__report__region"
    others = Q(**{f"{teller}__isnull": True})
    not_own = Q()
    for posting in postings:
        if posting.region_id is None:
            return Q(pk__in=[])
        own = Q(**{f"{teller}__code__range": range_of(posting.region_id)})
        above = [posting.region_id[:digits].ljust(6, "0") for digits in (2, 4)]
        not_own &= ~own & ~Q(**{f"{teller}__in": above})
    return others | not_own


def by_report(sales: QuerySet) -> list[dict]:
    """How many sales of each report, and their fen; the latest report first."""
    counted = sales.values("report_line__report").annotate(
        sales=Count("pk"), amount_fen=Sum("amount_fen")
    )
    found = {row["report_line__report"]: row for row in counted}
    reports = ChannelReport.objects.filter(pk__in=found).select_related("channel", "region")
    return [{"report": report, **found[report.pk]} for report in reports]


@transaction.atomic
def confirm(sales: QuerySet, *, by: User) -> int:
    """The other side says that these took place. Returns how many nobody had confirmed before."""
    return write(sales, by=by, evidence=None)


@transaction.atomic
def attach(report: ChannelReport, file: UploadedFile, *, by: User) -> Evidence:
    """A paper that shows the sales of a report."""
    content = file.read()
    evidence = Evidence.objects.create(
        report=report,
        file_name=file.name[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )
    sales = unconfirmed(Entry.objects.standing()).filter(
        kind=Entry.Kind.SALE, report_line__report=report
    )
    write(sales, by=by, evidence=evidence)
    return evidence


def write(sales: QuerySet, *, by: User, evidence: Evidence | None) -> int:
    before = ConfirmedSale.objects.count()
    ConfirmedSale.objects.bulk_create(
        [
            ConfirmedSale(entry_id=pk, by=by, evidence=evidence)
            for pk in sales.values_list("pk", flat=True)
        ],
        batch_size=1000,
        # Two who confirm at once: the first is enough.
        ignore_conflicts=True,
    )
    return ConfirmedSale.objects.count() - before
