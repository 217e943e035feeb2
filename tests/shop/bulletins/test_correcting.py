from datetime import date

import pytest

from producers.models import Region
from shop.bulletins.correcting import corrected
from shop.ledger.writing import Return, record_refund, undo
from shop.models import Closing
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def plums():
    return rows.product(slug="wushan-cuili")


def differences(closing: Closing) -> dict[str, int]:
    return {name: m.difference for name, m in corrected(closing).measures.items() if m.difference}


def test_nothing_new_is_no_difference(plums):
    rows.sold(plums, 100)
    closing = bulletins.drawn_up(by=world.official())
    assert corrected(closing).is_unchanged
    assert differences(closing) == {}


def test_what_arrives_later_is_the_difference_row_by_row(plums):
    sold = rows.sold(plums, 100)
    closing = bulletins.drawn_up(by=world.official())
    late = rows.sold(plums, 40, channel_id="LIVE")
    undone = undo(sold)
    rows.sold(plums, 77, occurred_on=date(2022, 8, 1))
    now = corrected(closing)
    assert now.arrived == sorted([late.pk, undone[0].pk])
    assert differences(closing) == {"amount_fen": -6000, "sold_fen": -6000}
    assert {name.key: (m.reported, m.corrected) for name, m in now.channels} == {
        "RETAIL": (10_000, 0),
        "LIVE": (0, 4_000),
    }
    assert closing.bulletin.figures["total"]["amount_fen"] == 10_000


def test_a_refund_of_a_later_month_does_not_touch_a_closed_one(plums):
    sold = rows.sold(plums, 100)
    closing = bulletins.drawn_up(by=world.official())
    back = Return(source="back:1", answers=sold.source, amount_fen=500, weight_g=0)
    record_refund([back], confirmed_at=rows.at_end_of(date(2022, 8, 5)))
    assert corrected(closing).is_unchanged


def test_a_row_recorded_before_the_closing_but_committed_after_it_is_a_difference(plums):
    """Its moment says it was there; the bulletin did not see it."""
    closing = bulletins.drawn_up(by=world.official())
    slipped = rows.sold(plums, 40, recorded_at=closing.bulletin.closed_at)
    assert corrected(closing).arrived == [slipped.pk]


def test_as_of_an_earlier_moment_what_came_since_is_the_difference(plums):
    rows.sold(plums, 100, recorded_at=rows.at_end_of(date(2022, 7, 31)))
    late = rows.sold(plums, 40, recorded_at=rows.at_end_of(date(2022, 9, 1)))
    closed_at = rows.at_end_of(date(2022, 8, 5))
    closing = bulletins.drawn_up(by=world.official(), closed_at=closed_at)
    assert closing.bulletin.figures["total"]["amount_fen"] == 10_000
    assert corrected(closing).arrived == [late.pk]


def test_a_place_that_moved_away_takes_its_rows_along(plums):
    there = rows.sold(plums, 100, origin="500112")
    by = world.official("500157", "liangjiang")
    closing = bulletins.drawn_up(by=by, region="500157")
    Region.objects.filter(code="500112").update(successor="500236")
    now = corrected(closing)
    assert (now.arrived, now.gone) == ([], [there.pk])
    assert differences(closing)["amount_fen"] == -10_000
