from datetime import date

import pytest
from django.utils import timezone

from shop.ledger.reach import Reaches
from shop.ledger.reports.completeness import completeness
from shop.ledger.reports.importing import import_report
from shop.models import ChannelReport, ExpectedReport, ReportedPlace
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows

pytestmark = pytest.mark.django_db

JULY = date(2022, 7, 1), date(2022, 7, 31)


@pytest.fixture(autouse=True)
def country():
    world.country()


def expect(channel: str = "ECOM", county: str = "500237", months: int = 1, **days):
    days.setdefault("starts_on", date(2022, 1, 1))
    return ExpectedReport.objects.create(
        region_id=county, channel_id=channel, months=months, **days
    )


def told(county: str, channel: str, first: date, last: date, **fields):
    report = ChannelReport.objects.create(
        channel_id=channel, first_day=first, last_day=last, **fields
    )
    ReportedPlace.objects.create(report=report, region_id=county)


def missing_in(first: date, last: date, county: str = "500237") -> set:
    found = completeness(Reaches().of(county), first, last)
    return {(gap.region.code, gap.channel.code, gap.first.isoformat()) for gap in found.missing}


def test_who_has_reported_is_counted_and_who_has_not_is_named():
    expect("ECOM")
    expect("LIVE")
    expect("ECOM", county="620524")
    import_report(as_csv(rows({})), name="七月.csv", channel_code="ECOM", by=world.official())
    found = completeness(Reaches().of("50"), *JULY)
    assert (found.reported, found.expected) == (1, 2)
    (gap,) = found.missing
    assert (gap.region.code, gap.channel.code, gap.first, gap.last) == ("500237", "LIVE", *JULY)
    assert gap.due_on == date(2022, 8, 10)
    assert gap.is_overdue
    assert completeness(None, *JULY).expected == 3


def test_a_report_of_the_operator_speaks_for_the_counties_it_has_rows_of():
    expect()
    expect(county="500236")
    import_report(as_csv(rows({})), name="七月.csv", channel_code="ECOM")
    assert missing_in(*JULY, county="50") == {("500236", "ECOM", "2022-07-01")}


def test_a_returned_report_is_missing_again():
    expect()
    told("500237", "ECOM", *JULY, status="returned")
    assert missing_in(*JULY) == {("500237", "ECOM", "2022-07-01")}


def test_three_months_make_a_quarter():
    expect(months=3)
    told("500237", "ECOM", date(2022, 7, 1), date(2022, 8, 31))
    assert missing_in(*JULY) == {("500237", "ECOM", "2022-07-01")}
    told("500237", "ECOM", date(2022, 9, 1), date(2022, 9, 30))
    told("500237", "ECOM", date(2022, 8, 1), date(2022, 8, 31))
    assert missing_in(*JULY) == set()


def test_a_report_of_later_days_speaks_for_none_before():
    expect()
    told("500237", "ECOM", date(2022, 7, 15), date(2022, 8, 31))
    assert missing_in(*JULY) == {("500237", "ECOM", "2022-07-01")}


def test_nobody_is_late_with_a_period_that_runs_or_in_which_nothing_was_expected():
    expect(ends_on=date(2022, 6, 30))
    expect("LIVE", starts_on=date(2022, 8, 1))
    assert completeness(None, *JULY).expected == 0
    expect("GOV832", months=12, starts_on=date(2020, 1, 1))
    assert completeness(None, date(2021, 3, 1), date(9999, 12, 31)).expected == 3
    missing = completeness(None, JULY[0], date(9999, 1, 1)).missing
    assert missing and all(gap.last < timezone.localdate() for gap in missing)
