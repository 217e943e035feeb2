"""The list of goods, as a visitor asks for it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.forms import get_image_form

from producers.models import Lot
from shop.catalogue.covers import keep_cover
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.listing import take_down
from shop.catalogue.pictures import USES
from shop.catalogue.uploads import picture_from
from shop.models import Category, Offer, Picture, Product, ProductPicture
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    """Plums of Wushan, millet of the other Wushan, and apples of Qixia, in the order of listing."""
    world.country()
    world.plums()
    world.millet()
    grower = world.cooperative("370686", name_zh="栖霞果业", name_en="Qixia Fruit")
    apples = world.product(
        grower,
        "栖霞苹果",
        name_en="Qixia apple",
        season_months=list(range(1, 13)),
        transport="ambient",
        shelf_life_days=90,
    )
    world.freight(grower, "ambient")
    world.offer(apples, world.lot(grower), net_g=5000, gross_g=5500, price_fen=5000)


def names(page) -> list[str]:
    return re.findall(r"<h2><a [^>]*>([^<]+)</a></h2>", page.content.decode())


def ask(client, **asked):
    page = client.get("/products/", asked)
    assert page.status_code == 200
    return page


def test_shows_the_newest_first(client, market):
    assert names(ask(client)) == ["栖霞苹果", "武山小米", "巫山脆李"]


def test_speaks_english(client, market):
    page = client.get("/en/products/", {"q": "plum"})
    assert names(page) == ["Wushan crisp plum"]
    assert (
        "from"
        not in re.sub("<[^>]+>", "", page.content.decode()).split("Wushan crisp plum")[1][:50]
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "脆李"}, ["巫山脆李"]),
        ({"q": "  "}, ["栖霞苹果", "武山小米", "巫山脆李"]),
        ({"q": "wushan"}, ["巫山脆李", "武山小米"]),
        ({"q": "wushan", "sort": "name"}, ["巫山脆李", "武山小米"]),
        ({"origin": "500237"}, ["巫山脆李"]),
        ({"origin": "50"}, ["巫山脆李"]),
        ({"origin": "6205"}, ["武山小米"]),
        ({"origin": "370600"}, ["栖霞苹果"]),
        ({"origin": "370602"}, []),
        ({"category": "GRA"}, ["武山小米"]),
        ({"price_min": "50"}, ["栖霞苹果", "巫山脆李"]),
        ({"price_max": "50.00"}, ["栖霞苹果", "武山小米"]),
        ({"price_min": "18.01", "price_max": "68.79"}, ["栖霞苹果"]),
        ({"partner": "370600"}, ["巫山脆李"]),
        ({"partner": "37"}, ["巫山脆李"]),
        ({"partner": "440000"}, []),
        ({"deliver_to": "370613"}, ["栖霞苹果", "武山小米", "巫山脆李"]),
        ({"deliver_to": "540100"}, ["栖霞苹果", "武山小米"]),
        ({"deliver_to": "54", "origin": "50"}, []),
        ({"q": "wushan", "category": "FRU", "deliver_to": "37", "price_max": "70"}, ["巫山脆李"]),
        ({"sort": "price"}, ["栖霞苹果", "武山小米", "巫山脆李"]),
        ({"sort": "-price"}, ["巫山脆李", "武山小米", "栖霞苹果"]),
        ({"sort": "name"}, ["栖霞苹果", "巫山脆李", "武山小米"]),
        ({"per_page": "12", "page": "1"}, ["栖霞苹果", "武山小米", "巫山脆李"]),
    ],
    ids=str,
)
def test_filters_combine(client, market, asked, found):
    assert names(ask(client, **asked)) == found


@pytest.mark.parametrize("place", ["370613", "540000"])
def test_names_the_place_that_is_asked_for(client, market, place):
    page = ask(client, deliver_to=place).content.decode()
    assert f'<option value="{place}" selected>' in page


def test_season_is_of_this_month(client, market):
    month = timezone.localdate().month
    Product.objects.filter(name_zh="武山小米").update(season_months=[month])
    Product.objects.filter(name_zh="巫山脆李").update(season_months=[month % 12 + 1])
    assert names(ask(client, in_season="1")) == ["栖霞苹果", "武山小米"]


def test_price_and_place_are_of_one_pack(client, market):
    plums = Product.objects.get(name_zh="巫山脆李")
    world.offer(plums, world.lot(world.cooperative()), price_fen=1000)
    catalogue_changed()
    assert names(ask(client, price_max="10", deliver_to="37")) == []
    assert names(ask(client, price_max="10")) == ["巫山脆李"]


def test_an_ended_code_counts_for_today(client, market):
    grower = world.cooperative("500157")
    world.product(grower, "两江花椒")
    assert names(ask(client, origin="500112")) == ["两江花椒"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"origin": "999999"}, "999999"),
        ({"origin": "abc"}, "abc"),
        ({"origin": "00"}, "00"),
        ({"origin": "5002371"}, "origin"),
        ({"category": "ZZZ"}, "category"),
        ({"price_min": "cheap"}, "price_min"),
        ({"price_min": "-1"}, "price_min"),
        ({"price_max": "1e9"}, "price_max"),
        ({"price_max": "NaN"}, "price_max"),
        ({"price_max": "1.005"}, "price_max"),
        ({"price_min": "60", "price_max": "50"}, "price_max"),
        ({"in_season": "yes"}, "in_season"),
        ({"deliver_to": "12345"}, "12345"),
        ({"deliver_to": "３７"}, "deliver_to"),
        ({"partner": "' OR 1=1"}, "partner"),
        ({"sort": "cheapest"}, "cheapest"),
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "two"}, "page"),
        ({"page": "2"}, "page"),
        ({"page": "1" * 30}, "page"),
        ({"per_page": "1000"}, "1000"),
        ({"q": "李" * 61}, "q"),
        ({"q": "a\0b"}, "q"),
    ],
    ids=str,
)
def test_says_which_filter_it_cannot_understand(client, market, asked, said):
    page = ask(client, **asked)
    assert names(page) == []
    assert 'role="alert"' in page.content.decode()
    assert "errorlist" in page.content.decode() or "page" in asked or "per_page" in asked
    if said not in asked:
        assert said in page.content.decode()


def test_shows_no_goods_that_are_not_published(client, market):
    for status in ("waiting", "returned"):
        Product.objects.filter(name_zh="栖霞苹果").update(status=status)
        catalogue_changed()
        assert "栖霞苹果" not in names(ask(client))


def test_shows_no_goods_of_who_is_not_approved(client, market):
    Product.objects.get(name_zh="栖霞苹果").listed_by.__class__.objects.filter(
        name_zh="栖霞果业"
    ).update(status="waiting")
    assert names(ask(client)) == ["武山小米", "巫山脆李"]


def test_card_tells_price_and_place(client, market):
    plums = Product.objects.get(name_zh="巫山脆李")
    world.offer(plums, plums.offers.get().lot, net_g=1500, gross_g=1900, price_fen=4580)
    page = ask(client, q="脆李").content.decode()
    assert "¥45.80" in page and "¥13.76 / 500 g" in page and "巫山县" in page


def test_card_has_its_picture_in_fitting_sizes(client, market):
    plums = Product.objects.get(name_zh="巫山脆李")
    for position, colour in enumerate(("first", "second")):
        add_picture(plums, alt_zh=f"{colour} 筐脆李", position=position)
    page = ask(client, q="脆李").content.decode()
    assert page.count("<picture>") == 1
    assert 'alt="first 筐脆李" width="640" height="480" fetchpriority="high"' in page
    assert " 320w, " in page and 'type="image/webp"' in page


def test_card_follows_its_pictures(client, market):
    plums = Product.objects.get(name_zh="巫山脆李")
    first, second = (
        add_picture(plums, alt_zh=f"{colour} 筐脆李", position=position)
        for position, colour in enumerate(("first", "second"))
    )
    replacing = get_image_form(Picture)(
        {"title": "Plums", "author": "沈文", "licence": "own", "consent": "nobody"},
        {"file": upload(painted(size=(900, 700)))},
        instance=first.picture,
    )
    assert replacing.is_valid(), replacing.errors
    before = ask(client, q="脆李").content
    replacing.save()
    after = ask(client, q="脆李").content.decode()
    assert after.encode() != before
    assert first.picture.renditions.get(filter_spec=USES["card"].jpeg).file.name in after
    take_down(first, by=world.user("coop"))
    assert f'alt="{second.alt_zh}"' in ask(client, q="脆李").content.decode()


def add_picture(product, **fields):
    from_upload = picture_from(upload(painted()), title="Plums")
    row = ProductPicture.objects.create(product=product, picture=from_upload, **fields)
    keep_cover(product.pk)
    return row


def test_says_what_is_sold_out_or_not_on_sale(client, market):
    Lot.objects.update(available_g=999, taken_g=1_000_000 - 999)
    Offer.objects.filter(product__name_zh="栖霞苹果").update(stopped_at=timezone.now())
    page = ask(client).content.decode()
    assert page.count("badge--bad") == 2
    assert "¥50.00" not in page


def test_a_lot_sells_only_in_its_window(client, market):
    Lot.objects.update(sells_to=timezone.localdate() - timedelta(days=1))
    assert "¥" not in ask(client).content.decode()


def test_pages_follow_each_other(client, market):
    fill(30)
    first = ask(client, per_page="12")
    second = ask(client, per_page="12", page="2", origin="50", utm="tracked")
    assert len(names(first)) == len(names(second)) == 12
    assert "page=3" in second.content.decode() and "origin=50" in second.content.decode()
    assert "tracked" not in second.content.decode().split("<main")[1]


def fill(count: int) -> None:
    """That many goods with two packs each, beside those that are there."""
    grower = world.cooperative()
    source = world.lot(grower)
    Product.objects.bulk_create(
        Product(
            county_id="500237",
            listed_by=grower,
            slug=f"good-{n}",
            name_zh=f"山货{n}",
            category_id=("FRU", "GRA", "TEA")[n % 3],
            status="published",
            published_at=timezone.now(),
            season_months=[n % 12 + 1],
        )
        for n in range(count)
    )
    made = Product.objects.filter(slug__startswith="good-")
    Offer.objects.bulk_create(
        Offer(product=good, lot=source, net_g=g, gross_g=g + 100, price_fen=g * 2)
        for good in made
        for g in (1000, 2500)
    )


def test_asks_few_questions_whatever_the_number_of_cards(client, market):
    fill(2000)
    client.get("/products/")
    counts = {}
    for size in (12, 24, 48):
        catalogue_changed()
        client.get("/products/", {"page": 3})
        with CaptureQueriesContext(connection) as queries:
            page = ask(client, per_page=str(size), page="2")
        assert len(names(page)) == size
        counts[size] = len(queries)
    assert counts == {12: 4, 24: 4, 48: 4}


def test_asks_only_for_the_version_where_the_list_is_kept(
    client, market, django_assert_num_queries
):
    ask(client, category="FRU")
    with django_assert_num_queries(1):
        ask(client, category="FRU")


def test_keeps_no_page_of_somebody_in_particular(client, market):
    offer = Offer.objects.get(product__name_zh="武山小米")
    assert 'class="count"' not in ask(client).content.decode()
    client.post(f"/basket/{offer.pk}/", {"packs": "1"})
    assert 'class="count"' in ask(client).content.decode()
    client.cookies.clear()
    assert 'class="count"' not in ask(client).content.decode()


def test_keeps_nobodys_tracking_code(client, market):
    assert "utm_id" in ask(client, utm_id="7").content.decode()
    assert "utm_id" not in ask(client).content.decode()


def test_finds_what_fits_once_for_all_pages(client, market, django_assert_num_queries):
    fill(60)
    ask(client)
    with django_assert_num_queries(3):
        ask(client, page="2")


def test_shows_a_change_at_once(client, market):
    ask(client)
    Category.objects.filter(code="GRA").update(open=False)
    Offer.objects.filter(product__name_zh="武山小米").update(price_fen=1999)
    assert "¥19.99" not in ask(client).content.decode()
    catalogue_changed()
    assert "¥19.99" in ask(client).content.decode()


def test_is_only_read(client, market):
    assert client.post("/products/").status_code == 405
