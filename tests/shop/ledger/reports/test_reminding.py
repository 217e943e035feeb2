from datetime import timedelta

import pytest
from django.utils import timezone

from shop.ledger.reports import reminding
from shop.ledger.reports.completeness import period_of
from shop.models import ChannelReport, ExpectedReport, Notice, ReportedPlace
from tests import world

pytestmark = pytest.mark.django_db


def test_officials_of_the_place_are_reminded_once_of_what_is_overdue():
    world.country()
    wushan = world.official()
    world.official("500236", "fengjie")
    last_month = period_of(timezone.localdate().replace(day=1) - timedelta(days=1), 1)
    days = (timezone.localdate() - last_month[1]).days
    for channel, due_days in (("ECOM", days - 1), ("LIVE", days), ("GOV832", days - 1)):
        ExpectedReport.objects.create(
            region_id="500237", channel_id=channel, due_days=due_days, starts_on=last_month[0]
        )
    told = ChannelReport.objects.create(
        channel_id="GOV832", first_day=last_month[0], last_day=last_month[1]
    )
    ReportedPlace.objects.create(report=told, region_id="500237")
    for _ in range(2):
        for gap in reminding.overdue():
            reminding.remind(gap)
    notice = Notice.objects.get()
    assert notice.email == wushan.email
    assert "巫山县" in notice.body
    assert last_month[1].isoformat() in notice.body
