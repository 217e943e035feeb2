from datetime import timedelta

import pytest
from django.utils import timezone

from producers.models import Lot
from shop.models import Basket, BasketLine, Offer
from tests import queries, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def add(client, offer, packs=1, **fields):
    return client.post(f"/en/basket/{offer.pk}/", {"packs": packs, **fields})


def do(client, offer, what, **fields):
    return client.post(f"/en/basket/{offer.pk}/", {"do": what, **fields}, follow=True)


def packs_of(offer) -> int | None:
    return BasketLine.objects.filter(offer=offer).values_list("packs", flat=True).first()


def test_an_empty_basket_says_so(client):
    assert "nothing in your basket" in client.get("/en/basket/").text


def test_a_guest_fills_a_basket_that_the_browser_keeps(client):
    plums = world.plums()
    assert add(client, plums, 2)["Location"] == "/en/basket/"
    add(client, plums, 1)
    page = client.get("/en/basket/").text
    assert packs_of(plums) == 3
    assert "¥206.40" in page
    assert Basket.objects.count() == 1


def test_to_the_checkout_at_once(client):
    assert add(client, world.plums(), next="checkout")["Location"] == "/en/checkout/"


def test_adding_asks_at_most_six_questions(client):
    plums, millet = world.plums(), world.millet()
    with queries.at_most(6):
        add(client, plums)
    with queries.at_most(6):
        add(client, plums)
    with queries.at_most(6):
        add(client, millet)


def test_a_basket_is_not_read_by_anothers_key(client):
    add(client, world.plums())
    client.cookies["basket"] = Basket.objects.get().key
    assert "nothing in your basket" in client.get("/en/basket/").text


def test_packs_are_changed_and_removed(client):
    plums = world.plums()
    add(client, plums)
    do(client, plums, "set", packs=4)
    assert packs_of(plums) == 4
    assert "no longer in your basket" in do(client, plums, "remove").text
    assert packs_of(plums) is None


@pytest.mark.parametrize(
    ("packs", "message"),
    [
        ("0", "at least one pack"),
        ("-1", "at least one pack"),
        ("1e9", "whole number"),
        ("1.5", "whole number"),
        ("1000000000", "more than can be ordered"),
        ("", "whole number"),
        ("\0", "whole number"),
        ("无", "whole number"),
    ],
)
def test_packs_that_are_no_packs_change_nothing(client, packs, message):
    plums = world.plums()
    response = client.post(f"/en/basket/{plums.pk}/", {"packs": packs})
    assert not BasketLine.objects.exists()
    assert message in client.get("/en/basket/").text
    assert response["Location"] == "/en/products/wushan-cuili/"
    add(client, plums)
    assert message in do(client, plums, "set", packs=packs).text
    assert packs_of(plums) == 1


def test_no_more_than_a_buyers_limit(client):
    plums = world.plums(limit_per_buyer=3)
    add(client, plums, 2)
    add(client, plums, 2)
    assert packs_of(plums) == 2
    assert "at most 3 packs" in client.get("/en/basket/").text
    assert "at most 3 packs" in do(client, plums, "set", packs=4).text


def test_no_more_than_is_left(client):
    plums = world.plums(grams=2500)
    add(client, plums, 2)
    assert not Basket.objects.exists()
    assert "at most 1 pack " in client.get("/en/basket/").text


def test_what_is_sold_out_is_not_added(client):
    plums = world.plums(grams=2499)
    add(client, plums)
    assert "Sold out" in client.get("/en/basket/").text


@pytest.mark.parametrize("what", ["stopped offer", "stopped lot", "expired lot", "unknown"])
def test_what_is_not_on_sale_is_not_added(client, what):
    plums = world.plums()
    now = timezone.now()
    if what == "stopped offer":
        Offer.objects.update(stopped_at=now)
    elif what == "stopped lot":
        Lot.objects.update(stopped_at=now)
    elif what == "expired lot":
        Lot.objects.update(sells_to=timezone.localdate() - timedelta(days=1))
    else:
        plums.pk = 10**17
    add(client, plums)
    assert not BasketLine.objects.exists()
    assert "no longer on sale" in client.get("/en/basket/").text


def test_another_offers_line_is_not_found(client):
    plums, millet = world.plums(), world.millet()
    add(client, plums)
    for offer_id in (millet.pk, 10**30):
        response = client.post(f"/en/basket/{offer_id}/", {"do": "remove"})
        assert response.status_code == 404
    assert client.get(f"/en/basket/{plums.pk}/").status_code == 405


def test_a_changed_price_is_shown_and_must_be_agreed_to(client):
    plums = world.plums()
    add(client, plums)
    Offer.objects.update(price_fen=7000)
    page = client.get("/en/basket/").text
    assert "changed from ¥68.80 to ¥70.00" in page
    assert "/en/checkout/" not in page
    Offer.objects.update(price_fen=7100)
    assert "changed again" in do(client, plums, "confirm", price_fen=7000).text
    assert "changed again" in do(client, plums, "confirm", price_fen="7100.0").text
    assert "/en/checkout/" in do(client, plums, "confirm", price_fen=7100).text


def test_what_vanished_meanwhile_is_shown(client):
    plums = world.plums(grams=10_000)
    add(client, plums, 4)
    Lot.objects.update(available_g=2500, taken_g=7500)
    assert "Only 1 pack is left" in client.get("/en/basket/").text
    Lot.objects.update(available_g=0, taken_g=10_000)
    assert "Sold out" in client.get("/en/basket/").text
    Lot.objects.update(stopped_at=timezone.now())
    assert "No longer on sale" in client.get("/en/basket/").text


def test_a_lowered_limit_is_shown(client):
    plums = world.plums()
    add(client, plums, 4)
    Offer.objects.update(limit_per_buyer=2)
    assert "may order 2 packs at once" in client.get("/en/basket/").text


def test_packs_of_one_lot_share_its_grams(client):
    big = world.plums(grams=5000)
    small = world.offer(big.product, big.lot, net_g=1500, gross_g=1900, price_fen=4580)
    add(client, big, 1)
    add(client, small, 3)
    assert "Only 1 pack is left" in client.get("/en/basket/").text


def test_freight_is_shown_for_a_place_and_the_place_kept(client):
    add(client, world.plums())
    add(client, world.millet())
    assert "by destination" in client.get("/en/basket/").text
    page = client.get("/en/basket/?deliver_to=370600").text
    assert "¥21.00" in page
    assert "¥117.80" in page
    assert "¥117.80" in client.get("/en/basket/").text
    assert "by destination" in client.get("/en/basket/?deliver_to=%00").text


def test_what_is_not_sent_to_a_place_is_said_before_the_checkout(client):
    add(client, world.plums())
    add(client, world.millet())
    page = client.get("/en/basket/?deliver_to=540100").text
    assert "Not everything can be sent to Lhasa" in page
    assert "does not send Wushan crisp plum to this place" in page
    assert page.count("notice--bad") == 2


def test_what_would_spoil_on_the_way_is_said(client):
    plums = world.plums()
    type(plums.product).objects.update(shelf_life_days=4)
    add(client, plums)
    assert "too late to be eaten fresh" in client.get("/en/basket/?deliver_to=370600").text


def test_the_code_of_a_campaign_is_kept_from_any_page(client):
    client.get("/en/basket/?campaign=live-1")
    plums = world.plums()
    add(client, plums)
    assert Basket.objects.get().campaign_code == "live-1"
    client.get("/en/basket/?campaign=hall-2")
    add(client, plums)
    assert Basket.objects.get().campaign_code == "hall-2"


@pytest.mark.parametrize("code", ["", "a b", "x" * 31, "<script>", "直播", "%00"])
def test_what_is_no_code_is_not_kept(client, code):
    client.get(f"/en/basket/?campaign={code}")
    assert "campaign" not in client.cookies


def test_two_tabs_make_one_basket_of_somebody_signed_in(client):
    user = world.user()
    client.force_login(user)
    plums = world.plums()
    add(client, plums)
    add(client, plums)
    assert Basket.objects.get().user == user
    assert "basket" not in client.cookies
    assert "¥137.60" in client.get("/en/basket/").text
