import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from shop.orders.doors import MOST_KEPT, hand_key, keys_held, order_for
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    world.country()
    return world.order(world.plums(), buyer=world.user("buyer"))


def request_of(user=None, cookies=None):
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.COOKIES.update(cookies or {})
    return request


def cookies_after(*orders):
    cookies = {}
    for order in orders:
        response = HttpResponse()
        hand_key(request_of(cookies=cookies), response, order)
        cookies = {"orders": response.cookies["orders"].value}
    return cookies


def test_it_opens_to_the_buyer_and_an_operator(order):
    assert order_for(request_of(order.buyer), order.code) == order
    assert order_for(request_of(world.operator()), order.code) == order


def test_it_opens_to_who_holds_its_key(order):
    assert order_for(request_of(cookies=cookies_after(order)), order.code) == order


def test_it_opens_to_members_of_its_organisation():
    world.country()
    union = world.organisation()
    order = world.order(world.plums(), organisation=union)
    assert order_for(request_of(world.member(union)), order.code) == order


def test_it_stays_shut_to_all_others(order):
    for request in (request_of(), request_of(world.user("other"))):
        with pytest.raises(Http404):
            order_for(request, order.code)


@pytest.mark.parametrize("code", ["", "nothing", "\0" * 8, "34793479"])
def test_no_code_opens_nothing(code):
    with pytest.raises(Http404):
        order_for(request_of(), code)


def test_a_forged_cookie_opens_nothing(order):
    cookies = {"orders": f"{order.code}:{order.key}"}
    with pytest.raises(Http404):
        order_for(request_of(cookies=cookies), order.code)


def test_the_browser_keeps_the_latest_keys(order):
    plums = order.lines.get().offer
    orders = [world.order(plums) for _ in range(MOST_KEPT + 1)]
    held = keys_held(request_of(cookies=cookies_after(*orders)))
    assert list(held) == [order.code for order in orders[1:]]
