from datetime import timedelta

import pytest
from django.utils import timezone

from shop.models import BasketLine, Offer, Order
from shop.orders.reordering import reorder
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def packs_in(basket) -> dict:
    return dict(basket.lines.values_list("offer", "packs"))


def stop(offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(stopped_at=timezone.now())


def test_all_of_it_is_in_the_basket_again(plums, django_assert_max_num_queries):
    millet, buyer = world.millet(), world.user()
    order = world.order(plums, millet, packs=2, buyer=buyer)
    with django_assert_max_num_queries(12):
        done = reorder(order, basket=None, user=buyer)
    assert packs_in(done.basket) == {plums.pk: 2, millet.pk: 2}
    assert (len(done.whole), done.less, done.none) == (2, [], [])
    assert done.basket.user == buyer
    again = reorder(order, basket=done.basket, user=buyer)
    assert packs_in(again.basket) == {plums.pk: 4, millet.pk: 4}


def test_a_later_harvest_of_the_same_pack_stands_in(plums):
    order = world.order(plums)
    stop(plums)
    later = world.offer(plums.product, world.lot(plums.lot.cooperative), price_fen=7000)
    done = reorder(order, basket=None, user=None)
    assert packs_in(done.basket) == {later.pk: 1}
    assert done.basket.lines.get().seen_price_fen == 7000


def test_what_does_not_sell_is_told(plums):
    millet = world.millet()
    order = world.order(plums, millet, packs=3)
    stop(plums)
    Offer.objects.filter(pk=millet.pk).update(limit_per_buyer=2)
    done = reorder(order, basket=None, user=None)
    assert packs_in(done.basket) == {millet.pk: 2}
    assert [line.product_id for line in done.less] == [millet.product_id]
    assert [line.product_id for line in done.none] == [plums.product_id]


def test_one_tap_on_the_page_of_an_order(plums, client):
    buyer = world.user()
    order = world.order(plums, buyer=buyer)
    client.force_login(buyer)
    assert f"/en/orders/{order.code}/again/" in client.get("/en/account/").content.decode()
    page = client.post(f"/en/orders/{order.code}/again/", follow=True).content.decode()
    assert "In your basket again: Wushan crisp plum." in page
    assert BasketLine.objects.get().offer == plums


def test_the_page_tells_of_fewer_packs_and_of_what_is_gone(plums, client):
    millet, buyer = world.millet(), world.user()
    order = world.order(plums, millet, packs=3, buyer=buyer)
    stop(plums)
    Offer.objects.filter(pk=millet.pk).update(limit_per_buyer=2)
    client.force_login(buyer)
    page = client.post(f"/en/orders/{order.code}/again/", follow=True).content.decode()
    assert "Of these there are fewer packs: " in page
    assert "Not to be had now: Wushan crisp plum." in page
    assert "In your basket again" not in page


def test_a_masked_order_is_not_filled_in_at_the_checkout(plums, client):
    buyer = world.user()
    world.order(plums, buyer=buyer)
    world.basket(plums, user=buyer)
    client.force_login(buyer)
    assert "13800138000" in client.get("/checkout/").text
    Order.objects.update(contact_masked_at=timezone.now() - timedelta(days=1), phone="138****8000")
    assert "138****8000" not in client.get("/checkout/").text
