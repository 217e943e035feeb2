"""Who has reported and who is missing, of those a table expects to."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from producers.regions.models import Region
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport
from shop.ledger.reach import Reach
from shop.ledger.reports.models import ExpectedReport, ReportedPlace

# Periods are worked out one by one, and no official compares further back.
MOST_YEARS = 20


@dataclass(frozen=True)
class Missing:
    """A report that was expected for a period that is over, and is not there."""

    expected: ExpectedReport
    first: date
    last: date

    @property
    def region(self) -> Region:
        return self.expected.region

    @property
    def channel(self) -> Channel:
        return self.expected.channel

    @property
    def due_on(self) -> date:
        return self.last + timedelta(days=self.expected.due_days)

    @property
    def is_overdue(self) -> bool:
        return self.due_on < timezone.localdate()


@dataclass(frozen=True)
class Completeness:
    """How many of the expected channels of counties have reported all that is over of a period;
    each report that is missing."""

    reported: int
    expected: int
    missing: list[Missing]


def completeness(reach: Reach | None, first: date, last: date) -> Completeness:
    """Of the places in reach (None: the whole country), for the days from first to last. A period
    counts once it is over: nobody is late with a quarter that still runs."""
    expected = ExpectedReport.objects.select_related("region", "channel")
    if reach is not None:
        expected = expected.filter(reach.q("region__code"))
    return of_those(expected, first, last)


def of_those(expected: Iterable[ExpectedReport], first: date, last: date) -> Completeness:
    asked = {row: list(periods(row, first, last)) for row in expected}
    asked = {row: spans for row, spans in asked.items() if spans}
    told = told_of(asked)
    missing = [
        Missing(row, *span)
        for row, spans in asked.items()
        for span in spans
        if not covered(*span, told[row.region_id, row.channel_id])
    ]
    late = {gap.expected.pk for gap in missing}
    return Completeness(len(asked) - len(late), len(asked), missing)


def told_of(asked: dict[ExpectedReport, list[tuple[date, date]]]) -> dict:
    """The days that counted reports speak for, by place and channel."""
    days = [day for spans in asked.values() for span in spans for day in span]
    if not days:
        return {}
    places = ReportedPlace.objects.filter(
        report__status__in=ChannelReport.COUNTED,
        report__first_day__lte=max(days),
        report__last_day__gte=min(days),
        region__in={row.region_id for row in asked},
    )
    told = defaultdict(list)
    for region, channel, begins, ends in places.values_list(
        "region", "report__channel", "report__first_day", "report__last_day"
    ):
        told[region, channel].append((begins, ends))
    return told


def covered(first: date, last: date, told: list[tuple[date, date]]) -> bool:
    """Whether reports speak for each of the days, one alone or several together."""
    day = first
    for begins, ends in sorted(told):
        if begins <= day <= ends:
            day = ends + timedelta(days=1)
    return day > last


def periods(expected: ExpectedReport, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The periods of the expected report that touch the days from first to last and are over:
    calendar months, quarters, halves or years."""
    today = timezone.localdate()
    day = max(first, expected.starts_on, today.replace(year=today.year - MOST_YEARS, day=1))
    last = min(last, expected.ends_on or last)
    while day <= last:
        begins, ends = period_of(day, expected.months)
        if ends >= today:
            return
        yield begins, ends
        day = ends + timedelta(days=1)


def period_of(day: date, months: int) -> tuple[date, date]:
    """First and last day of the calendar period of so many months that the day lies in."""
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    return date(day.year, begins, 1), date(day.year, ends, monthrange(day.year, ends)[1])
