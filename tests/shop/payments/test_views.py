import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate

from producers.models import Lot
from shop.models import Order, Parcel, Payment, Refund
from shop.orders.letting_go import let_go
from shop.payments.paying import start
from tests import queries, world
from tests.shop.orders.test_checkout import ADDRESS
from tests.shop.payments.buying import long_ago, pay

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148"


@pytest.fixture(autouse=True)
def country():
    # What is said is read in English, the language of the source.
    activate("en")
    world.country()


@pytest.fixture
def buyer():
    return world.user()


@pytest.fixture
def order(buyer):
    return world.order(world.plums(grams=2500), buyer=buyer)


@pytest.fixture
def client(client, buyer):
    client.force_login(buyer)
    return client


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def post(client, name: str, order, **more):
    return client.post(reverse(name, args=[order.code]), **more)


def come_back(client, order, **query):
    return client.get(reverse("payment_return", args=[order.code]), query)


def test_it_leads_to_the_providers_page(client, order, sandbox):
    response = post(client, "payment", order)
    assert response.status_code == 302
    payment = Payment.objects.get()
    assert response.url == payment.session_url
    assert payment.call_parameters["allowed_payment_method_types"][0] == "card"
    assert payment.call_parameters["success_url"].startswith("http://testserver/orders/")


def test_on_a_phone_alipay_comes_first(client, order, sandbox):
    post(client, "payment", order, headers={"User-Agent": PHONE})
    assert Payment.objects.get().call_parameters["allowed_payment_method_types"][0] == "alipay"


@pytest.mark.parametrize("name", ["payment", "order_cancellation"])
def test_looking_changes_nothing(client, order, name):
    assert client.get(reverse(name, args=[order.code])).status_code == 405


@pytest.mark.parametrize("name", ["payment", "order_cancellation"])
def test_anothers_order_is_not_found(client, order, name):
    client.force_login(world.user("another"))
    assert post(client, name, order).status_code == 404
    assert come_back(client, order).status_code == 404
    assert come_back(client, order, key="guessed").status_code == 404
    assert Order.objects.get().status == "placed"


def test_a_paid_order_is_not_paid_again(client, order, sandbox):
    pay(sandbox, order)
    response = post(client, "payment", order)
    assert response.url == order.get_absolute_url()
    assert "can't be paid" in said(response)


def test_a_provider_that_does_not_answer_is_said(client, order, sandbox):
    sandbox.fault("500", times=2)
    response = post(client, "payment", order)
    assert response.url == order.get_absolute_url()
    assert "does not answer" in said(response)


def test_a_payment_that_is_not_accepted_is_said(client, order, sandbox):
    Order.objects.update(email="nobody")
    assert "did not accept" in said(post(client, "payment", order))


def test_coming_back_after_paying_confirms_by_asking(client, order, sandbox):
    sandbox.pay(start(order).session_id)
    page = come_back(client, order).content.decode()
    assert order.code in page
    assert "has been received" in page
    assert Order.objects.get().status == "paid"


def test_coming_back_proves_nothing(client, order, sandbox):
    start(order)
    response = come_back(client, order)
    assert response.status_code == 200
    assert 'http-equiv="refresh"' in response.content.decode()
    assert Order.objects.get().status == "placed"


def test_who_left_the_page_reads_until_when_the_goods_are_held(client, order, sandbox):
    start(order)
    order.refresh_from_db()
    until = timezone.localtime(order.held_until).strftime("%H:%M")
    response = come_back(client, order, left=1)
    assert response.url == order.get_absolute_url()
    assert until in said(response)


def test_a_decline_is_said(client, order, sandbox):
    pay(sandbox, order, card="4000000000009995")
    assert "not enough money" in said(come_back(client, order, left=1))


def test_coming_back_without_having_begun_leads_to_the_order(client, order):
    assert come_back(client, order).url == order.get_absolute_url()


def test_coming_back_while_the_provider_does_not_answer_says_so(client, order, sandbox):
    start(order)
    sandbox.fault("500", times=2)
    assert "does not answer" in come_back(client, order).content.decode()


def test_coming_back_too_late_without_goods_says_that_the_money_returns(client, order, sandbox):
    payment = start(order)
    sandbox.pay(payment.session_id)
    order.refresh_from_db()
    let_go(order, kind="expired", at=timezone.now())
    Lot.objects.update(stopped_at=timezone.now())
    assert "returned to you" in said(come_back(client, order))
    assert Refund.objects.get().status == "succeeded"


def test_coming_back_to_a_cancelled_order_leads_to_it(client, order):
    let_go(order, kind="cancelled", at=timezone.now())
    response = come_back(client, order)
    assert (response.url, said(response)) == (order.get_absolute_url(), "")


def test_a_guest_comes_back_in_another_browser(client, sandbox):
    order = world.order(world.millet())
    sandbox.pay(start(order).session_id)
    client.logout()
    response = come_back(client, order, key=order.key)
    assert response.url == order.get_absolute_url()
    assert client.get(response.url).status_code == 200


def test_a_buyer_cancels(client, order, buyer, sandbox):
    pay(sandbox, order)
    response = post(client, "order_cancellation", order, data={"reason": "too\0 late"})
    assert response.url == order.get_absolute_url()
    assert "is cancelled" in said(response)
    refund = Refund.objects.get()
    assert (refund.by, refund.reason, refund.status) == (buyer, "too late", "succeeded")


def test_a_guest_cancels(client):
    order = world.order(world.millet())
    client.logout()
    client.get(reverse("order_by_key", args=[order.code, order.key]))
    post(client, "order_cancellation", order)
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_a_shipped_order_is_not_cancelled(client, order, sandbox):
    pay(sandbox, order)
    Parcel.objects.update(status="shipped", shipped_at=timezone.now())
    assert "has been shipped" in said(post(client, "order_cancellation", order))
    assert Order.objects.get().status == "paid"


def test_nothing_is_cancelled_while_the_provider_does_not_answer(client, order, sandbox):
    start(order)
    sandbox.fault("500", times=2)
    assert "does not answer" in said(post(client, "order_cancellation", order))
    assert Order.objects.get().status == "placed"


def test_an_expired_order_is_not_paid(client, order, sandbox):
    long_ago(order, "held_until")
    let_go(order, kind="expired", at=timezone.now())
    assert "can't be paid" in said(post(client, "payment", order))


def test_from_the_product_to_the_paid_order_in_six_requests_and_fifty_questions(sandbox):
    guest = Client()
    plums = world.plums()
    product = plums.product.get_absolute_url()
    # What stands around a product is kept for all its visitors.
    guest.get(product)
    with queries.at_most(50):
        guest.get(product)
        guest.post(reverse("basket_line", args=[plums.pk]), {"packs": 1})
        guest.get(reverse("checkout"))
        to_payment = guest.post(reverse("checkout"), ADDRESS)
        session = guest.post(to_payment.url).url.rpartition("/")[2]
        sandbox.pay(session)
        code, key = guest.cookies["orders"].value.split(":")[:2]
        page = guest.get(reverse("payment_return", args=[code]), {"key": key})
    assert "has been received" in page.text
