"""Whatever is refunded of an order's lines, in whatever order and with whatever end."""

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.models import Entry, Order, Payment, Refund, RefundLine
from shop.payments.refunding import left_of, next_try, take, want_back
from shop.payments.stripe import ProviderRefund
from tests import world
from tests.shop.payments.buying import pay

pytestmark = pytest.mark.django_db

LINE = st.integers(0, 1)
FEN = st.integers(1, 20_000)
ENDS = st.sampled_from(["succeeded", "pending", "failed", "failed, then succeeded"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wishes=st.lists(st.tuples(st.dictionaries(LINE, FEN, min_size=1), ENDS), max_size=6))
def test_refunds_never_exceed_what_was_paid_and_the_ledger_is_paid_less_refunded(paid, wishes):
    order, lines = paid
    with transaction.atomic():
        for number, (fen, end) in enumerate(wishes):
            amounts = {lines[i].pk: amount for i, amount in fen.items()}
            if refund := want_back(order, amounts, reason="坏果"):
                finish(order, refund, end, number)
        check(order)
        transaction.set_rollback(True)


def finish(order: Order, refund: Refund, end: str, number: int) -> None:
    first = end.split(",")[0]
    take(order, refund, ProviderRefund(id=f"re_{number}", status=first, failure=""))
    refund.save()
    if "then" in end:
        again = next_try(refund)
        take(order, again, ProviderRefund(id=f"re_{number}_2", status="succeeded", failure=""))
        again.save()


def check(order: Order) -> None:
    succeeded = Refund.objects.filter(status="succeeded")
    refunded = succeeded.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    assert refunded <= order.goods_fen
    assert Entry.objects.aggregate(fen=Sum("amount_fen"))["fen"] == order.goods_fen - refunded
    for line in order.lines.all():
        parts = RefundLine.objects.filter(line=line, refund__follows=None)
        assert (parts.aggregate(fen=Sum("amount_fen"))["fen"] or 0) <= line.amount_fen
    assert all(fen >= 0 for fen in left_of(order).values())


@pytest.fixture
def paid(sandbox) -> tuple[Order, list]:
    world.country()
    order = world.order(world.plums(), world.millet(), packs=2)
    pay(sandbox, order)
    assert order.payments.get().status == Payment.Status.PAID
    return order, list(order.lines.all())
