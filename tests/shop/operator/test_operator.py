import pytest
from django.urls import reverse

from shop.delivery.shipping import ship
from shop.models import Carrier, Notice, Order
from shop.orders.telling import tell_buyer
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(client):
    world.country()
    client.force_login(world.operator())
    return world.order(world.plums())


def find(client, q):
    return client.get(reverse("operator"), {"q": q}).content.decode()


@pytest.mark.parametrize("asked", ["code", "tail", "waybill", "email"])
def test_an_order_is_found_by_what_a_caller_knows(client, order, asked):
    other = world.paid_order(world.millet(), phone="13900139111", email="other@shanhuo.example")
    ship(
        other.parcels.get(), waybills=[(Carrier.objects.get(code="SF"), "SF1234567890123")], by=None
    )
    known = {
        "code": f" {other.code.lower()} ",
        "tail": "9111",
        "waybill": "SF1234567890123",
        "email": "Other@shanhuo.example",
    }
    page = find(client, known[asked])
    assert other.code in page
    assert order.code not in page


@pytest.mark.parametrize("q", ["", "8", "ZZZZZZZZ", "\0", "%", "x" * 500])
def test_what_fits_nothing_finds_nothing(client, order, q):
    assert order.code not in find(client, q)


def test_the_trail_of_an_order_is_read_and_the_buyer_masked(client, order):
    page = client.get(reverse("operator_order", args=[order.code])).content.decode()
    assert order.code in page
    assert order.phone not in page
    assert "138****8000" in page
    assert order.street not in page


def test_an_unpaid_order_is_cancelled_with_a_reason(client, order):
    response = client.post(reverse("operator_cancellation", args=[order.code]), {"reason": ""})
    assert response.status_code == 422
    order.refresh_from_db()
    assert order.status == Order.Status.PLACED
    client.post(reverse("operator_cancellation", args=[order.code]), {"reason": "buyer called"})
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert order.events.get(kind="cancelled").reason == "buyer called"
    client.post(reverse("operator_cancellation", args=[order.code]), {"reason": "again"})
    assert order.events.filter(kind="cancelled").count() == 1


def test_messages_are_sent_again_and_that_is_kept(client, order):
    tell_buyer(order, "placed")
    Notice.objects.update(status=Notice.Status.SENT)
    client.post(reverse("operator_resending", args=[order.code]))
    assert set(Notice.objects.values_list("status", flat=True)) == {Notice.Status.WAITING}
    assert order.events.filter(kind="resent").exists()


def test_for_others_there_is_no_such_page(client, order):
    client.force_login(world.official())
    for address in (
        reverse("operator"),
        reverse("operator_order", args=[order.code]),
    ):
        assert client.get(address).status_code == 404
    for name in ("operator_cancellation", "operator_resending"):
        assert client.post(reverse(name, args=[order.code]), {"reason": "x"}).status_code == 404
    client.logout()
    assert client.get(reverse("operator")).status_code == 302
