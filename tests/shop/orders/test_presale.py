"""What is sold ahead of its harvest."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import activate

from producers.harvests import stock
from producers.models import Lot, LotChange
from shop.account.watching import keep_in_sight, on_sale
from shop.basket.models import BasketLine
from shop.basket.packing import Package
from shop.catalogue.cards import cards
from shop.catalogue.keeping import catalogue_changed
from shop.models import Favourite, Offer, Product
from shop.orders.fulfilling import become_paid
from shop.orders.models import Recipient
from shop.orders.recipients.planning import Plan
from tests import world

pytestmark = pytest.mark.django_db
PLUMS = "/en/products/wushan-cuili/"
DAY = timedelta(days=1)


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def ahead(offer: Offer, **fields) -> Offer:
    """Its lot opens in 30 days and is sold ahead until in 20."""
    today = timezone.localdate()
    terms = {
        "sells_from": today + 30 * DAY,
        "sells_to": today + 60 * DAY,
        "presale_from": today - DAY,
        "presale_to": today + 20 * DAY,
        "ships_from": today + 30 * DAY,
        "ships_to": today + 40 * DAY,
        **fields,
    }
    Lot.objects.filter(pk=offer.lot_id).update(**terms)
    catalogue_changed()
    offer.lot.refresh_from_db()
    return offer


def is_on_sale(offer: Offer, on=None) -> bool:
    return Offer.objects.on_sale(on or timezone.localdate()).filter(pk=offer.pk).exists()


def test_a_lot_sells_ahead_from_a_day_to_a_day(plums):
    today, offer = timezone.localdate(), ahead(plums)
    days = [-2, -1, 20, 21, 29, 30, 60, 61]
    open_on = [is_on_sale(offer, today + n * DAY) for n in days]
    assert open_on == [False, True, True, False, False, True, True, False]


def test_it_closes_itself_at_a_weight(plums):
    offer = ahead(plums, presale_limit_g=6_000)
    assert offer.packs_left == 2
    world.order(offer)
    with pytest.raises(stock.SoldOut):
        stock.hold(offer.lot_id, grams=5_000, on=timezone.localdate())
    assert is_on_sale(offer)
    stock.hold(offer.lot_id, grams=3_500, on=timezone.localdate())
    assert not is_on_sale(offer)
    # The window itself knows no such limit.
    stock.hold(offer.lot_id, grams=5_000, on=offer.lot.sells_from)


def test_it_closes_itself_at_a_number_of_orders_and_opens_when_one_is_let_go(plums):
    offer = ahead(plums, presale_limit_orders=1)
    order = world.order(offer, packs=2)
    assert not is_on_sale(offer)
    with pytest.raises(stock.SoldOut):
        stock.hold(offer.lot_id, grams=2_500, on=timezone.localdate())
    stock.let_go(offer.lot_id, grams=order.lines.get().weight_g)
    assert is_on_sale(offer)


def test_where_too_little_is_left_for_a_pack_every_page_says_so(client, plums):
    offer = ahead(plums, presale_limit_g=6_000)
    buyer = world.user("buyer")
    keep_in_sight(offer.product, user=buyer, language="en")
    assert Favourite.objects.filter(on_sale()).exists()
    stock.hold(offer.lot_id, grams=5_000, on=timezone.localdate())
    offer.lot.refresh_from_db()
    assert is_on_sale(offer) and offer.packs_left == 0
    assert not Favourite.objects.filter(on_sale()).exists()
    (card,) = cards(Product.objects.all())
    assert card["sold_out"]
    line = BasketLine(offer=offer, packs=1)
    package = Package(offer.lot.cooperative, offer.product.transport, lines=[line])
    assert Plan(sent=[(package, Recipient(number=1))]).too_few()


def test_its_page_promises_the_days_and_what_is_left(client, plums):
    offer = ahead(plums, presale_limit_g=500_000)
    world.order(offer)
    shown = client.get(PLUMS, {"deliver_to": "370600"}).content.decode()
    activate("en")
    lot, arrives = offer.lot, offer.lot.ships_to + 3 * DAY
    assert f"sent between {date_format(lot.ships_from)} and {date_format(lot.ships_to)}" in shown
    assert "497.5 kg left of a harvest of 1,000 kg" in shown and "PreOrder" in shown
    assert f"it is there by {date_format(arrives)}." in shown
    assert "Pre-sale" in client.get("/en/products/").content.decode()


def test_it_travels_by_itself_and_is_sent_by_the_end_of_the_promised_days(client, plums):
    now_lot = world.lot(plums.lot.cooperative, certificate=plums.lot.certificate)
    ready, later = world.offer(plums.product, now_lot), ahead(plums)
    order = world.paid_order(ready, later)
    first, second = order.parcels.order_by("number")
    assert first.promised_to is None and first.ship_by < timezone.now() + 2 * DAY
    end = datetime.combine(later.lot.ships_to + DAY, time.min)
    assert second.ship_by == timezone.make_aware(end)
    assert (second.promised_from, second.promised_to) == (later.lot.ships_from, later.lot.ships_to)
    assert order.freight_fen == first.freight_fen + second.freight_fen


def test_money_that_comes_within_the_window_is_sent_as_usual(plums):
    order = world.order(ahead(plums))
    late = timezone.now() + 45 * DAY
    become_paid(order, at=late)
    parcel = order.parcels.get()
    assert parcel.ship_by == late + timedelta(hours=parcel.ships_within_hours)


def test_the_cooperative_sets_it_and_is_told_what_does_not_fit(client, plums):
    offer = ahead(plums, presale_from=None, presale_to=None, ships_from=None, ships_to=None)
    client.force_login(world.desk(offer.lot.cooperative))
    address = "/en" + reverse("workbench_lot_presale", args=[offer.lot_id])
    to_days = "/en" + reverse("workbench_lot_days", args=[offer.lot_id])
    today = timezone.localdate()
    good = {
        "presale_from": today,
        "presale_to": today + 10 * DAY,
        "ships_from": today + 30 * DAY,
        "ships_to": today + 35 * DAY,
        "weight": "600",
        "unit": "kg",
        "presale_limit_orders": "50",
    }
    for wrong, said in (
        ({"ships_to": ""}, "Give all four days"),
        ({"presale_to": today + 30 * DAY}, "ends before the lot sells as usual"),
        ({"ships_from": today + 5 * DAY}, "sent after the pre-sale has ended"),
        ({"ships_to": today + 20 * DAY}, "lies before the first"),
        ({"weight": "0.0001"}, "at most three decimals"),
    ):
        assert said in client.post(address, good | wrong).content.decode()
    client.post(address, good)
    offer.lot.refresh_from_db()
    assert (offer.lot.presale_limit_g, offer.lot.presale_limit_orders) == (600_000, 50)
    assert is_on_sale(offer)
    assert LotChange.objects.filter(lot=offer.lot, kind="presold").count() == 1
    # Nor may the days of the lot be moved into its pre-sale.
    days = {"harvest_from": today, "harvest_to": today, "sells_from": today, "sells_to": today}
    moved = client.post(to_days, days)
    assert "ends before the lot sells as usual" in moved.content.decode()
