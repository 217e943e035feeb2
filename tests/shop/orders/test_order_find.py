import pytest

from shop.orders import views
from shop.orders.codes import new_code
from tests import world

pytestmark = pytest.mark.django_db
NOT_FOUND = "No order has this number and these digits"


@pytest.fixture
def order():
    world.country()
    return world.order(world.plums())


def find(client, code, tail="8000"):
    return client.post("/en/orders/find/", {"code": code, "tail": tail})


def test_a_guest_finds_the_order_by_code_and_digits(client, order):
    assert "Find my order" in client.get("/en/orders/find/").text
    typed = f" {order.code[:4]}-{order.code[4:]} ".lower()
    assert find(client, typed)["Location"] == f"/en/orders/{order.code}/"
    assert client.get(f"/en/orders/{order.code}/").status_code == 200


def test_one_message_for_a_wrong_code_and_wrong_digits(client, order):
    for code, tail in ((order.code, "8001"), (new_code(), "8000"), ("nothing", "8000")):
        assert NOT_FOUND in find(client, code, tail).text
    assert client.get(f"/en/orders/{order.code}/").status_code == 404


@pytest.mark.parametrize("tail", ["", "800", "80000", "８０００", "800\0", "%%%%", "abcd"])
def test_digits_are_four_digits(client, order, tail):
    page = find(client, order.code, tail)
    assert "field--bad" in page.text


def test_an_order_of_somebody_with_an_account_is_not_found(client, order):
    theirs = world.order(order.lines.get().offer, buyer=world.user())
    assert NOT_FOUND in find(client, theirs.code).text


def test_a_code_is_not_tried_without_end(client, order):
    for n in range(views.MOST_OF_A_CODE):
        find(client, order.code, f"{n:04}")
    assert NOT_FOUND in find(client, order.code).text


def test_nobody_tries_code_after_code(client, order, monkeypatch):
    monkeypatch.setattr(views, "MOST_OF_AN_ADDRESS", 2)
    for _ in range(2):
        find(client, new_code())
    assert NOT_FOUND in find(client, order.code).text


def test_it_leads_to_signing_in_whoever_asked_before(client, order):
    # What frames the page is kept from the first time on.
    for _ in range(2):
        assert '<a href="/en/accounts/login/">sign in</a>' in client.get("/en/orders/find/").text
