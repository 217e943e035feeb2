"""A cooperative lists in three screens, the county decides, and it is on sale or comes back."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from producers.models import Certificate, Lot
from shop.models import CatalogueVersion, Offer, Product, ProductChange
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


@pytest.fixture
def phone(client, grower):
    """The browser of somebody at the cooperative's desk."""
    client.force_login(world.desk(grower))
    return client


def picture(name="plums.jpg") -> SimpleUploadedFile:
    painted = BytesIO()
    Image.new("RGB", (800, 600), "purple").save(painted, "JPEG")
    return SimpleUploadedFile(name, painted.getvalue(), "image/jpeg")


def a_product(**given) -> dict:
    return {
        "name_zh": "巫山脆李",
        "name_en": "Wushan crisp plum",
        "category": "FRU",
        "season_months": ["6", "7", "8"],
        "description_zh": "脆甜。",
        "geographical_indication": "on",
        "transport": "cold",
        "shelf_life_days": "7",
        "claim_hours": "24",
        "picture": picture(),
        "alt_zh": "一箱脆李",
        "alt_en": "A box of plums",
        **given,
    }


def a_lot(**given) -> dict:
    today = timezone.localdate()
    return {
        "weight": "1000",
        "unit": "jin",
        "harvest_from": today,
        "harvest_to": today + timedelta(days=20),
        "sells_from": today,
        "sells_to": today + timedelta(days=20),
        "grade": "first",
        "batch": "2026-01",
        "number": "HG-1",
        "basis": "own_control",
        "issued_on": today,
        "issuer_zh": "曲尺脆李合作社",
        "contact": "023-57682000",
        **given,
    }


def a_pack(**given) -> dict:
    return {"unit": "kg", "net": "2.5", "gross": "3.15", "price": "68.80", "packs": "20", **given}


def test_three_screens_bring_a_product_to_where_it_waits(phone, grower):
    first = phone.post("/workbench/products/new/", a_product())
    product = Product.objects.get()
    assert first.url == f"/workbench/products/{product.pk}/lots/"
    second = phone.post(first.url, a_lot())
    lot = Lot.objects.get()
    assert second.url == f"/workbench/products/{product.pk}/lots/{lot.pk}/packs/"
    third = phone.post(second.url, a_pack())
    assert third.url == f"/workbench/lots/{lot.pk}/"

    assert (product.slug, product.status) == ("wushan-cuili", "waiting")
    assert (product.fresh, product.certificate_required) == (True, True)
    assert product.season_months == [6, 7, 8]
    assert product.pictures.get().alt_en == "A box of plums"
    assert (lot.total_g, lot.available_g, lot.produce_zh) == (500_000, 500_000, "巫山脆李")
    assert lot.certificate.number == "HG-1"
    offer = Offer.objects.get()
    assert (offer.net_g, offer.gross_g, offer.price_fen) == (2500, 3150, 6880)
    assert offer.prices.get().price_fen == 6880
    assert offer.changes.get().by.email == "coop@shanhuo.example"
    assert not Offer.objects.on_sale(timezone.localdate()).exists()


def test_the_county_approves_and_it_is_on_sale(phone, client, grower):
    product = listed(phone)
    before = CatalogueVersion.objects.get().number
    client.force_login(world.official())
    assert "巫山脆李" in client.get("/approvals/").text
    client.post(f"/approvals/products/{product.pk}/", {"decision": "approve"})
    assert Offer.objects.on_sale(timezone.localdate()).get().product == product
    row = product.approvals.get()
    assert (row.decision, row.by.email) == ("published", "wushan@shanhuo.example")
    product.refresh_from_db()
    assert product.published_at
    assert CatalogueVersion.objects.get().number > before


def test_the_county_returns_it_with_a_reason_and_it_waits_again_when_corrected(phone, grower):
    product = listed(phone)
    official, colleague = world.official(), grower.staff.get().user
    phone.force_login(official)
    page = f"/approvals/products/{product.pk}/"
    answer = phone.post(page, {"decision": "return", "reason": ""})
    assert answer.context["form"].errors["reason"]
    assert not product.approvals.exists()
    phone.post(page, {"decision": "return", "reason": "图片不清楚"})
    phone.force_login(colleague)
    assert "图片不清楚" in phone.get("/workbench/").text
    assert "图片不清楚" in phone.get(f"/workbench/products/{product.pk}/").text
    corrected = a_product(shelf_life_days="9")
    del corrected["picture"]
    phone.post(f"/workbench/products/{product.pk}/", corrected)
    product.refresh_from_db()
    assert (product.status, product.shelf_life_days) == ("waiting", 9)
    assert "shelf_life_days" in ProductChange.objects.latest("id").fields


def listed(phone) -> Product:
    to_lot = phone.post("/workbench/products/new/", a_product()).url
    to_pack = phone.post(to_lot, a_lot()).url
    phone.post(to_pack, a_pack())
    return Product.objects.get()


def test_a_second_official_comes_too_late(phone, grower):
    product = listed(phone)
    phone.force_login(world.official())
    page = f"/approvals/products/{product.pk}/"
    phone.post(page, {"decision": "approve"})
    answer = phone.post(page, {"decision": "return", "reason": "too late"}, follow=True)
    assert "notice--warn" in answer.text
    product.refresh_from_db()
    assert product.status == "published"
    assert product.approvals.count() == 1


@pytest.mark.parametrize("place", ["370600", "370602", "500236", "620000"])
def test_officials_of_elsewhere_find_nothing(phone, grower, place):
    product = listed(phone)
    phone.force_login(world.official(place))
    assert phone.get(f"/approvals/products/{product.pk}/").status_code == 404
    assert phone.get(f"/approvals/cooperatives/{grower.pk}/").status_code == 404
    assert "巫山脆李" not in phone.get("/approvals/").text


@pytest.mark.parametrize("place", ["500237", "500000", None])
def test_whoever_is_posted_above_the_county_decides_too(phone, grower, place):
    product = listed(phone)
    phone.force_login(world.official(place))
    phone.post(f"/approvals/products/{product.pk}/", {"decision": "approve"})
    product.refresh_from_db()
    assert product.status == "published"


def test_a_product_that_reports_named_becomes_the_listed_one(phone, grower):
    known = Product.objects.create(
        county=grower.county, name_zh="巫山脆李", category_id="FRU", status="unlisted"
    )
    phone.post("/workbench/products/new/", a_product(name_zh=" 巫山脆李 "))
    known.refresh_from_db()
    assert (known.status, known.slug, known.listed_by) == ("waiting", "wushan-cuili", grower)


def test_a_second_county_called_wushan_adds_its_code(phone, client, grower):
    phone.post("/workbench/products/new/", a_product(name_zh="巫山小米"))
    other = world.cooperative("620524")
    client.force_login(world.desk(other, "gansu"))
    client.post("/workbench/products/new/", a_product(name_zh="武山小米"))
    slugs = set(Product.objects.values_list("slug", flat=True))
    assert slugs == {"wushan-xiaomi", "wushan-xiaomi-620524"}


def test_a_neighbour_offers_the_same_product_from_its_own_harvest(phone, client, grower):
    product = listed(phone)
    Product.objects.update(status="published")
    neighbour = world.cooperative()
    client.force_login(world.desk(neighbour, "neighbour"))
    again = client.post("/workbench/products/new/", a_product())
    assert again.status_code == 200
    assert Product.objects.count() == 1
    to_pack = client.post(f"/workbench/products/{product.pk}/lots/", a_lot()).url
    client.post(to_pack, a_pack(price="60"))
    assert neighbour.lots.get().offers.get().product == product


def test_several_packs_sell_from_one_lot(phone, grower):
    product = listed(phone)
    lot = Lot.objects.get()
    page = f"/workbench/products/{product.pk}/lots/{lot.pk}/packs/"
    assert lot.batch in phone.get(f"/workbench/products/{product.pk}/lots/").text
    phone.post(page, a_pack(net="3", gross="3.8", unit="jin", price="45.8"))
    assert list(lot.offers.values_list("net_g", "gross_g", "price_fen")) == [
        (1500, 1900, 4580),
        (2500, 3150, 6880),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_zh": ""}, "name_zh"),
        ({"name_zh": "脆\x00李"}, "name_zh"),
        ({"name_zh": "李" * 61}, "name_zh"),
        ({"category": "ZZZ"}, "category"),
        ({"season_months": ["13"]}, "season_months"),
        ({"shelf_life_days": "0"}, "shelf_life_days"),
        ({"transport": "pigeon"}, "transport"),
    ],
)
def test_a_wrong_product_is_refused_and_nothing_stored(phone, wrong, field):
    answer = phone.post("/workbench/products/new/", a_product(**wrong))
    assert answer.context["form"].errors[field]
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "plum.jpg"),
        (picture().read()[:900], "plum.jpg"),
        (b"", "empty.jpg"),
    ],
)
def test_a_wrong_picture_is_refused_and_nothing_stored(phone, content, name):
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    answer = phone.post("/workbench/products/new/", a_product(picture=upload))
    assert answer.context["picture"].errors["picture"]
    assert not Product.objects.exists()


def test_a_picture_without_words_is_refused(phone):
    answer = phone.post("/workbench/products/new/", a_product(alt_zh=""))
    assert answer.context["picture"].errors["alt_zh"]
    assert not Product.objects.exists()


LATER = timezone.localdate() + timedelta(days=400)


@pytest.mark.parametrize(
    ("wrong", "form", "field"),
    [
        ({"weight": "0"}, "form", "weight"),
        ({"weight": "-1"}, "form", "weight"),
        ({"weight": "1e11"}, "form", "weight"),
        ({"weight": "20000000.001"}, "form", "weight"),
        ({"weight": "0.001", "unit": "jin"}, "form", "weight"),
        ({"weight": "many"}, "form", "weight"),
        ({"unit": "ton"}, "form", "unit"),
        ({"harvest_from": LATER}, "form", "harvest_to"),
        ({"sells_from": LATER}, "form", "sells_to"),
        ({"sells_to": "tomorrow"}, "form", "sells_to"),
        ({"sells_to": "9999-12-31"}, "form", "sells_to"),
        ({"grade": "best"}, "form", "grade"),
        ({"batch": ""}, "form", "batch"),
        ({"number": ""}, "certificate", "number"),
        ({"issued_on": ""}, "certificate", "issued_on"),
        ({"issued_on": LATER}, "certificate", "issued_on"),
        ({"contact": ""}, "certificate", "contact"),
    ],
)
def test_a_wrong_lot_is_refused_and_nothing_stored(phone, grower, wrong, form, field):
    product = world.product(grower)
    answer = phone.post(f"/workbench/products/{product.pk}/lots/", a_lot(**wrong))
    assert answer.context[form].errors[field]
    assert not Lot.objects.exists()
    assert not Certificate.objects.exists()


def test_a_lot_may_wait_for_its_certificate(phone, grower):
    product = world.product(grower)
    bare = a_lot(number="", basis="", issued_on="")
    to_pack = phone.post(f"/workbench/products/{product.pk}/lots/", bare).url
    phone.post(to_pack, a_pack())
    lot = Lot.objects.get()
    assert lot.certificate is None
    page = f"/workbench/lots/{lot.pk}/"
    assert phone.get(page).context["certificate_missing"]
    phone.post(page + "certificate/", {**a_lot(), "issued_on": LATER})
    assert not Certificate.objects.exists()
    phone.post(page + "certificate/", a_lot())
    lot.refresh_from_db()
    assert lot.certificate.number == "HG-1"
    assert not phone.get(page).context["certificate_missing"]


def test_the_same_batch_or_certificate_number_twice_is_refused(phone, grower):
    product = listed(phone)
    page = f"/workbench/products/{product.pk}/lots/"
    answer = phone.post(page, a_lot(number="HG-2"))
    assert answer.context["form"].errors["batch"]
    answer = phone.post(page, a_lot(batch="2026-02"))
    assert answer.context["certificate"].errors["number"]
    assert Lot.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"net": "0"}, "net"),
        ({"net": "-1"}, "net"),
        ({"net": "1001", "gross": "1002"}, "net"),
        ({"net": "600", "gross": "600"}, "net"),
        ({"net": "nan"}, "net"),
        ({"net": "0.001", "unit": "jin"}, "net"),
        ({"gross": "2.4"}, "gross"),
        ({"gross": "3.0001"}, "gross"),
        ({"price": "0"}, "price"),
        ({"price": "0.001"}, "price"),
        ({"price": "-5"}, "price"),
        ({"price": "100000.01"}, "price"),
        ({"price": "1e9"}, "price"),
        ({"price": "cheap"}, "price"),
        ({"packs": "0"}, "packs"),
        ({"packs": "1.5"}, "packs"),
        ({"packs": "100000"}, "packs"),
    ],
)
def test_a_wrong_pack_is_refused_and_nothing_stored(phone, grower, wrong, field):
    product, lot = world.product(grower), world.lot(grower, 500_000)
    page = f"/workbench/products/{product.pk}/lots/{lot.pk}/packs/"
    answer = phone.post(page, a_pack(**wrong))
    assert answer.context["form"].errors[field]
    assert not Offer.objects.exists()


def test_a_second_tap_offers_no_second_pack(phone, grower):
    product, lot = world.product(grower), world.lot(grower)
    page = f"/workbench/products/{product.pk}/lots/{lot.pk}/packs/"
    phone.post(page, a_pack())
    assert phone.post(page, a_pack()).context["form"].errors["net"]
    assert Offer.objects.count() == 1


def test_the_name_of_a_published_product_stays(phone, grower):
    product = world.product(grower)
    changed = a_product(name_zh="另一个名字", category="GRA", name_en="New name")
    del changed["picture"]
    phone.post(f"/workbench/products/{product.pk}/", changed)
    product.refresh_from_db()
    assert (product.name_zh, product.category_id) == ("巫山脆李", "FRU")
    assert (product.name_en, product.status) == ("New name", "published")


def test_pictures_come_and_go_but_one_stays(phone, grower):
    product = listed(phone)
    page = f"/workbench/products/{product.pk}/pictures/"
    only = product.pictures.get()
    phone.post(f"{page}{only.pk}/removal/")
    assert product.pictures.count() == 1
    phone.post(page, {"picture": picture(), "alt_zh": "树上的脆李"})
    phone.post(f"{page}{only.pk}/removal/")
    assert product.pictures.get().alt_zh == "树上的脆李"
    svg = SimpleUploadedFile("plum.jpg", b"<svg/>", "image/jpeg")
    answer = phone.post(page, {"picture": svg, "alt_zh": "脆李"})
    assert answer.context["picture"].errors["picture"]
    assert product.pictures.count() == 1


def test_a_ninth_picture_is_refused(phone, grower):
    product = listed(phone)
    row = product.pictures.get()
    for _ in range(7):
        product.pictures.create(picture=row.picture, alt_zh="脆李")
    answer = phone.post(
        f"/workbench/products/{product.pk}/pictures/", {"picture": picture(), "alt_zh": "脆李"}
    )
    assert answer.context["picture"].non_field_errors()
    assert product.pictures.count() == 8


def test_the_desk_of_others_finds_nothing(phone, client, grower):
    product = listed(phone)
    lot, offer, row = Lot.objects.get(), Offer.objects.get(), product.pictures.get()
    client.force_login(world.desk(world.cooperative("620524"), "stranger"))
    for page in (
        f"products/{product.pk}/",
        f"products/{product.pk}/lots/",
        f"products/{product.pk}/lots/{lot.pk}/packs/",
        f"lots/{lot.pk}/",
        f"lots/{lot.pk}/uncovered/",
    ):
        assert client.get(f"/workbench/{page}").status_code == 404
    for page in (
        f"products/{product.pk}/pictures/",
        f"products/{product.pk}/pictures/{row.pk}/removal/",
        f"lots/{lot.pk}/size/",
        f"lots/{lot.pk}/days/",
        f"lots/{lot.pk}/stop/",
        f"lots/{lot.pk}/resumption/",
        f"lots/{lot.pk}/certificate/",
        f"lots/{lot.pk}/season/",
        f"offers/{offer.pk}/price/",
        f"offers/{offer.pk}/limit/",
        f"offers/{offer.pk}/stop/",
        f"offers/{offer.pk}/resumption/",
    ):
        assert client.post(f"/workbench/{page}", a_lot()).status_code == 404
        assert client.get(f"/workbench/{page}").status_code == 405
    assert Lot.objects.get().total_g == 500_000
