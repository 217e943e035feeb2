"""What a cooperative invoices: what the buyer paid for its goods and freight and did not get
back, to the fen."""

import pytest

from shop.invoices.amounts import to_invoice
from shop.payments.cancelling import cancel
from tests import world
from tests.queries import at_most
from tests.shop.gifts import grants
from tests.shop.invoices.papers import refunded
from tests.shop.payments.buying import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers():
    world.country()
    return world.plums(), world.millet()


def bought(sandbox, offers, **fields):
    order = world.order(*offers, packs=2, buyer=None, **fields)
    if order.due_fen:
        pay(sandbox, order)
    return order


def of(order, offers) -> list[int]:
    amounts = to_invoice([order])[order.pk]
    return [amounts[offer.lot.cooperative_id] for offer in offers]


def parcels_fen(order) -> list[int]:
    """Goods and freight of each cooperative, the plums' first."""
    return [
        parcel.freight_fen + sum(parcel.lines.values_list("amount_fen", flat=True))
        for parcel in order.parcels.order_by("cooperative")
    ]


def test_each_cooperative_its_own_goods_and_freight(sandbox, offers):
    order = bought(sandbox, offers)
    assert of(order, offers) == parcels_fen(order)
    assert sum(of(order, offers)) == order.total_fen


def test_what_went_back_is_taken_off_its_own_cooperative_only(sandbox, offers):
    order = bought(sandbox, offers)
    plums, millet = parcels_fen(order)
    refunded(order, 1234)
    refunded(order, 66)
    assert of(order, offers) == [plums - 1300, millet]


def test_nothing_is_left_of_a_cancelled_order(sandbox, offers):
    order = bought(sandbox, offers)
    cancel(order)
    assert of(order, offers) == [0, 0]


def test_a_cooperatives_coupon_is_its_own_discount(sandbox, offers):
    coupon = grants.coupon(cooperative=offers[0].lot.cooperative, each_fen=1000)
    order = bought(sandbox, offers, voucher_code=coupon.code)
    plums, millet = parcels_fen(order)
    assert of(order, offers) == [plums - 1000, millet]


@pytest.mark.parametrize("back", [0, 1, 6880, 13_760])
def test_what_an_organisation_paid_is_divided_to_the_fen(sandbox, offers, back):
    quota = grants.quota(organisation=world.organisation(), each_fen=9999)
    order = bought(sandbox, offers, voucher_code=quota.code)
    if back:
        refunded(order, back)
    paid = order.payments.get().amount_fen - sum(r.amount_fen for r in order.refunds.all())
    assert sum(of(order, offers)) == paid
    assert all(fen >= 0 for fen in of(order, offers))


def test_many_orders_ask_no_more_questions(sandbox, offers):
    orders = [bought(sandbox, offers) for _ in range(3)]
    with at_most(3):
        assert len(to_invoice(orders)) == 3
