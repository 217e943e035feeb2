"""Bad forms, addresses and files: each is answered and, where a person sees it, told why; and no
row of the database is another than before."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from shop.models import Basket, OrderEvent
from shop.orders.codes import check_character
from shop.orders.letting_go import let_go
from tests import world
from tests.bad_files import (
    SVG,
    damaged_xlsx,
    encrypted_xlsx,
    of_unknown_method,
    truncated_jpeg,
    xlsx_bomb,
)
from tests.shop.catalogue.test_uploads import bomb_png
from tests.shop.ledger.reports.reports import as_csv, rows
from tests.shop.orders.test_checkout import ADDRESS

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
LONG = "9" * 10_000
GUEST, BUYER, COOP, OFFICIAL, OPERATOR = "guest", "buyer", "coop", "official", "operator"


@dataclass
class Bad:
    """What is asked, by whom; the status at the end, after redirects, and the words that tell a
    person what is wrong (none where only a program asks)."""

    name: str
    path: str
    status: int
    told: str
    data: dict | None = None
    by: str = GUEST
    files: dict = field(default_factory=dict)


def bad(name, path, status, told, data=None, **more) -> Bad:
    return Bad(name, path, status, told, data, **more)


PRODUCT = {
    "name_zh": "巫山恋橙",
    "category": "FRU",
    "transport": "cold",
    "shelf_life_days": "20",
    "claim_hours": "24",
    "alt_zh": "一箱恋橙",
}
LOT = {
    "weight": "100",
    "unit": "kg",
    "harvest_from": "2026-07-01",
    "harvest_to": "2026-08-01",
    "sells_from": "2026-07-01",
    "sells_to": "2026-08-01",
    "batch": "B-NEW",
}

WHOLE = "whole number"
NO_PLACE = "Choose one from the list"
NOT_FOUND = "nothing at this address"
NOT_FOUND_ZH = "没有找到这个页面"

TABLE = [
    # Baskets
    bad("quantity 0", "/en/basket/{plums}/", 200, "at least one pack", {"packs": "0"}),
    bad("quantity -1", "/en/basket/{plums}/", 200, "at least one pack", {"packs": "-1"}),
    bad("quantity 1e9", "/en/basket/{plums}/", 200, WHOLE, {"packs": "1e9"}),
    bad("quantity 1000000000", "/en/basket/{plums}/", 200, "more than", {"packs": "1000000000"}),
    bad("quantity 1.5", "/en/basket/{plums}/", 200, WHOLE, {"packs": "1.5"}),
    bad("quantity of ten thousand digits", "/en/basket/{plums}/", 200, WHOLE, {"packs": LONG}),
    bad("quantity NUL", "/en/basket/{plums}/", 200, WHOLE, {"packs": "1\0"}),
    bad("no quantity", "/en/basket/{plums}/", 200, WHOLE, {}),
    bad("a forged offer", "/en/basket/999999/", 200, "no longer on sale", {"packs": "1"}),
    bad("an offer beyond numbers", f"/en/basket/{LONG[:40]}/", 404, NOT_FOUND, {"packs": "1"}),
    bad("an expired lot", "/en/basket/{expired}/", 200, "no longer on sale", {"packs": "1"}),
    bad("more than there is", "/en/basket/{scarce}/", 200, "at most", {"packs": "9"}),
    bad(
        "a price of ten thousand digits",
        "/en/basket/{plums}/",
        200,
        "price has just changed",
        {"do": "confirm", "price_fen": LONG},
        by=BUYER,
    ),
    # Checkouts
    bad(
        "no phone of China",
        "/en/checkout/",
        200,
        "not a mobile phone number",
        ADDRESS | {"phone": "123"},
        by=BUYER,
    ),
    bad(
        "an overlong receiver",
        "/en/checkout/",
        200,
        "at most 25",
        ADDRESS | {"receiver": "张" * 26},
        by=BUYER,
    ),
    bad(
        "a NUL in the street",
        "/en/checkout/",
        200,
        "Null characters",
        ADDRESS | {"street": "港城东大街1号\0"},
        by=BUYER,
    ),
    bad(
        "a county of another city",
        "/en/checkout/",
        200,
        "no such place",
        ADDRESS | {"county": "370203"},
        by=BUYER,
    ),
    bad(
        "a forged total",
        "/en/checkout/",
        200,
        "total has changed",
        ADDRESS | {"shown_fen": "1"},
        by=BUYER,
    ),
    bad(
        "another's organisation",
        "/en/checkout/",
        200,
        "Select a valid choice",
        ADDRESS | {"organisation": "{organisation}"},
        by=BUYER,
    ),
    bad(
        "an overlong e-mail",
        "/en/checkout/",
        200,
        "at most 254",
        ADDRESS | {"email": f"{'a' * 300}@shanhuo.example"},
        by=BUYER,
    ),
    bad(
        "a pasted novel",
        "/en/checkout/",
        200,
        "at most 500",
        ADDRESS | {"paste": "张三 " * 9000},
        by=BUYER,
    ),
    bad("nothing in the basket", "/en/checkout/", 200, "look at your basket", ADDRESS),
    # Orders
    bad("another's order", "/en/orders/{order}/", 404, NOT_FOUND),
    bad("another's order, paid", "/en/orders/{order}/payment/", 404, NOT_FOUND, {}),
    bad("another's order, cancelled", "/en/orders/{order}/cancellation/", 404, NOT_FOUND, {}),
    bad("another's parcel", "/en/orders/{order}/parcels/1/receipt/", 404, NOT_FOUND, {}),
    bad("a forged key", "/en/orders/{order}/" + "a" * 22 + "/", 404, NOT_FOUND),
    bad("a key with a NUL", "/en/orders/{order}/payment/return/?key=a%00", 404, NOT_FOUND),
    bad("an order code that is none", "/en/orders/AAAAAAAA/", 404, NOT_FOUND),
    bad(
        "an order that is not there",
        "/en/orders/" + "AAAAAAA" + check_character("AAAAAAA") + "/",
        404,
        NOT_FOUND,
    ),
    bad(
        "digits that are none",
        "/en/orders/find/",
        200,
        "four digits",
        {"code": "{order}", "tail": "12a4"},
    ),
    bad(
        "another's digits",
        "/en/orders/find/",
        200,
        "No order has this number",
        {"code": "{order}", "tail": "0000"},
    ),
    bad("an overlong code", "/en/orders/find/", 200, "at most 20", {"code": LONG, "tail": "8000"}),
    bad(
        "a cancelled order, cancelled",
        "/en/orders/{cancelled}/cancellation/",
        200,
        "cancelled already",
        {"reason": LONG},
        by=BUYER,
    ),
    bad(
        "a parcel that has not left",
        "/en/orders/{order}/parcels/1/receipt/",
        200,
        "not under way",
        {},
        by=BUYER,
    ),
    bad(
        "a parcel number beyond numbers",
        f"/en/orders/{{order}}/parcels/{LONG[:30]}/receipt/",
        404,
        NOT_FOUND,
        {},
        by=BUYER,
    ),
    # Lists
    bad("a filter with garbage", "/en/products/?origin=%27%20OR%201=1--", 200, "at most 6"),
    bad("a county that is none", "/en/products/?origin=999999", 200, NO_PLACE),
    bad("a category that is none", "/en/products/?category=ZZZ", 200, "Select a valid choice"),
    bad("a negative price", "/en/products/?price_min=-1", 200, "greater than or equal to 0"),
    bad("a price that is none", "/en/products/?price_max=NaN", 200, "Enter a number"),
    bad("prices the wrong way round", "/en/products/?price_min=9&price_max=1", 200, "lowest"),
    bad("page 0", "/en/products/?page=0", 200, "greater than or equal to 1"),
    bad("page -1", "/en/products/?page=-1", 200, "greater than or equal to 1"),
    bad("page 99999999999999999999", "/en/products/?page=99999999999999999999", 200, "100000"),
    bad("page 99", "/en/products/?page=99", 200, "ends on page"),
    bad("a thousand a page", "/en/products/?per_page=1000", 200, "Select a valid choice"),
    bad("a search of 10,000 characters", f"/en/products/?q={LONG}", 200, "at most 60"),
    bad("a search for NUL", "/en/products/?q=%00", 200, "Null characters"),
    bad("a county of 10,000 characters", f"/en/counties/?q={LONG}", 200, "at most 30"),
    bad("a place that is none", "/en/products/wushan-cuili/?deliver_to=x", 200, NO_PLACE),
    bad("a product that is not there", "/en/products/nothing/", 404, NOT_FOUND),
    bad("a wrong county code", "/en/counties/999999/", 404, NOT_FOUND),
    bad("a county with a NUL", "/en/counties/%00/", 404, NOT_FOUND),
    bad("a page with a NUL", "/en/%00/", 404, NOT_FOUND),
    bad("a language that is none", "/fr/products/", 404, NOT_FOUND_ZH),
    bad("a way out of the folder", "/media/..%2f..%2fmanage.py", 400, "cannot be taken"),
    # The cooperative
    bad(
        "a picture of 30 MB",
        "/en/workbench/products/new/",
        200,
        "more than 10 MB",
        PRODUCT,
        by=COOP,
        files={"picture": ("a.jpg", b"\xff\xd8" + b"x" * 30 * MEGABYTE)},
    ),
    bad(
        "a picture of 3.6 billion pixels",
        "/en/workbench/products/new/",
        200,
        "50 million",
        PRODUCT,
        by=COOP,
        files={"picture": ("a.png", bomb_png())},
    ),
    bad(
        "an SVG named .jpg",
        "/en/workbench/products/new/",
        200,
        "not a JPEG",
        PRODUCT,
        by=COOP,
        files={"picture": ("a.jpg", SVG)},
    ),
    bad(
        "a truncated picture",
        "/en/workbench/products/new/",
        200,
        "damaged",
        PRODUCT,
        by=COOP,
        files={"picture": ("a.jpg", truncated_jpeg())},
    ),
    bad(
        "a month that is none",
        "/en/workbench/products/new/",
        200,
        "Select a valid choice",
        PRODUCT | {"season_months": ["13"]},
        by=COOP,
    ),
    bad(
        "an overlong name",
        "/en/workbench/products/new/",
        200,
        "at most 60",
        PRODUCT | {"name_zh": "李" * 61},
        by=COOP,
    ),
    bad(
        "a lot that ends before it begins",
        "/en/workbench/products/{product}/lots/",
        200,
        "lies before the first",
        LOT | {"harvest_to": "2026-06-01"},
        by=COOP,
    ),
    bad(
        "a day that is none",
        "/en/workbench/products/{product}/lots/",
        200,
        "Write a day",
        LOT | {"harvest_to": "2026-02-30"},
        by=COOP,
    ),
    bad(
        "a day of the year 9999",
        "/en/workbench/products/{product}/lots/",
        200,
        "2099",
        LOT | {"sells_to": "9999-12-31"},
        by=COOP,
    ),
    bad(
        "a lot of nothing",
        "/en/workbench/products/{product}/lots/",
        200,
        "above 0",
        LOT | {"weight": "0"},
        by=COOP,
    ),
    bad(
        "a lot below nothing",
        "/en/workbench/lots/{lot}/size/",
        200,
        "greater than or equal",
        {"weight": "-1", "unit": "kg"},
        by=COOP,
    ),
    bad(
        "a lot of 1e999",
        "/en/workbench/lots/{lot}/size/",
        200,
        "less than or equal",
        {"weight": "1e999", "unit": "kg"},
        by=COOP,
    ),
    bad(
        "a price of nothing",
        "/en/workbench/offers/{plums}/price/",
        200,
        "at least 0.01",
        {"price": "0"},
        by=COOP,
    ),
    bad(
        "a price of a third of a fen",
        "/en/workbench/offers/{plums}/price/",
        200,
        "two decimals",
        {"price": "1.003"},
        by=COOP,
    ),
    bad(
        "another's offer",
        "/en/workbench/offers/{millet}/price/",
        404,
        NOT_FOUND,
        {"price": "1"},
        by=COOP,
    ),
    bad(
        "a waybill that is none",
        "/en/workbench/parcels/{order}-1/",
        422,
        "no waybill number",
        {"carrier": "{carrier}", "numbers": "中文号码"},
        by=COOP,
    ),
    bad(
        "a packing list that is a zip bomb",
        "/en/workbench/parcels/waybills/",
        422,
        "too large",
        {},
        by=COOP,
        files={"file": ("a.xlsx", xlsx_bomb())},
    ),
    bad(
        "a packing list with a password",
        "/en/workbench/parcels/waybills/",
        422,
        "no workbook",
        {},
        by=COOP,
        files={"file": ("a.xlsx", encrypted_xlsx())},
    ),
    bad(
        "a packing list that is damaged",
        "/en/workbench/parcels/waybills/",
        422,
        "no workbook",
        {},
        by=COOP,
        files={"file": ("a.xlsx", damaged_xlsx())},
    ),
    bad(
        "a packing list packed strangely",
        "/en/workbench/parcels/waybills/",
        422,
        "no workbook",
        {},
        by=COOP,
        files={"file": ("a.xlsx", of_unknown_method())},
    ),
    bad("sales of the year 1", "/en/workbench/sales/?since=0001-01-01", 200, "2000", by=COOP),
    bad(
        "sales of the year 9999",
        "/en/workbench/sales/?since=2026-01-01&until=9999-12-31",
        200,
        "2099",
        by=COOP,
    ),
    bad(
        "sales of twenty years",
        "/en/workbench/sales/?since=2001-01-01&until=2020-12-31",
        200,
        "ten years",
        by=COOP,
    ),
    # The official
    bad(
        "a report that is a zip bomb",
        "/en/reports/",
        422,
        "too large",
        {"channel": "ECOM"},
        by=OFFICIAL,
        files={"file": ("a.xlsx", xlsx_bomb())},
    ),
    bad(
        "a report with a password",
        "/en/reports/",
        422,
        "damaged",
        {"channel": "ECOM"},
        by=OFFICIAL,
        files={"file": ("a.xlsx", encrypted_xlsx())},
    ),
    bad(
        "a report packed strangely",
        "/en/reports/",
        422,
        "damaged",
        {"channel": "ECOM"},
        by=OFFICIAL,
        files={"file": ("a.xlsx", of_unknown_method())},
    ),
    bad(
        "a report that is damaged",
        "/en/reports/",
        422,
        "damaged",
        {"channel": "ECOM"},
        by=OFFICIAL,
        files={"file": ("a.xlsx", damaged_xlsx())},
    ),
    bad(
        "a report that is a picture",
        "/en/reports/",
        422,
        "neither XLSX nor CSV",
        {"channel": "ECOM"},
        by=OFFICIAL,
        files={"file": ("a.csv", bomb_png())},
    ),
    bad(
        "a report with a bad row",
        "/en/reports/",
        422,
        "产地县代码",
        {"channel": "ECOM"},
        by=OFFICIAL,
        files={"file": ("a.csv", as_csv(rows({}, {"产地县代码": "999999"})))},
    ),
    bad(
        "figures of a day that is none",
        "/en/statistics/?since=2026-02-30",
        200,
        "Write a day",
        by=OFFICIAL,
    ),
    bad(
        "figures of the year 1",
        "/en/statistics/?since=0001-01-01",
        200,
        "2000",
        by=OFFICIAL,
    ),
    bad("figures of another region", "/en/statistics/?region=620524", 404, NOT_FOUND, by=OFFICIAL),
    bad(
        "figures of a product with a NUL",
        "/en/statistics/?product=%00",
        200,
        "Null characters",
        by=OFFICIAL,
    ),
    bad(
        "a decision that is none",
        "/en/approvals/products/{waiting}/",
        200,
        "Select a valid choice",
        {"decision": "burn"},
        by=OFFICIAL,
    ),
    # The operator
    bad(
        "a search for 10,000 characters",
        f"/en/operator/?q={LONG}",
        200,
        "No order fits",
        by=OPERATOR,
    ),
    bad(
        "a search for NULs",
        "/en/operator/?q=%00%00%00%00",
        200,
        "Order code, end of the phone number",
        by=OPERATOR,
    ),
    bad(
        "cancelled without a reason",
        "/en/operator/orders/{order}/cancellation/",
        422,
        "required",
        {"reason": ""},
        by=OPERATOR,
    ),
    bad("an order with a NUL", "/en/operator/orders/%00/", 404, NOT_FOUND, by=OPERATOR),
]


@pytest.fixture
def things(client):
    """Somebody of each kind, and what bad input could change."""
    world.country()
    plums, millet = world.plums(), world.millet()
    grower = plums.lot.cooperative
    today = timezone.localdate()
    over = world.lot(grower, sells_to=today - timedelta(days=1))
    people = {
        GUEST: None,
        BUYER: world.user("buyer"),
        COOP: world.desk(grower),
        OFFICIAL: world.official(),
        OPERATOR: world.operator(),
    }
    world.basket(plums, user=people[BUYER])
    order = world.paid_order(plums, buyer=people[BUYER])
    cancelled = world.order(plums, buyer=people[BUYER])
    let_go(cancelled, kind=OrderEvent.Kind.CANCELLED, at=timezone.now())
    return people, {
        "plums": plums.pk,
        "millet": millet.pk,
        "product": plums.product_id,
        "waiting": world.product(grower, "巫山恋橙", status="waiting").pk,
        "lot": plums.lot_id,
        "expired": world.offer(plums.product, over).pk,
        "scarce": world.offer(plums.product, world.lot(grower, 5000)).pk,
        "order": order.code,
        "cancelled": cancelled.code,
        "organisation": world.organisation().pk,
        "carrier": "SF",
    }


def everything() -> dict:
    """Every row of what the shop, its producers and its users store."""
    return {
        model: sorted(model.objects.values_list(), key=repr)
        for label in ("users", "producers", "shop")
        for model in apps.get_app_config(label).get_models()
    }


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_it_is_refused_with_a_message_and_nothing_changes(client, things, case):
    people, there = things
    if people[case.by]:
        client.force_login(people[case.by])
    client.raise_request_exception = False
    before = everything()
    path = case.path.format(**there)
    if case.data is None:
        response = client.get(path, follow=True)
    else:
        data = {
            name: value.format(**there) if isinstance(value, str) else value
            for name, value in case.data.items()
        }
        files = {name: SimpleUploadedFile(*file) for name, file in case.files.items()}
        response = client.post(path, data | files, follow=True)
    assert response.status_code == case.status
    assert case.told in response.content.decode()
    assert {model for model, kept in everything().items() if kept != before[model]} == set()


@pytest.mark.parametrize(
    "signature", ["", "t=1,v1=00", "garbage", "t=" + LONG + ",v1=00", "v1=\u00e9"]
)
def test_a_webhook_with_a_wrong_signature_is_refused(client, things, signature):
    client.raise_request_exception = False
    before = everything()
    response = client.post(
        reverse("payment_webhook"),
        b'{"id": "evt_1", "type": "payment_intent.succeeded", "object": "event"}',
        "application/json",
        headers={"Stripe-Signature": signature},
    )
    assert response.status_code == 400
    assert "signature" in response.content.decode()
    assert everything() == before


def test_a_body_that_no_form_takes_is_refused_before_it_is_read(client, things):
    client.raise_request_exception = False
    before = everything()
    response = client.post(
        reverse("products"), b"x", "text/plain", CONTENT_LENGTH=str(65 * MEGABYTE)
    )
    assert response.status_code == 400
    assert "too long" in response.text
    assert everything() == before


@pytest.mark.parametrize("code", ["9" * 999, "a" * 31, "<b>"])
def test_a_forged_campaign_is_not_kept(client, things, code):
    _people, there = things
    client.cookies["campaign"] = code
    client.post(f"/en/basket/{there['plums']}/", {"packs": "1"})
    assert Basket.objects.latest("pk").campaign_code == ""
