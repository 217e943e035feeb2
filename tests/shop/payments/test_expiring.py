import pytest

from producers.models import Lot
from shop.models import Order, Payment
from shop.payments import stripe
from shop.payments.expiring import expire, overdue
from shop.payments.paying import start
from tests import world
from tests.shop.payments.buying import kinds, long_ago, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order():
    return world.order(world.plums(grams=2500))


def test_an_order_has_half_an_hour(order):
    assert not overdue()
    long_ago(order, "held_until", hours=0)
    assert list(overdue()) == [order]


def test_its_goods_are_let_go(order):
    long_ago(order, "held_until")
    expire(order)
    assert kinds(order) == ["placed", "expired"]
    assert Lot.objects.get().available_g == 2500


def test_an_open_page_is_closed_before(sandbox, order):
    payment = start(order)
    long_ago(order, "held_until")
    expire(order)
    assert Payment.objects.get().status == "expired"
    assert Order.objects.get().status == "expired"
    with pytest.raises(AssertionError, match="no longer open"):
        sandbox.pay(payment.session_id)


def test_while_the_provider_does_not_answer_the_goods_are_held(sandbox, order):
    start(order)
    long_ago(order, "held_until")
    sandbox.fault("500", times=2)
    with pytest.raises(stripe.Unreachable):
        expire(order)
    assert Lot.objects.get().held_g == 2500


def test_while_the_money_is_on_its_way_the_goods_are_held(sandbox, order):
    pay(sandbox, order, "wechat_pay", outcome="processing")
    long_ago(order, "held_until")
    expire(order)
    assert Order.objects.get().status == "placed"
    assert Lot.objects.get().held_g == 2500


def test_one_that_turns_out_to_be_paid_stays(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    long_ago(order, "held_until")
    expire(order)
    assert Order.objects.get().status == "paid"


def test_one_whose_buyer_began_to_pay_meanwhile_stays(sandbox, order):
    long_ago(order, "held_until")
    (late,) = overdue()
    start(order)
    Payment.objects.update(status="expired")
    expire(late)
    assert Order.objects.get().status == "placed"
