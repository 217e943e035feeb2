from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from shop.claims.claimable import claimable, end_of_return
from shop.claims.models import Claim, ClaimEvent
from shop.claims.reporting import CannotClaim, report, share_of
from shop.models import Notice, Order, Product
from tests import world
from tests.shop.claims.received import came, claim_on, received_order, return_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order(sandbox):
    return received_order(sandbox, world.plums(), packs=3)


def test_a_claim_says_what_of_which_line_and_is_to_be_answered_within_a_day(order):
    claim = claim_on(order, packs=2)
    part = claim.lines.get()
    assert (part.line.number, part.packs, part.amount_fen) == (1, 2, 2 * 6880)
    assert claim.answer_by - claim.reported_at >= timedelta(hours=23, minutes=59)
    assert (claim.status, claim.code) == ("reported", f"{order.code}-S1")
    assert claim.events.get().kind == ClaimEvent.Kind.REPORTED
    assert claim.photographs.get().content_type == "image/jpeg"


def test_buyer_and_everybody_at_the_desk_hear_of_it_once(order):
    desk = world.desk(order.parcels.get().cooperative)
    claim = claim_on(order)
    told = Notice.objects.filter(key__contains="claim")
    assert set(told.values_list("email", flat=True)) == {order.email, desk.email}
    assert claim.code in told.get(email=desk.email).subject


@pytest.mark.parametrize("packs", [{}, {1: 0}, {1: 4}, {1: -1}, {2: 1}])
def test_no_packs_or_too_many_are_no_claim(order, packs):
    with pytest.raises(CannotClaim):
        report(order.parcels.get(), packs=packs, **said())
    assert not Claim.objects.exists()


def test_a_pack_is_claimed_once(order):
    claim_on(order, packs=2)
    with pytest.raises(CannotClaim):
        claim_on(order, packs=2)
    assert claim_on(order, packs=1).number == 2
    with pytest.raises(CannotClaim):
        claim_on(order, packs=1)


@pytest.mark.parametrize(
    ("fen", "percent", "back"),
    [(6880, 1, 69), (6880, 59, 4059), (6880, 60, 6880), (50, 1, 1), (49, 1, 0), (6880, 100, 6880)],
)
def test_the_spoiled_share_goes_back_and_from_sixty_percent_on_all(fen, percent, back):
    assert share_of(fen, percent) == back


def test_a_double_click_makes_one_claim(order):
    token = uuid4()
    first, second = claim_on(order, token=token), claim_on(order, token=token)
    assert first == second
    assert Claim.objects.count() == 1


def test_a_claim_needs_a_photograph(order):
    with pytest.raises(CannotClaim):
        claim_on(order, photographs=[])


def test_what_is_under_way_cannot_be_claimed():
    order = world.paid_order(world.plums())
    with pytest.raises(CannotClaim):
        claim_on(order)


@pytest.mark.parametrize(
    ("hours_ago", "hours_given", "late"),
    [
        (23.9, 24, False),
        (24.1, 24, True),
        (47.9, 48, False),
        (48.1, 48, True),
    ],
)
def test_spoiled_goods_are_reported_within_the_hours_of_their_product(
    sandbox, hours_ago, hours_given, late
):
    plums = world.plums()
    Product.objects.update(claim_hours=hours_given)
    plums.refresh_from_db()
    order = received_order(sandbox, plums, hours_ago=hours_ago)
    # What holds is what the product said when it was ordered.
    Product.objects.update(claim_hours=24)
    assert bool(claimable(order.parcels.get(), Claim.Kind.SPOILED)) != late


def test_fresh_produce_is_not_returned(order):
    with pytest.raises(CannotClaim):
        return_of(order)


def test_without_the_buyers_confirmation_even_fresh_produce_is(order):
    Order.objects.update(fresh_terms_at=None)
    assert return_of(order).is_return


def test_seven_days_count_from_the_day_after_receipt():
    china = ZoneInfo("Asia/Shanghai")
    late_in_the_evening = datetime(2026, 3, 1, 23, 50, tzinfo=china)
    end = end_of_return(late_in_the_evening).astimezone(china)
    assert (end.date().isoformat(), end.hour, end.minute) == ("2026-03-08", 23, 59)


def test_durable_goods_are_returned_without_a_reason_within_seven_days(sandbox):
    order = received_order(sandbox, world.millet(), packs=2, fresh_terms=False)
    parcel = order.parcels.get()
    claim = return_of(order)
    assert (claim.status, claim.answer_by) == ("announced", None)
    came(parcel, hours_ago=24 * 8)
    with pytest.raises(CannotClaim):
        return_of(order)
