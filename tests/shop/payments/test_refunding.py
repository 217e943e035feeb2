import pytest

from shop.models import Entry, Notice, Refund
from shop.payments import refunding, stripe
from shop.payments.cancelling import cancel
from shop.payments.refunding import follow_up, left_failed, left_unfinished, try_again
from tests import world
from tests.shop.payments.buying import kinds, long_ago, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order():
    return world.order(world.plums())


def cancelled(sandbox, order, method="card", **how) -> Refund:
    pay(sandbox, order, method, **how)
    cancel(order)
    return Refund.objects.get()


def test_a_wallets_refund_counts_when_the_provider_confirms_it(sandbox, order):
    refund = cancelled(sandbox, order, "alipay")
    assert follow_up(refund).status == "pending"
    sandbox.settle(refund.provider_id)
    refund = follow_up(refund)
    assert refund.status == "succeeded"
    assert Entry.objects.get(kind="refund").source == f"refund:{refund.pk}:1"
    assert kinds(order)[-1] == "refunded"


def test_it_is_counted_once(sandbox, order):
    refund = cancelled(sandbox, order)
    follow_up(refund)
    assert Entry.objects.filter(kind="refund").count() == 1
    assert kinds(order).count("refunded") == 1


def test_an_answer_that_was_lost_does_not_refund_twice(sandbox, order):
    pay(sandbox, order)
    sandbox.fault("lost", times=2)
    cancel(order)
    assert follow_up(Refund.objects.get()).status == "succeeded"
    assert len(sandbox.client().v1.refunds.list().data) == 1


def test_after_a_day_it_is_looked_up_and_not_made_again(sandbox, order):
    pay(sandbox, order)
    sandbox.fault("lost", times=2)
    cancel(order)
    refund = Refund.objects.get()
    long_ago(refund, "asked_at")
    assert follow_up(refund).status == "succeeded"
    assert len(sandbox.client().v1.refunds.list().data) == 1


def test_after_a_day_what_was_never_made_has_failed(sandbox, order):
    payment = pay(sandbox, order)
    sandbox.fault("500", times=2)
    cancel(order)
    sandbox.client().v1.refunds.create({"payment_intent": payment.intent_id, "amount": 100})
    refund = Refund.objects.get()
    long_ago(refund, "asked_at")
    assert follow_up(refund).status == "failed"


def test_one_that_failed_is_asked_again_as_a_row_of_its_own(sandbox, order):
    first = cancelled(sandbox, order, "alipay")
    sandbox.settle(first.provider_id, "failed")
    first = follow_up(first)
    assert (first.status, list(left_failed())) == ("failed", [first])
    try_again(first)
    second = Refund.objects.get(follows=first)
    assert (second.status, second.attempt, second.amount_fen) == ("pending", 2, order.total_fen)
    assert not left_failed()
    sandbox.settle(second.provider_id)
    follow_up(second)
    assert Entry.objects.get(kind="refund").source == f"refund:{second.pk}:1"
    assert kinds(order)[-4:] == ["refund_started", "refund_failed", "refund_started", "refunded"]


def test_it_is_asked_again_once(sandbox, order):
    first = cancelled(sandbox, order, "alipay")
    sandbox.settle(first.provider_id, "failed")
    first = follow_up(first)
    try_again(first)
    try_again(first)
    assert Refund.objects.count() == 2


def test_one_that_fails_after_it_was_confirmed_is_counted_back_once(sandbox, order):
    first = cancelled(sandbox, order, card="4000000000005126")
    assert first.status == "succeeded"
    sandbox.settle(first.provider_id, "failed")
    try_again(follow_up(first))
    second = Refund.objects.get(follows=first)
    assert second.status == "succeeded"
    assert not second.lines.exists()
    assert sum(entry.amount_fen for entry in Entry.objects.all()) == 0


def test_a_failure_is_written_down_once(sandbox, order):
    refund = cancelled(sandbox, order, "alipay")
    sandbox.settle(refund.provider_id, "failed")
    follow_up(follow_up(refund))
    assert kinds(order).count("refund_failed") == 1


def test_after_three_failures_operators_are_told(sandbox, order):
    operator = world.operator()
    refund = cancelled(sandbox, order, "alipay")
    for _ in range(2):
        sandbox.settle(refund.provider_id, "failed")
        try_again(follow_up(refund))
        refund = Refund.objects.last()
    assert not Notice.objects.filter(email=operator.email).exists()
    sandbox.settle(refund.provider_id, "failed")
    follow_up(refund)
    assert order.code in Notice.objects.get(email=operator.email).body
    assert not left_failed()


def test_one_the_provider_refuses_has_failed(sandbox, order):
    payment = pay(sandbox, order)
    sandbox.client().v1.refunds.create({"payment_intent": payment.intent_id})
    cancel(order)
    refund = Refund.objects.get()
    assert refund.status == "failed"
    assert "already been refunded" in refund.failure


def test_one_that_was_never_heard_of_is_left_unfinished(sandbox, order):
    pay(sandbox, order)
    sandbox.fault("500", times=2)
    cancel(order)
    refund = Refund.objects.get()
    assert not left_unfinished()
    long_ago(refund, "asked_at", hours=1)
    assert list(left_unfinished()) == [refund]


def test_one_under_way_is_asked_about_after_a_while(sandbox, order):
    refund = cancelled(sandbox, order, "wechat_pay")
    assert not left_unfinished()
    long_ago(refund, "asked_at", hours=1)
    assert list(left_unfinished()) == [refund]


def test_an_unanswered_follow_up_changes_nothing(sandbox, order):
    refund = cancelled(sandbox, order, "alipay")
    sandbox.fault("closed", times=2)
    with pytest.raises(stripe.Unreachable):
        follow_up(refund)
    assert Refund.objects.get().status == "pending"


def test_a_refund_without_its_reason_has_failed(sandbox, order, monkeypatch):
    refund = cancelled(sandbox, order, "alipay")
    answer = stripe.ProviderRefund(id=refund.provider_id, status="canceled", failure="")
    monkeypatch.setattr(refunding.stripe, "refund", lambda _: answer)
    assert follow_up(refund).failure == "canceled"
