from datetime import timedelta

import pytest
from django.utils import timezone

from shop.models import Order, Waybill
from tests import queries, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_the_mailed_link_opens_the_order_and_hides_its_key(client):
    order = world.order(world.plums())
    response = client.get(f"/en/orders/{order.code}/{order.key}/")
    assert response["Location"] == f"/en/orders/{order.code}/"
    assert response["X-Robots-Tag"] == "noindex"
    page = client.get(response["Location"]).text
    assert '<meta name="robots" content="noindex">' in page
    assert "13800138000" in page
    assert "港城东大街1号" in page
    assert order.key not in page


@pytest.mark.parametrize("key", ["x" * 22, "short", "x" * 23])
def test_a_wrong_key_opens_nothing(client, key):
    order = world.order(world.plums())
    assert client.get(f"/en/orders/{order.code}/{key}/").status_code == 404
    assert client.get(f"/en/orders/{order.code}/").status_code == 404


def test_an_unpaid_order_says_how_long_its_goods_are_kept(client):
    buyer = world.user()
    order = world.order(world.plums(), buyer=buyer)
    client.force_login(buyer)
    page = client.get(order.get_absolute_url() and f"/en/orders/{order.code}/").text
    assert "29\xa0minutes more" in page
    assert "Pay now" in page
    Order.objects.update(held_until=timezone.now() - timedelta(minutes=1))
    assert "about to be released" in client.get(f"/en/orders/{order.code}/").text


def test_a_shipped_order_shows_waybills_and_asks_at_most_thirteen_questions(client):
    buyer = world.user()
    order = world.paid_order(world.plums(), world.millet(), buyer=buyer)
    for parcel in order.parcels.all():
        parcel.status = "shipped"
        parcel.save()
        Waybill.objects.create(
            parcel=parcel,
            carrier_id="SF",
            number=f"SF{parcel.number:013}",
            recorded_at=timezone.now(),
        )
        order.happened("shipped", at=timezone.now(), parcel=parcel)
    client.force_login(buyer)
    with queries.at_most(13):
        page = client.get(f"/en/orders/{order.code}/").text
    assert "SF0000000000001" in page
    assert "Parcel shipped (parcel 2)" in page
    assert "Pay now" not in page
    assert "Cancel the order" not in page


def test_others_who_may_see_an_order_see_its_address_masked(client):
    union = world.organisation()
    order = world.order(world.plums(), organisation=union, buyer=world.user("buyer"))
    for viewer in (world.member(union), world.operator()):
        client.force_login(viewer)
        page = client.get(f"/en/orders/{order.code}/").text
        assert "138****8000" in page
        assert "13800138000" not in page
        assert "港城东大街1号" not in page
        assert "张三" not in page
        assert "Pay now" not in page


@pytest.mark.parametrize("name", ["buyer", "coop", "official", "nobody"])
def test_not_yours_is_not_found(client, name):
    order = world.order(world.plums(), buyer=world.user("first"))
    if name == "buyer":
        client.force_login(world.user("second"))
    elif name == "coop":
        client.force_login(world.desk(order.parcels.get().cooperative))
    elif name == "official":
        client.force_login(world.official())
    assert client.get(f"/en/orders/{order.code}/").status_code == 404


def test_a_paid_order_can_be_cancelled_and_an_expired_one_is_over(client):
    buyer = world.user()
    client.force_login(buyer)
    paid = world.paid_order(world.plums(), buyer=buyer)
    assert "you get all your money back" in client.get(f"/en/orders/{paid.code}/").text
    Order.objects.update(status="expired")
    assert "Cancel the order" not in client.get(f"/en/orders/{paid.code}/").text
