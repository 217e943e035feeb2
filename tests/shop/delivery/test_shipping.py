from datetime import date, timedelta

import pytest
from django.utils import timezone

from shop.delivery.receiving import NotUnderWay, overdue, receive, receive_unsaid
from shop.delivery.shipping import CERTIFICATE_SINCE, CannotShip, odd, ship, tidy
from shop.jobs.ticking import tick
from shop.models import Carrier, Notice, Order, Parcel, Waybill
from shop.orders.telling import told_about
from tests import world

pytestmark = pytest.mark.django_db
SF = "SF1234567890123"


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def parcel():
    return world.paid_order(world.plums()).parcels.get()


def sf(number=SF):
    return (Carrier.objects.get(code="SF"), number)


def test_a_parcel_leaves_under_its_waybill(parcel):
    coop = world.desk(parcel.cooperative)
    ship(parcel, waybills=[sf(" sf1234567890123 ")], by=coop)
    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.SHIPPED
    assert parcel.waybills.get().number == SF
    assert parcel.waybills.get().recorded_by == coop
    order = Order.objects.get()
    assert order.status == Order.Status.SHIPPED
    event = order.events.get(kind="shipped")
    assert (event.parcel, event.by) == (parcel, coop)


def test_the_buyer_is_told_once_with_the_link(parcel):
    ship(parcel, waybills=[sf()], by=None)
    ship(parcel, waybills=[sf("SF0000000000001")], by=None)
    notice = Notice.objects.get(key__contains=":shipped:")
    assert SF in notice.body
    assert f"/orders/{parcel.order.code}/{parcel.order.key}/" in notice.body


def test_a_parcel_of_several_boxes_has_several_waybills(parcel):
    ship(parcel, waybills=[sf(), sf("SF0000000000001"), sf()], by=None)
    assert parcel.waybills.count() == 2
    assert parcel.order.events.filter(kind="shipped").count() == 1


def test_a_waybill_of_another_parcel_is_refused_and_nothing_changes(parcel):
    other = world.paid_order(world.millet()).parcels.get()
    ship(other, waybills=[sf()], by=None)
    with pytest.raises(CannotShip, match=SF):
        ship(parcel, waybills=[sf("SF0000000000001"), sf()], by=None)
    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.TO_SHIP
    assert Waybill.objects.count() == 1


def test_a_parcel_does_not_leave_without_a_waybill(parcel):
    with pytest.raises(CannotShip):
        ship(parcel, waybills=[], by=None)


def test_an_unpaid_parcel_does_not_leave():
    parcel = world.order(world.plums()).parcels.get()
    with pytest.raises(CannotShip):
        ship(parcel, waybills=[sf()], by=None)
    assert not Waybill.objects.exists()


def test_produce_that_needs_a_certificate_does_not_leave_without(parcel, monkeypatch):
    lot = parcel.lines.get().lot
    type(lot).objects.filter(pk=lot.pk).update(certificate=None)
    with pytest.raises(CannotShip, match=lot.batch):
        ship(parcel, waybills=[sf()], by=None)
    monkeypatch.setattr(
        "shop.delivery.shipping.CERTIFICATE_SINCE", timezone.localdate() + timedelta(days=1)
    )
    ship(parcel, waybills=[sf()], by=None)


def test_the_certificate_is_needed_from_the_day_of_the_rule():
    assert date(2026, 2, 1) == CERTIFICATE_SINCE


def test_what_needs_no_certificate_leaves_without():
    parcel = world.paid_order(world.millet()).parcels.get()
    ship(parcel, waybills=[sf()], by=None)


def test_an_odd_number_is_warned_about_and_not_refused(parcel):
    carrier, _number = sf()
    assert odd(carrier, "YT1234567890123")
    assert odd(carrier, SF) is None
    ship(parcel, waybills=[sf("YT1234567890123")], by=None)


@pytest.mark.parametrize("number", ["", "12", "SF 12;DROP", "x" * 31, "顺丰123456"])
def test_what_can_be_no_number_is_refused(number):
    with pytest.raises(CannotShip):
        tidy(number)


def test_an_order_of_two_parcels_is_shipped_with_the_last():
    order = world.paid_order(world.plums(), world.millet())
    first, second = order.parcels.all()
    ship(first, waybills=[sf()], by=None)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    ship(second, waybills=[sf("SF0000000000001")], by=None)
    order.refresh_from_db()
    assert order.status == Order.Status.SHIPPED


def test_the_buyer_confirms_receipt_once(parcel):
    ship(parcel, waybills=[sf()], by=None)
    receive(parcel, by=None)
    parcel.refresh_from_db()
    assert parcel.status == Parcel.Status.RECEIVED
    assert Order.objects.get().status == Order.Status.RECEIVED
    assert told_about(parcel.order).filter(kind="received").count() == 1
    with pytest.raises(NotUnderWay):
        receive(parcel, by=None)


def test_a_week_after_it_left_a_parcel_counts_as_received(parcel):
    other = world.paid_order(world.millet()).parcels.get()
    ship(parcel, waybills=[sf()], by=None)
    ship(other, waybills=[sf("SF0000000000001")], by=None)
    week_ago = timezone.now() - timedelta(days=7)
    Parcel.objects.filter(pk=parcel.pk).update(shipped_at=week_ago)
    assert list(overdue()) == [parcel]
    tick()
    receive_unsaid(parcel)
    assert parcel.events.get(kind="received").reason == "发货满 7 天"
    assert not overdue().exists()
    parcel.refresh_from_db()
    other.refresh_from_db()
    assert (parcel.status, other.status) == ("received", "shipped")


def test_contact_is_shown_until_ninety_days_after_receipt(parcel):
    assert parcel.shows_contact
    parcel.received_at = timezone.now() - timedelta(days=89)
    assert parcel.shows_contact
    parcel.received_at = timezone.now() - timedelta(days=91)
    assert not parcel.shows_contact
