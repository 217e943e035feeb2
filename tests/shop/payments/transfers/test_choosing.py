from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from producers.models import Lot
from shop.models import Notice, Order, Payment
from shop.payments import news
from shop.payments.cancelling import cancel
from shop.payments.expiring import expire
from shop.payments.paying import NotPayable, settle, start
from shop.payments.transfers.choosing import BeingPaid, choose_transfer
from tests import world
from tests.shop.payments.buying import kinds, long_ago, pay
from tests.shop.payments.transfers.bank import order_of_a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_goods_are_held_for_days_and_the_account_is_mailed(settings):
    settings.TRANSFER_DAYS = 3
    order = order_of_a_unit()
    assert order.held_until > timezone.now() + timedelta(days=2, hours=23)
    assert kinds(order) == ["placed", "transfer"]
    body = Notice.objects.get(key__contains="transfer").body
    assert order.code in body
    assert settings.TRANSFER_ACCOUNT in body
    payment = Payment.objects.get()
    assert (payment.status, payment.amount_fen) == ("open", order.total_fen)
    assert choose_transfer(order) == payment


def test_nobody_asks_the_provider_about_a_transfer():
    payment = order_of_a_unit().payments.get()
    long_ago(payment, "started_at")
    assert not news.left_open()
    assert settle(payment).status == "open"


def test_persons_and_shops_without_an_account_have_no_transfer(settings):
    with pytest.raises(NotPayable):
        choose_transfer(world.order(world.plums()))
    settings.TRANSFER_ACCOUNT = ""
    with pytest.raises(NotPayable):
        order_of_a_unit(world.millet())


def test_an_open_page_is_ended_before(sandbox):
    order = world.order(world.plums(), organisation=world.organisation())
    page = start(order)
    choose_transfer(order)
    page.refresh_from_db()
    assert page.status == "expired"


def test_money_on_its_way_to_the_provider_is_waited_for(sandbox):
    order = world.order(world.plums(), organisation=world.organisation())
    pay(sandbox, order, "alipay", outcome="processing")
    with pytest.raises(BeingPaid):
        choose_transfer(order)


def test_who_changes_their_mind_pays_at_the_provider(sandbox):
    order = order_of_a_unit()
    page = start(order)
    assert [payment.status for payment in order.payments.all()] == ["expired", "open"]
    assert page.session_url


def test_unpaid_in_time_the_goods_are_let_go():
    order = order_of_a_unit()
    long_ago(order, "held_until", hours=1)
    expire(order)
    assert Order.objects.get().status == "expired"
    assert Payment.objects.get().status == "expired"
    assert Lot.objects.get().held_g == 0


def test_an_order_to_be_transferred_for_is_cancelled():
    order = order_of_a_unit()
    cancel(order)
    assert Order.objects.get().status == "cancelled"


def test_the_page_shows_the_account(client, settings):
    unit = world.organisation()
    order = world.order(world.plums(), organisation=unit, buyer=world.member(unit))
    client.force_login(order.buyer)
    page = client.get(f"/en{order.get_absolute_url()}").content.decode()
    assert "Pay by bank transfer" in page
    response = client.post(reverse("payment_transfer", args=[order.code]), follow=True)
    assert settings.TRANSFER_ACCOUNT in response.content.decode()


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("person", "can&#x27;t be paid by transfer"),
        ("processing", "A payment is under way"),
        ("silent", "does not answer at the moment"),
    ],
)
def test_the_page_says_why_not(client, sandbox, why, told):
    buyer = world.user()
    unit = None if why == "person" else world.organisation()
    order = world.order(world.plums(), buyer=buyer, organisation=unit)
    client.force_login(buyer)
    if why == "processing":
        pay(sandbox, order, "alipay", outcome="processing")
    elif why == "silent":
        start(order)
        sandbox.fault("500", times=2)
    address = f"/en{reverse('payment_transfer', args=[order.code])}"
    assert told in client.post(address, follow=True).content.decode()
    assert not Payment.objects.filter(method=Payment.TRANSFER).exists()


def test_coming_back_from_a_page_given_up_waits_for_nothing(client, sandbox):
    order = order_of_a_unit(buyer=world.user())
    client.force_login(order.buyer)
    response = client.get(reverse("payment_return", args=[order.code]))
    assert response.url == order.get_absolute_url()
