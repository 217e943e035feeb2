from datetime import timedelta

import pytest
from django.utils import timezone

from shop.models import Order, Parcel
from shop.orders.forgetting import forget_contact, overdue
from shop.orders.sales import lines_to_sell
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    world.country()
    return world.paid_order(world.plums(), world.millet())


def came(order, *days: int) -> None:
    """Placed a year ago, its parcels came so many days ago; None did not come yet."""
    Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(days=365))
    for parcel, since in zip(order.parcels.all(), days, strict=True):
        parcel.received_at = since and timezone.now() - timedelta(days=since)
        parcel.status = Parcel.Status.RECEIVED if since else Parcel.Status.SHIPPED
        parcel.save()


@pytest.mark.parametrize(
    ("days", "is_due"), [((91, 200), True), ((91, 89), False), ((91, None), False)]
)
def test_it_is_due_ninety_days_after_the_last_parcel_came(order, days, is_due):
    came(order, *days)
    assert list(overdue()) == ([order] if is_due else [])


@pytest.mark.parametrize(
    ("shipped", "arrived", "is_due"),
    [(100, 91, True), (100, 89, False), (91, None, True), (89, None, False)],
)
def test_what_nobody_fetches_from_a_hall_is_due_ninety_days_after_it_came_there(
    order, shipped, arrived, is_due
):
    came(order, 91, None)
    hall = world.hall(world.official("370602", "yantai"))
    Order.objects.update(hall=hall)
    lies = order.parcels.get(number=2)
    lies.order.hall_id = hall.pk
    lies.shipped_at = timezone.now() - timedelta(days=shipped)
    lies.arrived_at = arrived and timezone.now() - timedelta(days=arrived)
    lies.save()
    assert list(overdue()) == ([order] if is_due else [])
    assert lies.shows_contact is not is_due


def test_an_order_that_sent_nothing_is_due_ninety_days_after_it_was_placed(order):
    order.parcels.update(status=Parcel.Status.CANCELLED)
    assert not overdue()
    Order.objects.update(placed_at=timezone.now() - timedelta(days=91))
    assert list(overdue()) == [order]


def test_phone_and_street_are_masked_once_and_all_else_stays(order):
    came(order, 91, 91)
    before = [line.source for line in lines_to_sell(order)]
    forget_contact(order)
    forget_contact(order)
    order.refresh_from_db()
    assert (order.phone, order.street) == ("138****8000", "*" * 7)
    assert (order.receiver, order.destination_name) == ("张三", "山东省烟台市莱山区")
    assert order.events.filter(kind="masked").count() == 1
    assert not overdue()
    assert [line.source for line in lines_to_sell(order)] == before


def test_a_guest_still_finds_the_order_by_the_last_digits(order, client):
    came(order, 91, 91)
    forget_contact(order)
    found = client.post("/orders/find/", {"code": order.code, "tail": "8000"})
    assert found.url == order.get_absolute_url()
    page = client.get(found.url).content.decode()
    assert "138****8000" in page
    assert "港城东大街" not in page
