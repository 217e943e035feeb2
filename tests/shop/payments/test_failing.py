"""A harvest fails: by one act, all that waits for it is refunded."""

import pytest
from django.urls import reverse

from producers.harvests.failing import fail
from producers.harvests.stopping import resume
from producers.models import Lot, LotChange
from shop.jobs.ticking import tick
from shop.models import Entry, Notice, Order, OrderEvent, Parcel, Refund
from shop.payments import cancelling, failing, refunding
from shop.statistics.checking import check
from tests import world
from tests.shop.orders.test_presale import ahead
from tests.shop.payments.buying import long_ago, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def plums(sandbox):
    world.country()
    return ahead(world.plums())


def bought(sandbox, *offers, **fields) -> Order:
    order = world.order(*offers, **fields)
    pay(sandbox, order)
    order.refresh_from_db()
    return order


def undone() -> None:
    for order in failing.left_to_undo():
        failing.undo(order)
    for refund in refunding.left_unfinished():
        refunding.follow_up(refund)


def test_one_act_of_the_cooperative_refunds_every_order(client, sandbox, plums):
    orders = [bought(sandbox, plums, packs=2) for _ in range(2)]
    unpaid = world.order(plums)
    client.force_login(world.desk(plums.lot.cooperative))
    address = reverse("workbench_lot_failure", args=[plums.lot_id])
    assert client.get(address).context["orders"] == 3
    assert "errorlist" in client.post(address, {"reason": ""}).content.decode()
    for _ in range(2):
        client.post(address, {"reason": "7月3日冰雹"})
    assert not tick()
    undone()
    for order in orders:
        order.refresh_from_db()
        assert order.status == Order.Status.CANCELLED
        refund = order.refunds.get()
        assert (refund.amount_fen, refund.status) == (order.total_fen, Refund.Status.SUCCEEDED)
        assert "7月3日冰雹" in Notice.objects.get(key__contains=f"{order.code}:harvest_failed").body
        assert sum(e.amount_fen for e in Entry.objects.filter(order_code=order.code)) == 0
        assert sum(e.weight_g for e in Entry.objects.filter(order_code=order.code)) == 0
    unpaid.refresh_from_db()
    assert unpaid.status == Order.Status.CANCELLED and not unpaid.refunds.exists()
    lot = Lot.objects.get(pk=plums.lot_id)
    assert (lot.held_g, lot.taken_g, lot.orders) == (0, 0, 0)
    assert LotChange.objects.filter(lot=lot, kind="failed").count() == 1
    assert not failing.left_to_undo().exists() and not check()[1]
    resume(lot, by=None)
    assert lot.stopped_at is not None


def test_what_else_was_ordered_still_comes(sandbox, plums):
    millet = world.millet()
    order = bought(sandbox, plums, millet)
    fail(plums.lot, reason="冰雹", by=None)
    for _ in range(2):
        failing.undo(order)
    failed, other = order.parcels.order_by("transport").reverse()
    order.refresh_from_db()
    assert (failed.status, other.status) == (Parcel.Status.CANCELLED, Parcel.Status.TO_SHIP)
    assert order.status == Order.Status.PAID
    refund = order.refunds.get()
    assert refund.amount_fen == plums.price_fen + failed.freight_fen
    assert refund.freight_fen == failed.freight_fen
    assert [e.kind for e in order.events.filter(parcel=failed)] == [OrderEvent.Kind.CALLED_OFF]


def test_the_buyer_may_cancel_what_is_left(sandbox, plums):
    order = bought(sandbox, plums, world.millet())
    fail(plums.lot, reason="冰雹", by=None)
    failing.undo(order)
    cancelling.cancel(order, by=None, reason="不要了")
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert sum(refund.amount_fen for refund in order.refunds.all()) == order.total_fen
    assert not check()[1]


def test_but_not_once_that_has_left(sandbox, plums):
    order = bought(sandbox, plums, world.millet())
    order.parcels.filter(transport="ambient").update(status=Parcel.Status.SHIPPED)
    fail(plums.lot, reason="冰雹", by=None)
    failing.undo(order)
    with pytest.raises(cancelling.CannotCancel):
        cancelling.cancel(order)


@pytest.mark.parametrize("state", [Parcel.Status.SHIPPED, Parcel.Status.RECEIVED])
def test_an_order_whose_other_parcel_left_is_as_far_as_that(sandbox, plums, state):
    order = bought(sandbox, plums, world.millet())
    order.parcels.filter(transport="ambient").update(status=state)
    fail(plums.lot, reason="冰雹", by=None)
    failing.undo(order)
    order.refresh_from_db()
    assert order.status == state


def test_what_has_left_is_not_touched(sandbox, plums):
    order = bought(sandbox, plums)
    order.parcels.update(status=Parcel.Status.SHIPPED)
    fail(plums.lot, reason="冰雹", by=None)
    assert not failing.left_to_undo().exists()


def test_who_is_just_paying_is_refunded_when_the_money_came(sandbox, plums):
    order = world.order(plums)
    payment = pay(sandbox, order, "alipay", outcome="processing")
    fail(plums.lot, reason="冰雹", by=None)
    failing.undo(order)
    assert failing.left_to_undo().get().status == Order.Status.PLACED
    sandbox.settle(payment.intent_id)
    failing.undo(order)
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert order.refunds.get().amount_fen == order.total_fen


def test_a_provider_that_does_not_answer_is_asked_again(sandbox, plums):
    order = bought(sandbox, plums)
    fail(plums.lot, reason="冰雹", by=None)
    sandbox.fault("500", times=2)
    failing.undo(order)
    assert order.refunds.get().status == Refund.Status.WANTED
    long_ago(order.refunds.get(), "asked_at", hours=1)
    undone()
    assert order.refunds.get().status == Refund.Status.SUCCEEDED
