import pytest
from django.utils import timezone

from producers.models import Lot
from shop.models import Entry, Notice, Order, Parcel, Payment, Refund
from shop.orders.letting_go import let_go
from shop.payments import refunding, stripe
from shop.payments.cancelling import ALREADY, BEING_PAID, UNDER_WAY, CannotCancel, cancel
from shop.payments.paying import start
from tests import world
from tests.shop.payments.buying import kinds, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order():
    return world.order(world.plums(grams=2500))


def test_an_unpaid_order_gives_its_goods_back(order):
    cancel(order, reason="changed my mind")
    assert kinds(order) == ["placed", "cancelled"]
    assert Lot.objects.get().available_g == 2500
    assert Order.objects.get().status == "cancelled"
    notice = Notice.objects.get(key=f"order:{order.code}:cancelled")
    assert order.code in notice.subject


def test_the_open_page_is_closed_before(sandbox, order):
    payment = start(order)
    cancel(order)
    assert Payment.objects.get().status == "expired"
    with pytest.raises(AssertionError, match="no longer open"):
        sandbox.pay(payment.session_id)


def test_while_the_provider_does_not_answer_nothing_is_cancelled(sandbox, order):
    start(order)
    sandbox.fault("500", times=2)
    with pytest.raises(stripe.Unreachable):
        cancel(order)
    assert Order.objects.get().status == "placed"


def test_while_the_money_is_on_its_way_nothing_is_cancelled(sandbox, order):
    pay(sandbox, order, "alipay", outcome="processing")
    with pytest.raises(CannotCancel) as refused:
        cancel(order)
    assert refused.value.args == (BEING_PAID,)
    assert Lot.objects.get().held_g == 2500


def test_a_card_is_refunded_at_once_in_full(sandbox, order):
    pay(sandbox, order)
    operator = world.operator()
    cancel(order, by=operator, reason="too late")
    refund = Refund.objects.get()
    assert (refund.status, refund.amount_fen) == ("succeeded", order.total_fen)
    assert (refund.by, refund.reason, refund.freight_fen) == (
        operator,
        "too late",
        order.freight_fen,
    )
    assert kinds(order) == ["placed", "paid", "cancelled", "refund_started", "refunded"]
    assert Lot.objects.get().available_g == 2500
    assert Parcel.objects.get().status == "cancelled"
    sale, negative = Entry.objects.order_by("id")
    assert (negative.answers, negative.amount_fen, negative.weight_g) == (sale, -6880, -2500)
    assert {notice.key.rpartition(":")[2] for notice in Notice.objects.all()} == {
        "placed",
        "paid",
        "cancelled",
        str(refund.pk),
    }


def test_a_payment_found_while_cancelling_is_refunded(sandbox, order):
    payment = start(order)
    sandbox.pay(payment.session_id)
    cancel(order)
    assert Order.objects.get().status == "cancelled"
    assert Refund.objects.get().status == "succeeded"


@pytest.mark.parametrize("method", ["alipay", "wechat_pay"])
def test_a_wallets_refund_is_under_way_and_counts_later(sandbox, order, method):
    pay(sandbox, order, method)
    cancel(order)
    assert Refund.objects.get().status == "pending"
    # The goods are for others at once, the ledger waits for the provider.
    assert Lot.objects.get().available_g == 2500
    assert Entry.objects.count() == 1


def test_a_refund_nobody_answers_for_is_kept(sandbox, order):
    pay(sandbox, order)
    sandbox.fault("500", times=2)
    cancel(order)
    assert Refund.objects.get().status == "wanted"
    assert Order.objects.get().status == "cancelled"


def test_a_shipped_order_is_not_cancelled(sandbox, order):
    pay(sandbox, order)
    Parcel.objects.update(status="shipped", shipped_at=timezone.now())
    with pytest.raises(CannotCancel) as refused:
        cancel(order)
    assert refused.value.args == (UNDER_WAY,)
    assert Order.objects.get().status == "paid"
    assert not Refund.objects.exists()


def test_an_order_is_cancelled_once(sandbox, order):
    pay(sandbox, order)
    cancel(order)
    with pytest.raises(CannotCancel) as refused:
        cancel(order)
    assert refused.value.args == (ALREADY,)
    assert Refund.objects.count() == 1


def test_an_order_that_was_let_go_needs_no_cancelling(order):
    let_go(order, kind="expired", at=timezone.now())
    with pytest.raises(CannotCancel):
        cancel(order)


def test_an_order_of_which_a_claim_was_paid_back_is_not_cancelled(sandbox):
    order = world.order(world.plums(), world.millet())
    pay(sandbox, order)
    line, parcel = order.lines.first(), order.parcels.first()
    type(parcel).objects.filter(pk=parcel.pk).update(status="received")
    refunding.follow_up(refunding.want_back(order, {line.pk: 100}, reason="坏果"))
    with pytest.raises(CannotCancel):
        cancel(order)
