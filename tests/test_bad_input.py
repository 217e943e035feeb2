"""Bad forms, addresses and files of who buys: each is answered and, where a person sees it, told
why; and no row of the database is another than before."""

import pytest
from django.urls import reverse

from shop.models import Basket
from shop.orders.codes import check_character
from tests.bad_input import (
    BUYER,
    LONG,
    MEGABYTE,
    NO_PLACE,
    NOT_FOUND,
    NOT_FOUND_ZH,
    WHOLE,
    bad,
    check_refused,
    everything,
    things,
)
from tests.shop.orders.test_checkout import ADDRESS

pytestmark = pytest.mark.django_db

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
]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_it_is_refused_with_a_message_and_nothing_changes(client, case):
    check_refused(client, case)


@pytest.mark.parametrize(
    "signature", ["", "t=1,v1=00", "garbage", "t=" + LONG + ",v1=00", "v1=\u00e9"]
)
def test_a_webhook_with_a_wrong_signature_is_refused(client, signature):
    client.raise_request_exception = False
    things()
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


def test_a_body_that_no_form_takes_is_refused_before_it_is_read(client):
    client.raise_request_exception = False
    things()
    before = everything()
    response = client.post(
        reverse("products"), b"x", "text/plain", CONTENT_LENGTH=str(65 * MEGABYTE)
    )
    assert response.status_code == 400
    assert "too long" in response.text
    assert everything() == before


@pytest.mark.parametrize("code", ["9" * 999, "a" * 31, "<b>"])
def test_a_forged_campaign_is_not_kept(client, code):
    _people, there = things()
    client.cookies["campaign"] = code
    client.post(f"/en/basket/{there['plums']}/", {"packs": "1"})
    assert Basket.objects.latest("pk").campaign_code == ""
