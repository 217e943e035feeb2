import pytest

from shop.models import Entry, Notice, Order, Payment, Refund
from shop.payments.cancelling import cancel
from shop.payments.news import disputed, intent_changed, left_open, refund_changed, session_changed
from shop.payments.paying import start
from tests import world
from tests.shop.payments.buying import long_ago, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order():
    return world.order(world.plums())


def objects(sandbox, kind: str) -> list[dict]:
    return [event.data.object.to_dict() for event in sandbox.events(kind)]


def test_a_session_leads_to_its_payment(sandbox, order):
    sandbox.pay(start(order).session_id)
    (session,) = objects(sandbox, "checkout.session.completed")
    session_changed(session)
    assert Order.objects.get().status == "paid"


def test_an_intent_leads_to_its_payment(sandbox, order):
    sandbox.pay(start(order).session_id)
    (intent,) = objects(sandbox, "payment_intent.succeeded")
    intent_changed(intent)
    assert Order.objects.get().status == "paid"


def test_an_intent_of_somebody_else_is_none_of_ours(order):
    intent_changed({"id": "pi_1", "metadata": {}})
    session_changed({"id": "cs_1", "metadata": None})
    assert not Payment.objects.exists()


def test_money_is_found_for_a_page_whose_making_was_given_up(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    Payment.objects.update(session_id=None, status="expired")
    long_ago(payment, "started_at")
    (session,) = objects(sandbox, "checkout.session.completed")
    session_changed(session)
    assert Payment.objects.get().session_id == session["id"]
    assert Order.objects.get().status == "paid"


def test_a_refund_leads_to_ours(sandbox, order):
    pay(sandbox, order, "alipay")
    cancel(order)
    sandbox.settle(Refund.objects.get().provider_id)
    (refund,) = objects(sandbox, "refund.updated")
    refund_changed(refund)
    assert Refund.objects.get().status == "succeeded"
    assert Entry.objects.filter(kind="refund").count() == 1


def test_a_refund_the_shop_did_not_ask_for_is_told(sandbox, order):
    operator = world.operator()
    payment = pay(sandbox, order)
    sandbox.client().v1.refunds.create({"payment_intent": payment.intent_id, "amount": 100})
    (refund,) = objects(sandbox, "refund.created")
    refund_changed(refund)
    refund_changed(refund)
    assert order.code in Notice.objects.get(email=operator.email).body


def test_a_refund_of_somebody_else_is_none_of_ours(sandbox):
    world.operator()
    refund_changed({"id": "re_1", "amount": 100, "payment_intent": "pi_1", "metadata": {}})
    assert not Notice.objects.exists()


def test_a_dispute_is_told(sandbox, order):
    operator = world.operator()
    payment = pay(sandbox, order)
    disputed({"id": "dp_1", "payment_intent": payment.intent_id})
    disputed({"id": "dp_2", "payment_intent": "pi_of_somebody_else"})
    assert order.code in Notice.objects.get(email=operator.email).body


def test_a_payment_is_asked_about_when_nothing_was_heard_for_a_while(sandbox, order):
    payment = start(order)
    assert not left_open()
    long_ago(payment, "started_at", hours=1)
    assert list(left_open()) == [payment]
    sandbox.pay(payment.session_id)
    intent_changed(objects(sandbox, "payment_intent.succeeded")[0])
    assert not left_open()
