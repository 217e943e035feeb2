"""The page of a product."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from producers.models import Lot
from shop.catalogue.keeping import catalogue_changed
from shop.models import Offer, Product
from tests import world
from tests.shop.catalogue.test_products import add_picture

pytestmark = pytest.mark.django_db
PLUMS = "/products/wushan-cuili/"


@pytest.fixture
def plums():
    world.country()
    offer = world.plums()
    grower = offer.product.listed_by
    grower.village_zh, grower.village_en = "曲尺乡权发村", "Quanfa, Quchi"
    grower.save()
    return offer


def page(client, **asked) -> str:
    answer = client.get(PLUMS, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_tells_where_it_comes_from(client, plums):
    world.recognition(plums.product.listed_by, number="BF500237001")
    shown = page(client)
    lot = plums.lot
    for fact in (
        "重庆市巫山县",
        "曲尺乡权发村",
        plums.product.listed_by.name_zh,
        lot.batch,
        lot.certificate.number,
        "BF500237001",
        f"{lot.harvest_from.year}年{lot.harvest_from.month}月{lot.harvest_from.day}日",
    ):
        assert fact in shown


def test_takes_the_products_own_recognition_before_the_suppliers(client, plums):
    grower = plums.product.listed_by
    world.recognition(grower, "", number="SUPPLIER-1")
    assert "SUPPLIER-1" in page(client)
    world.recognition(grower, number="OWN-1")
    catalogue_changed()
    assert "OWN-1" in page(client) and "SUPPLIER-1" not in page(client)


def test_tells_price_and_what_is_left_of_each_pack(client, plums):
    plums.lot.available_g, plums.lot.taken_g = 9_000, 991_000
    plums.lot.save()
    small = world.offer(plums.product, plums.lot, net_g=1500, gross_g=1900, price_fen=4580)
    shown = page(client)
    assert "¥15.27 / 500 g" in shown and "¥13.76 / 500 g" in shown
    assert 'max="6"' in shown
    assert f"?pack={small.pk}" in shown
    assert 'max="3"' in page(client, pack=plums.pk)


def test_sells_no_more_than_a_buyer_may_have(client, plums):
    Offer.objects.update(limit_per_buyer=5)
    assert 'max="5"' in page(client)


@pytest.mark.parametrize("asked", ["0", "999999", "x", "", "1' OR 1=1"])
def test_shows_the_usual_pack_where_another_is_not_there(client, plums, asked):
    assert 'max="99"' in page(client, pack=asked)


def test_says_that_it_is_sold_out(client, plums):
    plums.lot.available_g, plums.lot.taken_g = 2_499, 997_501
    plums.lot.save()
    shown = page(client)
    assert "badge--bad" in shown and '<form class="buy"' not in shown


def test_says_that_it_is_not_on_sale_and_when_it_ripens(client, plums):
    Offer.objects.update(stopped_at=timezone.now())
    shown = client.get("/en" + PLUMS).content.decode()
    assert "Not on sale now" in shown and "June to August" in shown
    assert '<form class="buy"' not in shown


def test_promises_delivery(client, plums):
    shown = client.get("/en" + PLUMS).content.decode()
    assert "ships within 24 hours" in shown and "2 to 4 days" in shown
    assert "Not sent to" in shown and "Xizang" in shown


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("370613", "To Laishan: arrives within 3 days. Freight of one pack: ¥21.00."),
        ("37", "To Shandong: arrives within 3 days"),
        ("540000", "This is not sent to Xizang"),
        ("540102", "This is not sent to Chengguan"),
        ("999999", "No place has the code"),
        ("Yantai", "No place has the code"),
    ],
)
def test_says_whether_it_reaches_a_place(client, plums, place, said):
    assert said in client.get("/en" + PLUMS, {"deliver_to": place}).content.decode()


def test_remembers_where_its_reader_lives(client, plums):
    client.get("/en" + PLUMS, {"deliver_to": "370600"})
    shown = client.get("/en" + PLUMS).content.decode()
    by = timezone.localdate() + timedelta(days=1 + 3)
    assert "Freight of one pack: ¥21.00." in shown
    assert f"it is there by {date_format(by)}." in shown
    assert "To Yantai" not in client.get("/en" + PLUMS, {"deliver_to": ""}).content.decode()


def test_counts_households_only_where_the_cooperative_recorded_them(client, plums):
    assert "delivered to this lot" not in client.get("/en" + PLUMS).content.decode()
    coop = world.desk(plums.lot.cooperative)
    client.force_login(coop)
    asked = {"households": "37", "paid": "4.20", "source": "收购台账2026第3册"}
    client.post(reverse("workbench_lot_growers", args=[plums.lot_id]), asked)
    share = plums.lot.grower_shares.get()
    assert (share.households, share.paid_fen_per_500g, share.by) == (37, 420, coop)
    assert "37 households delivered to this lot" in client.get("/en" + PLUMS).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"households": "0"}, {"source": ""}, {"paid": "-1"}, {"paid": "1.005"}]
)
def test_households_need_a_number_and_a_paper(client, plums, wrong):
    client.force_login(world.desk(plums.lot.cooperative))
    asked = {"households": "37", "paid": "4.20", "source": "第3册"} | wrong
    answer = client.post(reverse("workbench_lot_growers", args=[plums.lot_id]), asked)
    assert "errorlist" in answer.content.decode() and not plums.lot.grower_shares.exists()


def test_does_not_send_what_would_not_keep(client, plums):
    Product.objects.update(shelf_life_days=4)
    shown = client.get("/en" + PLUMS, {"deliver_to": "370600"}).content.decode()
    assert "This is not sent to Yantai" in shown


def test_cannot_be_sent_without_a_template(client, plums):
    plums.product.listed_by.freight_templates.all().delete()
    assert "cannot be sent" in client.get("/en" + PLUMS).content.decode()


def test_tells_of_returns(client, plums):
    millet = world.millet()
    assert "no return without a reason" in client.get("/en" + PLUMS).content.decode()
    other = client.get(f"/en/products/{millet.product.slug}/").content.decode()
    assert "within seven days" in other


def test_shows_goods_of_the_same_county_first(client, plums):
    grower = plums.product.listed_by
    world.product(world.cooperative("370686"), "栖霞苹果")
    world.product(grower, "巫山恋橙")
    millet = world.millet()
    shown = page(client)
    assert shown.index("巫山恋橙") < shown.index("栖霞苹果")
    assert millet.product.name_zh not in shown


def test_shows_its_pictures_without_script(client, plums):
    for position in (0, 1):
        add_picture(plums.product, alt_zh=f"第{position}张", position=position)
    shown = page(client)
    assert shown.index("第0张") < shown.index("第1张")
    assert 'width="1280" height="960" fetchpriority="high"' in shown
    assert 'loading="lazy"' in shown and "1280w" in shown


def test_asks_few_questions_and_writes_nothing(client, plums):
    add_picture(plums.product, alt_zh="脆李")
    for n in range(8):
        other = world.product(plums.product.listed_by, f"巫山果{n}")
        world.offer(other, plums.lot)
    client.get(other.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) <= 6
    assert all(query["sql"].startswith("SELECT") for query in queries)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == 1


def test_shows_at_once_what_changed_around_it(client, plums):
    near = world.product(plums.product.listed_by, "巫山柑橘")
    offer = world.offer(near, plums.lot, price_fen=5500)
    assert "¥55.00" in page(client)
    Offer.objects.filter(pk=offer.pk).update(price_fen=6600)
    catalogue_changed()
    shown = page(client)
    assert "¥66.00" in shown and "¥55.00" not in shown


def test_tells_what_is_left_as_it_is(client, plums):
    page(client)
    Lot.objects.update(available_g=5000, taken_g=F("total_g") - 5000)
    assert 'max="2"' in page(client)


@pytest.mark.parametrize("slug", ["nothing", "Wushan-Cuili", "500237"])
def test_unknown_product_is_not_found(client, plums, slug):
    assert client.get(f"/products/{slug}/").status_code == 404


def test_unpublished_product_is_not_found(client, plums):
    for change in ({"status": "waiting"}, {"status": "returned"}):
        Product.objects.update(**change)
        assert client.get(PLUMS).status_code == 404


def test_product_of_a_cooperative_not_approved_is_not_found(client, plums):
    plums.product.listed_by.status = "waiting"
    plums.product.listed_by.save()
    assert client.get(PLUMS).status_code == 404
