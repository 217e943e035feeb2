from datetime import timedelta

import pytest
from django.utils import timezone

from producers.models import Lot
from shop.models import Entry, Order, Parcel
from shop.orders.fulfilling import NotHeld, NotToShip, become_paid, hold_again, put_back
from shop.orders.letting_go import let_go
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_a_paid_order_takes_its_goods_and_waits_to_be_shipped():
    order = world.order(world.plums(grams=10_000))
    at = timezone.now()
    become_paid(order, at=at)
    lot = Lot.objects.get()
    assert (lot.available_g, lot.held_g, lot.taken_g) == (7500, 0, 2500)
    parcel = Parcel.objects.get()
    assert parcel.status == Parcel.Status.TO_SHIP
    assert parcel.ship_by == at + timedelta(hours=24)
    assert Order.objects.get().status == Order.Status.PAID
    assert Entry.objects.get().amount_fen == 6880


def test_it_is_not_paid_twice():
    order = world.paid_order(world.plums())
    with pytest.raises(NotHeld):
        become_paid(order, at=timezone.now())
    assert Lot.objects.get().taken_g == 2500


def expired(*offers) -> Order:
    order = world.order(*offers)
    let_go(order, kind="expired", at=timezone.now())
    return order


def test_late_money_holds_the_goods_again():
    order = expired(world.plums(grams=2500))
    assert hold_again(order)
    assert Lot.objects.get().held_g == 2500
    assert order.status == Order.Status.PLACED
    assert [event.kind for event in order.events.all()] == ["placed", "expired", "held_again"]
    become_paid(order, at=timezone.now())
    assert Lot.objects.get().taken_g == 2500


def test_late_money_finds_one_of_two_lots_sold_out():
    plums, millet = world.plums(grams=2500), world.millet(grams=1000)
    order = expired(plums, millet)
    world.order(millet)
    assert not hold_again(order)
    assert Lot.objects.get(pk=plums.lot_id).held_g == 0
    assert order.status == Order.Status.EXPIRED


def test_late_money_finds_a_lot_that_was_stopped():
    order = expired(world.plums())
    Lot.objects.update(stopped_at=timezone.now())
    assert not hold_again(order)


def test_goods_that_were_not_let_go_are_not_held_twice():
    order = world.order(world.plums())
    assert not hold_again(order)
    assert Lot.objects.get().held_g == 2500


def test_a_cancelled_paid_order_puts_its_goods_back():
    order = world.paid_order(world.plums(grams=10_000))
    put_back(order)
    lot = Lot.objects.get()
    assert (lot.available_g, lot.taken_g) == (10_000, 0)
    assert Parcel.objects.get().status == Parcel.Status.CANCELLED


def test_goods_under_way_are_not_put_back():
    order = world.paid_order(world.plums(), world.millet())
    parcel = order.parcels.first()
    parcel.status = Parcel.Status.SHIPPED
    parcel.save()
    with pytest.raises(NotToShip):
        put_back(order)


def test_unpaid_goods_are_not_put_back():
    with pytest.raises(NotToShip):
        put_back(world.order(world.plums()))


@pytest.mark.parametrize("kind", ["shipped", "received"])
def test_an_order_is_shipped_and_received_with_its_last_parcel(kind):
    order = world.paid_order(world.plums(), world.millet())
    for parcel, status in zip(order.parcels.all(), ["paid", kind], strict=True):
        parcel.status = kind
        parcel.save()
        order.happened(kind, at=timezone.now(), parcel=parcel)
        assert Order.objects.get().status == status


def test_a_failed_payment_is_written_down_and_changes_nothing():
    order = world.order(world.plums())
    order.happened("payment_failed", at=timezone.now(), reason="card declined")
    assert Order.objects.get().status == Order.Status.PLACED
