from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from producers.models import Lot
from shop.models import Order
from shop.orders import placing
from shop.orders.codes import is_code
from shop.orders.placing import BasketChanged, NotDelivered, TermsNotConfirmed, place
from tests import queries, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def place_it(basket, **fields) -> Order:
    fields = {
        "buyer": None,
        "delivery": world.delivery(),
        "token": "a-token",
        "language": "zh-hans",
        **fields,
    }
    return place(basket=basket, **fields)


def test_it_holds_the_goods_and_empties_the_basket():
    plums = world.plums(grams=10_000)
    basket = world.basket(plums, packs=2)
    order = place_it(basket)
    lot = Lot.objects.get(pk=plums.lot_id)
    assert (lot.available_g, lot.held_g) == (5000, 5000)
    assert not basket.lines.exists()
    assert order.status == Order.Status.PLACED
    assert order.held_until == order.placed_at + timedelta(minutes=30)
    assert is_code(order.code)
    assert [event.kind for event in order.events.all()] == ["placed"]


def test_it_copies_price_names_grams_and_origin():
    order = place_it(world.basket(world.plums(), packs=3))
    line = order.lines.get()
    assert (line.price_fen, line.amount_fen, line.weight_g) == (6880, 20640, 7500)
    assert (line.product_zh, line.product_en) == ("巫山脆李", "Wushan crisp plum")
    assert (line.origin_id, line.origin_name) == ("500237", "巫山县")
    assert order.destination_name == "山东省烟台市莱山区"
    assert order.buyer_region_id == "370613"


def test_a_parcel_a_cooperative_and_transport_kind_each_with_its_freight():
    plums, millet = world.plums(), world.millet()
    order = place_it(world.basket(plums, millet))
    cold, ambient = order.parcels.all()
    assert (cold.transport, cold.gross_g, cold.freight_fen) == ("cold", 3150, 2100)
    assert (ambient.transport, ambient.gross_g, ambient.freight_fen) == ("ambient", 1100, 1000)
    assert (cold.ships_within_hours, cold.arrives_within_days) == (24, 3)
    assert order.freight_fen == 3100
    assert order.total_fen == 6880 + 1800 + 3100


def test_two_packs_of_one_lot_travel_together():
    big = world.plums()
    small = world.offer(big.product, big.lot, net_g=1500, gross_g=1900, price_fen=4580)
    order = place_it(world.basket(big, small))
    assert order.parcels.get().gross_g == 5050
    assert Lot.objects.get(pk=big.lot_id).held_g == 4000


def test_the_same_token_gives_the_same_order():
    plums = world.plums()
    basket = world.basket(plums)
    first = place_it(basket)
    assert place_it(basket) == first
    again = world.basket(plums)
    assert place_it(again) == first
    assert again.lines.exists()
    assert Lot.objects.get(pk=plums.lot_id).held_g == 2500


def test_nobody_gets_anothers_order_by_its_token():
    plums = world.plums()
    place_it(world.basket(plums), buyer=world.user("first"))
    with pytest.raises(IntegrityError):
        place_it(world.basket(plums), buyer=world.user("second"))


def test_a_code_that_is_taken_is_drawn_again(monkeypatch):
    plums = world.plums()
    taken = place_it(world.basket(plums))
    codes = iter([taken.code, "34793479"])
    monkeypatch.setattr(placing, "new_code", lambda: next(codes))
    assert place_it(world.basket(plums), token="another").code == "34793479"


def test_an_order_of_two_at_once_finds_nothing_to_take_out(monkeypatch):
    basket = world.basket(world.plums())
    look = placing.check

    def while_another_orders(lines):
        basket.lines.all().delete()
        return look(lines)

    monkeypatch.setattr(placing, "check", while_another_orders)
    with pytest.raises(BasketChanged):
        place_it(basket)
    assert not Order.objects.exists()


def test_an_empty_basket_is_no_order():
    with pytest.raises(BasketChanged):
        place_it(world.basket())


def test_a_changed_price_is_not_charged():
    plums = world.plums()
    basket = world.basket(plums)
    type(plums).objects.update(price_fen=7000)
    with pytest.raises(BasketChanged):
        place_it(basket)
    assert basket.lines.exists()


def test_what_another_bought_in_between_is_not_sold_again(monkeypatch):
    plums = world.plums(grams=2500)
    basket = world.basket(plums)
    look = placing.check

    def while_another_buys(lines):
        Lot.objects.update(available_g=0, held_g=2500)
        return look(lines)

    monkeypatch.setattr(placing, "check", while_another_buys)
    with pytest.raises(BasketChanged):
        place_it(basket)
    assert basket.lines.exists()
    assert not Order.objects.exists()


def test_fresh_goods_do_not_go_to_lhasa():
    plums, millet = world.plums(), world.millet()
    with pytest.raises(NotDelivered) as refusal:
        place_it(world.basket(plums, millet), delivery=world.delivery("540102"))
    assert [package.transport for package in refusal.value.packages] == ["cold"]
    order = place_it(
        world.basket(millet, packs=2), delivery=world.delivery("540102"), token="dry-only"
    )
    assert order.freight_fen == 1800 + 2 * 1200


def test_fresh_goods_need_the_confirmation():
    basket = world.basket(world.plums())
    with pytest.raises(TermsNotConfirmed):
        place_it(basket, delivery=world.delivery(fresh_terms=False))
    order = place_it(basket)
    assert order.fresh_terms_at == order.placed_at
    assert order.fresh_terms_version == placing.FRESH_TERMS_VERSION


def test_dry_goods_need_none_and_store_none():
    order = place_it(world.basket(world.millet()), delivery=world.delivery(fresh_terms=False))
    assert order.fresh_terms_at is None


def test_an_organisations_order_counts_for_its_kind_and_region():
    union = world.organisation("union", "370602")
    order = place_it(
        world.basket(world.plums()),
        buyer=world.member(union),
        delivery=world.delivery(organisation=union),
    )
    assert (order.buyer_kind, order.buyer_region_id) == ("union", "370602")


def test_a_campaigns_code_is_kept_while_it_holds():
    plums = world.plums()
    live = world.campaign("live-1")
    yesterday = timezone.localdate() - timedelta(days=1)
    world.campaign("over", ends_on=yesterday)
    assert place_it(world.basket(plums), campaign_code="live-1").campaign == live
    for code in ("over", "unknown"):
        assert place_it(world.basket(plums), campaign_code=code, token=code).campaign is None


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_one_question_more_for_each_further_line(lines):
    plums = world.plums()
    grower = plums.lot.cooperative
    offers = [world.offer(plums.product, world.lot(grower)) for _ in range(lines)]
    basket, delivery = world.basket(*offers), world.delivery()
    # The whole request has 14: see the checkout page.
    with queries.at_most(10 + lines - 1):
        place_it(basket, delivery=delivery)
