from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from shop.bulletins.closing import NotOver, reopen
from shop.bulletins.months import last_of
from tests import world
from tests.shop.bulletins import bulletins

pytestmark = pytest.mark.django_db


@pytest.fixture
def wushan():
    world.country()
    return world.official()


def test_closing_asks_the_worker_for_a_bulletin(wushan):
    closing = bulletins.asked(by=wushan)
    assert (closing.code, closing.side) == ("500237-202207-1", "origin")
    assert DBTaskResult.objects.filter(task_path__endswith="drawing.from_queue").count() == 1


def test_closing_again_leads_to_the_bulletin_there_is(wushan):
    assert bulletins.asked(by=wushan) == bulletins.asked(by=wushan)
    assert DBTaskResult.objects.count() == 1


def test_a_month_that_is_not_over_cannot_be_closed(wushan):
    today = timezone.localdate()
    with pytest.raises(NotOver):
        bulletins.asked(by=wushan, first=today.replace(day=1), last=last_of(today))


def test_a_bulletin_may_be_of_several_months(wushan):
    closing = bulletins.asked(by=wushan, last=date(2022, 8, 31))
    assert closing.code == "500237-202207-202208-1"
    assert closing != bulletins.asked(by=wushan)


def test_opening_again_gets_the_next_number_and_needs_a_reason(wushan):
    first = bulletins.drawn_up(by=wushan)
    second = reopen(first, reason="漏报一家直播间", by=wushan)
    assert second.code == "500237-202207-2"
    assert reopen(first, reason="双击", by=wushan) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        reopen(second, reason="", by=wushan)
