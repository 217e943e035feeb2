import pytest

from shop.payments.paying import settle, start
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_money_makes_an_order_paid(sandbox):
    order = world.order(world.plums())
    payment = start(order)
    assert payment.session_url.startswith(sandbox.address)
    sandbox.pay(payment.session_id)
    payment = settle(payment)
    order.refresh_from_db()
    assert (payment.status, payment.method, order.status) == ("paid", "card", "paid")
