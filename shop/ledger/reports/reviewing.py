"""What becomes of a report once it is handed in: the place above accepts it or returns it with a
reason, the place that handed it in withdraws it. Rows count from the hand-in on; those of a report
that was returned or withdrawn are taken back on their own day, until it is handed in again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cms.users.models import User
from producers.regions.models import Posting
from producers.regions.posting import lies_below
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport, Entry, ReportLine, SameBox
from shop.ledger.reports.counting import hand_on_counts
from shop.ledger.reports.spool import BATCH
from shop.ledger.reports.standing import of_the_same
from shop.ledger.reports.trail import happened
from shop.ledger.writing import undo_all

Status = ChannelReport.Status


class NotNow(ValidationError):
    """Its state no longer allows it: somebody else was faster."""

    def __init__(self, report: ChannelReport):
        super().__init__(
            _("Report %(report)s is %(status)s: nothing was changed."),
            params={"report": report.pk, "status": report.get_status_display()},
        )


def may_review(report: ChannelReport, postings: list[Posting]) -> bool:
    """Whoever is posted above the place that reports."""
    return report.region is not None and any(
        lies_below(report.region, posting.region) for posting in postings
    )


def may_withdraw(report: ChannelReport, user: User, postings: list[Posting]) -> bool:
    """Who handed it in, and their colleagues."""
    return report.handed_in_by_id is not None and is_of_their_side(report, user, postings)


def may_read_whole(report: ChannelReport, user: User, postings: list[Posting]) -> bool:
    """Who may also read its papers and how many lines it has: the side that reports, who is posted
    above it, and whoever may read each row of it. A line that was stored before is a row of
    another report."""
    if reports_or_reviews(report, user, postings):
        return True
    if report.duplicates:
        return False
    rows = Entry.objects.filter(report_line__report=report)
    return rows.visible_to(user).count() == rows.count()


def reports_or_reviews(report: ChannelReport, user: User, postings: list[Posting]) -> bool:
    return is_of_their_side(report, user, postings) or may_review(report, postings)


def is_of_their_side(report: ChannelReport, user: User, postings: list[Posting]) -> bool:
    ours = {posting.region_id for posting in postings}
    return report.handed_in_by_id == user.pk or report.region_id in ours


def resting_on(report: ChannelReport) -> QuerySet[ChannelReport]:
    """Reports that count and may tell sales which count as lines of this one: those it had told
    before them, or boxes of theirs that somebody said it counts. Once it is taken back, these are
    in none until such a file is handed in again. What a file told again is not kept line by line,
    so that its channel, its place and its days have to say."""
    first = report.first_of_its_sales
    of_first = Q(report=first) | Q(report__corrects=first)
    its_lines = ReportLine.objects.filter(of_first, key=OuterRef("counted__report_line__key"))
    its_boxes = SameBox.objects.filter(Exists(its_lines))
    telling = told_beside(report) & Q(duplicates__gt=0)
    others = ChannelReport.objects.filter(lines__same_boxes__in=its_boxes)
    for other in others.exclude(first_day=None).distinct():
        telling |= told_beside(other)
    return (
        ChannelReport.objects.counted().filter(telling).exclude(Q(pk=first.pk) | Q(corrects=first))
    )


def told_beside(report: ChannelReport) -> Q:
    """Reports of the same channel and place, of the same days in part."""
    of_its_days = Q(first_day__lte=report.last_day, last_day__gte=report.first_day)
    return of_its_days & Q(channel=report.channel_id, region=report.region_id)


@transaction.atomic
def accept(report: ChannelReport, *, by: User) -> None:
    report = locked(report, Status.HANDED_IN)
    happened(report, Status.ACCEPTED, by=by)


@transaction.atomic
def give_back(report: ChannelReport, *, by: User, reason: str) -> None:
    """Return it to the place that handed it in."""
    report = locked(report, Status.HANDED_IN, Status.ACCEPTED)
    take_back(report)
    happened(report, Status.RETURNED, by=by, reason=reason)


@transaction.atomic
def withdraw(report: ChannelReport, *, by: User, reason: str) -> None:
    report = locked(report, Status.HANDED_IN, Status.ACCEPTED)
    take_back(report)
    happened(report, Status.WITHDRAWN, by=by, reason=reason)


def locked(report: ChannelReport, *allowed: Status) -> ChannelReport:
    """Reports of a channel change one after the other, as they are stored."""
    Channel.objects.select_for_update(no_key=True).get(pk=report.channel_id)
    report = ChannelReport.objects.get(pk=report.pk)
    if report.status not in allowed:
        raise NotNow(report)
    return report


def take_back(report: ChannelReport) -> None:
    """All that counts of it and of those it corrected."""
    sales = (
        Entry.objects.standing()
        .filter(of_the_same(report.first_of_its_sales), kind=Entry.Kind.SALE)
        .select_related("report_line")
        .order_by("pk")
    )
    parcels = set()
    while batch := list(sales[:BATCH]):
        undo_all(batch)
        parcels |= {sale.report_line.parcel_key for sale in batch}
    hand_on_counts(parcels)
