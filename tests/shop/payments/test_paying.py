from datetime import timedelta

import pytest
from django.utils import timezone

from producers.models import Lot
from shop.models import Entry, Notice, Order, Payment, Refund
from shop.orders.letting_go import let_go
from shop.payments import stripe
from shop.payments.paying import MOST_PAGES, NotPayable, NotStarted, begin, close, settle, start
from tests import world
from tests.shop.payments.buying import kinds, long_ago, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order():
    return world.order(world.plums(grams=2500))


@pytest.mark.parametrize("method", ["card", "alipay", "wechat_pay"])
def test_money_makes_an_order_paid(sandbox, order, method):
    payment = pay(sandbox, order, method)
    assert (payment.status, payment.method, payment.amount_fen) == ("paid", method, order.total_fen)
    assert kinds(order) == ["placed", "paid"]
    assert Entry.objects.get().amount_fen == 6880
    assert Lot.objects.get().taken_g == 2500
    assert Notice.objects.filter(key=f"order:{order.code}:paid").count() == 1


def test_a_card_may_have_to_be_authenticated(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id, card="4000002500003155", outcome="waiting")
    assert settle(payment).status == "open"


def test_an_authenticated_card_pays(sandbox, order):
    pay(sandbox, order, card="4000002500003155")
    assert order.status == "paid"


def test_a_refused_authentication_leaves_the_order_waiting(sandbox, order):
    payment = pay(sandbox, order, card="4000002500003155", outcome="failed")
    assert (payment.status, order.status) == ("open", "placed")
    assert payment.failure == "payment_intent_authentication_failure"


def test_a_declined_card_is_written_down_once_and_another_one_pays(sandbox, order):
    payment = pay(sandbox, order, card="4000000000009995")
    assert (payment.status, payment.failure) == ("open", "insufficient_funds")
    settle(payment)
    event = order.events.get(kind="payment_failed")
    assert "not enough money" in event.reason or "余额" in event.reason
    sandbox.pay(payment.session_id)
    assert settle(payment).failure == ""
    assert kinds(order) == ["placed", "payment_failed", "paid"]


def test_a_decline_without_a_word_of_its_own_is_known_by_its_code(sandbox, order):
    assert pay(sandbox, order, card="4000000000000069").failure == "expired_card"


def test_the_provider_is_asked_for_what_the_order_says(sandbox, order):
    payment = start(order)
    session = sandbox.client().v1.checkout.sessions.retrieve(
        payment.session_id, {"expand": ["line_items"]}
    )
    names = [(line.description, line.quantity, line.amount_total) for line in session.line_items]
    assert names[0] == ("巫山脆李", 1, 6880)
    assert sum(amount for _, _, amount in names) == session.amount_total == order.total_fen
    assert session.currency == "cny"
    assert session.customer_email == order.email
    assert session.client_reference_id == order.code
    assert session.locale == "zh"
    assert 30 * 60 <= session.expires_at - session.created <= 31 * 60
    assert f"/orders/{order.code}/payment/return/" in session.success_url
    # A guest may come back in another browser, which holds no key.
    assert f"key={order.key}" in session.success_url
    assert session.cancel_url == session.success_url + "&left=1"


def test_on_a_phone_alipay_comes_first(sandbox, order):
    start(order, on_phone=True)
    assert Payment.objects.get().call_parameters["allowed_payment_method_types"] == [
        "alipay",
        "wechat_pay",
        "card",
    ]


def test_an_english_order_is_paid_in_english_and_a_buyers_key_stays_at_home(sandbox):
    order = world.order(world.millet(), buyer=world.user())
    Order.objects.update(language="en")
    order.refresh_from_db()
    start(order)
    parameters = Payment.objects.get().call_parameters
    assert parameters["locale"] == "en"
    assert parameters["line_items"][0]["price_data"]["product_data"]["name"] == "Wushan millet"
    assert f"/en/orders/{order.code}/payment/return/" in parameters["success_url"]
    assert order.key not in parameters["success_url"]


def test_free_delivery_is_no_line(sandbox):
    order = world.order(world.millet(), packs=6)
    assert order.freight_fen == 0
    start(order)
    assert len(Payment.objects.get().call_parameters["line_items"]) == 1


def test_an_order_of_very_many_lines_is_paid_as_one(sandbox, order, monkeypatch):
    monkeypatch.setattr("shop.payments.paying.MOST_LINES", 0)
    start(order)
    goods, delivery = Payment.objects.get().call_parameters["line_items"]
    assert goods["price_data"]["unit_amount"] == order.goods_fen
    assert delivery["price_data"]["unit_amount"] == order.freight_fen


def test_starting_holds_the_goods_for_longer_than_the_page_is_open(sandbox, order):
    payment = start(order)
    order.refresh_from_db()
    assert order.held_until - payment.started_at == timedelta(minutes=35)
    assert payment.expires_at - payment.started_at == timedelta(minutes=31)


def test_starting_again_leads_to_the_same_page(sandbox, order):
    first = start(order)
    assert start(order).session_url == first.session_url
    assert Payment.objects.count() == 1


def test_starting_again_after_the_page_expired_opens_another(sandbox, order):
    first = start(order)
    sandbox.client().v1.checkout.sessions.expire(first.session_id)
    assert start(order).session_id != first.session_id
    assert [payment.status for payment in Payment.objects.all()] == ["expired", "open"]


def test_nobody_holds_goods_for_ever_without_paying(sandbox, order):
    for _ in range(MOST_PAGES):
        close(start(order))
    with pytest.raises(NotPayable):
        start(order)


def test_an_order_that_turns_out_to_be_paid_is_not_paid_again(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    with pytest.raises(NotPayable):
        start(order)
    assert Order.objects.get().status == "paid"


def test_an_order_that_was_let_go_is_not_paid(order):
    let_go(order, kind="expired", at=timezone.now())
    with pytest.raises(NotPayable):
        start(order)


def test_two_clicks_at_once_begin_one_payment(order):
    first = begin(order, on_phone=False, site="http://127.0.0.1")
    assert begin(order, on_phone=False, site="http://127.0.0.1") == first


def test_a_payment_the_provider_refuses_ends(sandbox, order):
    Order.objects.update(email="nobody")
    with pytest.raises(NotStarted):
        start(order)
    payment = Payment.objects.get()
    assert (payment.status, payment.failure) == ("expired", "not_accepted")


# The client itself tries twice where it makes sense.
@pytest.mark.parametrize(("fault", "times"), [("500", 2), ("closed", 2), ("429", 1)])
def test_what_the_provider_did_not_answer_is_asked_again_with_the_same_key(
    sandbox, order, fault, times
):
    sandbox.fault(fault, times=times)
    with pytest.raises(stripe.Unreachable):
        start(order)
    begun = Payment.objects.get()
    assert (begun.status, begun.session_id) == ("started", None)
    assert start(order) == begun


def test_an_answer_that_was_lost_does_not_make_a_second_page(sandbox, order):
    sandbox.fault("lost", times=2)
    with pytest.raises(stripe.Unreachable):
        start(order)
    start(order)
    assert len(sandbox.client().v1.checkout.sessions.list().data) == 1


def test_after_a_day_the_page_is_looked_up_and_not_made_again(sandbox, order):
    sandbox.fault("lost", times=2)
    with pytest.raises(stripe.Unreachable):
        start(order)
    payment = Payment.objects.get()
    long_ago(payment, "started_at")
    assert settle(payment).status == "open"
    assert len(sandbox.client().v1.checkout.sessions.list().data) == 1


def test_after_a_day_what_was_never_made_is_given_up(sandbox, order):
    payment = begin(order, on_phone=False, site="http://127.0.0.1")
    sandbox.client().v1.checkout.sessions.create(
        {**payment.call_parameters, "metadata": {"payment": "another"}}
    )
    long_ago(payment, "started_at")
    assert settle(payment).status == "expired"
    assert len(sandbox.client().v1.checkout.sessions.list().data) == 1


def test_asking_again_about_a_paid_one_asks_nobody(sandbox, order):
    payment = pay(sandbox, order)
    sandbox.fault("500", times=1)
    assert settle(payment).status == "paid"


def test_two_answers_at_once_are_taken_once(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    stale = Payment.objects.get()
    settle(payment)
    settle(stale)
    assert Entry.objects.count() == 1
    assert kinds(order) == ["placed", "paid"]


def test_a_payment_under_way_is_waited_for(sandbox, order):
    payment = pay(sandbox, order, "alipay", outcome="processing")
    assert (payment.status, close(payment).status) == ("open", "open")
    sandbox.settle(payment.intent_id)
    assert settle(payment).status == "paid"


def test_a_payment_under_way_may_still_fail(sandbox, order):
    payment = pay(sandbox, order, "alipay", outcome="processing")
    sandbox.settle(payment.intent_id, "failed")
    payment = settle(payment)
    assert (payment.status, payment.failure) == ("expired", "payment_method_provider_decline")
    assert start(order).pk != payment.pk


def test_a_closed_page_cannot_be_paid(sandbox, order):
    payment = start(order)
    assert close(payment).status == "expired"
    with pytest.raises(AssertionError, match="no longer open"):
        sandbox.pay(payment.session_id)


def test_closing_finds_that_it_is_paid(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    assert close(payment).status == "paid"


def test_closing_finds_that_it_was_paid_in_that_moment(sandbox, order, monkeypatch):
    payment = start(order)
    expire = stripe.expire_session

    def pay_just_before(session_id):
        sandbox.pay(session_id)
        return expire(session_id)

    monkeypatch.setattr(stripe, "expire_session", pay_just_before)
    assert close(payment).status == "paid"


def paid_late(sandbox, order) -> Payment:
    """The money was seen only after the goods were let go."""
    payment = start(order)
    sandbox.pay(payment.session_id)
    order.refresh_from_db()
    let_go(order, kind="expired", at=timezone.now())
    return payment


def test_late_money_holds_the_goods_again_where_they_are_there(sandbox, order):
    settle(paid_late(sandbox, order))
    assert Order.objects.get().status == "paid"
    assert kinds(order) == ["placed", "expired", "held_again", "paid"]
    assert Entry.objects.count() == 1
    assert not Refund.objects.exists()


def test_late_money_without_goods_goes_back_in_full(sandbox, order):
    payment = paid_late(sandbox, order)
    Lot.objects.update(stopped_at=timezone.now())
    assert settle(payment).status == "paid"
    refund = Refund.objects.get()
    assert (refund.status, refund.amount_fen) == ("succeeded", order.total_fen)
    assert Order.objects.get().status == "expired"
    # It never was a sale, so there is nothing to count back.
    assert not refund.lines.exists()
    assert not Entry.objects.exists()


def test_money_for_a_cancelled_order_goes_back(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    order.refresh_from_db()
    let_go(order, kind="cancelled", at=timezone.now())
    settle(payment)
    assert Order.objects.get().status == "cancelled"
    assert Refund.objects.get().status == "succeeded"


def test_a_refund_nobody_answers_for_is_kept_for_the_next_tick(sandbox, order, monkeypatch):
    payment = paid_late(sandbox, order)
    Lot.objects.update(stopped_at=timezone.now())

    def nobody(*_, **__):
        raise stripe.Unreachable

    monkeypatch.setattr(stripe, "create_refund", nobody)
    assert settle(payment).status == "paid"
    assert Refund.objects.get().status == "wanted"


def test_a_wrong_amount_is_not_taken_as_paid_and_operators_are_told(sandbox, order):
    operator = world.operator()
    payment = start(order)
    sandbox.pay(payment.session_id)
    Payment.objects.update(amount_fen=1)
    assert settle(Payment.objects.get()).status == "wrong"
    assert Order.objects.get().status == "placed"
    notice = Notice.objects.get(email=operator.email)
    assert order.code in notice.body and str(order.total_fen) in notice.body
    with pytest.raises(NotPayable):
        start(order)


def test_a_page_the_provider_does_not_know_is_over(sandbox, order):
    payment = start(order)
    sandbox.clear()
    assert settle(payment).status == "expired"
