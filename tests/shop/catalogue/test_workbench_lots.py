"""One tap lowers, stops and resumes; each is a row; orders keep what they have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from producers.harvests import stock
from producers.models import Lot
from shop.models import CatalogueVersion, Offer
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    world.country()
    return world.plums(100_000)


@pytest.fixture
def desk(client, offer):
    client.force_login(world.desk(offer.lot.cooperative))
    return client


def test_the_home_page_lowers_in_one_tap(desk, offer):
    stock.hold(offer.lot_id, grams=20_000, on=timezone.localdate())
    offer.lot.refresh_from_db()
    assert offer.lot.sizes_at_hand == [60_000, 20_000]
    page = desk.get("/workbench/").text
    assert 'value="60000"' in page
    assert 'value="20000"' in page
    desk.post(f"/workbench/lots/{offer.lot_id}/size/", {"weight": "20000", "unit": "g"})
    offer.lot.refresh_from_db()
    assert (offer.lot.total_g, offer.lot.available_g, offer.lot.short_g) == (20_000, 0, 0)
    assert offer.lot.sizes_at_hand == []


def test_lowering_below_what_is_ordered_leads_to_the_orders(desk, offer):
    stock.hold(offer.lot_id, grams=20_000, on=timezone.localdate())
    answer = desk.post(f"/workbench/lots/{offer.lot_id}/size/", {"weight": "5", "unit": "kg"})
    assert answer.url == f"/workbench/lots/{offer.lot_id}/uncovered/"
    offer.lot.refresh_from_db()
    assert offer.lot.short_g == 15_000


def test_a_wrong_weight_changes_nothing(desk, offer):
    for weight in ("-1", "", "a lot", "1.5.5", "99999999999"):
        answer = desk.post(
            f"/workbench/lots/{offer.lot_id}/size/", {"weight": weight, "unit": "kg"}
        )
        assert answer.context["resize_form"].errors["weight"]
    offer.lot.refresh_from_db()
    assert offer.lot.total_g == 100_000
    assert not offer.lot.changes.exists()


def test_a_stopped_lot_sells_nothing_until_it_is_resumed(desk, offer):
    today = timezone.localdate()
    for _ in range(2):
        answer = desk.post(f"/workbench/lots/{offer.lot_id}/stop/", {"home": "1"})
    assert answer.url == "/workbench/"
    assert not Offer.objects.on_sale(today).exists()
    answer = desk.post(f"/workbench/lots/{offer.lot_id}/resumption/")
    assert answer.url == f"/workbench/lots/{offer.lot_id}/"
    assert Offer.objects.on_sale(today).exists()
    kinds = list(offer.lot.changes.order_by("id").values_list("kind", flat=True))
    assert kinds == ["stopped", "resumed"]


def test_a_stopped_pack_sells_nothing_until_it_is_resumed(desk, offer):
    today = timezone.localdate()
    before = CatalogueVersion.objects.values_list("number", flat=True).first() or 0
    for _ in range(2):
        desk.post(f"/workbench/offers/{offer.pk}/stop/")
    assert not Offer.objects.on_sale(today).exists()
    assert CatalogueVersion.objects.get().number > before
    desk.post(f"/workbench/offers/{offer.pk}/resumption/", {"home": "1"})
    assert Offer.objects.on_sale(today).exists()
    kinds = list(offer.changes.order_by("id").values_list("kind", flat=True))
    assert kinds == ["stopped", "resumed"]


def test_a_new_price_is_a_new_row(desk, offer):
    page = f"/workbench/offers/{offer.pk}/price/"
    for price in ("59.90", "59.90"):
        desk.post(page, {"price": price})
    offer.refresh_from_db()
    assert offer.price_fen == 5990
    assert list(offer.prices.order_by("id").values_list("price_fen", flat=True)) == [6880, 5990]


@pytest.mark.parametrize("price", ["0", "0.001", "-1", "1e9", "free", "NaN", ""])
def test_a_wrong_price_changes_nothing(desk, offer, price):
    answer = desk.post(f"/workbench/offers/{offer.pk}/price/", {"price": price}, follow=True)
    assert "notice--bad" in answer.text
    offer.refresh_from_db()
    assert offer.price_fen == 6880
    assert offer.prices.count() == 1


def test_the_limit_per_buyer_changes(desk, offer):
    page = f"/workbench/offers/{offer.pk}/limit/"
    for packs in ("5", "5", "0", "many"):
        desk.post(page, {"packs": packs})
    offer.refresh_from_db()
    assert offer.limit_per_buyer == 5
    assert offer.changes.get().kind == "limited"


def test_the_days_move_and_the_row_says_to_which(desk, offer):
    today = timezone.localdate()
    days = {
        "harvest_from": today,
        "harvest_to": today + timedelta(days=3),
        "sells_from": today + timedelta(days=1),
        "sells_to": today + timedelta(days=9),
    }
    page = f"/workbench/lots/{offer.lot_id}/days/"
    wrong = desk.post(page, {**days, "sells_to": today - timedelta(days=9)})
    assert wrong.context["days_form"].errors["sells_to"]
    desk.post(page, days)
    offer.lot.refresh_from_db()
    assert offer.lot.sells_to == today + timedelta(days=9)
    assert str(today) in offer.lot.changes.get(kind="moved").reason
    assert not Offer.objects.on_sale(today).exists()


def test_last_season_is_copied_in_one_act(desk, offer):
    today = timezone.localdate()
    Lot.objects.update(
        harvest_from=today - timedelta(days=370),
        harvest_to=today - timedelta(days=350),
        sells_from=today - timedelta(days=370),
        sells_to=today - timedelta(days=340),
    )
    world.offer(offer.product, offer.lot, net_g=1500, gross_g=1900, price_fen=4580)
    gone = world.offer(offer.product, offer.lot, net_g=500, stopped_at=timezone.now())
    assert f'action="/workbench/lots/{offer.lot_id}/season/"' in desk.get("/workbench/").text
    answer = desk.post(f"/workbench/lots/{offer.lot_id}/season/")
    again = Lot.objects.exclude(pk=offer.lot_id).get()
    assert answer.url == f"/workbench/lots/{again.pk}/"
    assert again.sells_to > today
    assert list(again.offers.values_list("product_id", "net_g", "price_fen")) == [
        (offer.product_id, 1500, 4580),
        (offer.product_id, 2500, 6880),
    ]
    assert gone.net_g not in again.offers.values_list("net_g", flat=True)
    twice = desk.post(f"/workbench/lots/{offer.lot_id}/season/")
    assert twice.url == f"/workbench/lots/{again.pk}/"
    assert Lot.objects.count() == 2
    assert again.changes.get().by.email == "coop@shanhuo.example"
    assert all(made.prices.count() == 1 for made in again.offers.all())


def test_the_lot_page_asks_the_same_however_many_packs(
    desk, offer, django_assert_max_num_queries, django_assert_num_queries
):
    page = f"/workbench/lots/{offer.lot_id}/"
    desk.get(page)
    with django_assert_max_num_queries(11) as few:
        desk.get(page)
    for grams in range(1, 11):
        world.offer(offer.product, offer.lot, net_g=grams, gross_g=grams)
    with django_assert_num_queries(len(few)):
        desk.get(page)
