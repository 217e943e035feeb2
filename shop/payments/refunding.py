"""Money goes back in full or in part. A refund is a row of its own: wanted, asked of the provider,
and counted in the ledger when the provider has confirmed it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from shop.gifts import using
from shop.ledger.writing import record_refund
from shop.money import yuan
from shop.orders.models import Order, OrderEvent, OrderLine
from shop.orders.sales import returns_of
from shop.orders.telling import tell_buyer
from shop.payments import stripe
from shop.payments.alarm import alarm
from shop.payments.models import Payment, Refund, RefundLine
from shop.payments.stripe import ProviderRefund

# After so many failures of a refund somebody has to look at it.
MOST_TRIES = 3
UNFINISHED = (Refund.Status.WANTED, Refund.Status.PENDING)
# A refund that is under way takes days: it is not asked about at every tick.
PATIENCE = timedelta(minutes=10)
# Nothing of it is the buyer's money.
SPONSORS = ProviderRefund(id=None, status="succeeded", failure="")


def want_all_back(
    payment: Payment, *, reason: str, by=None, lines: Iterable[OrderLine] = ()
) -> Refund:
    """All of a payment is to go back. `lines` are those that were counted as sold and are to be
    counted back, with their weight; with them goes back what a sponsor paid. Call with order and
    payment locked, then `follow_up` after the commit."""
    lines = list(lines)
    refund = written(
        payment,
        amount_fen=payment.amount_fen,
        sponsor_fen=payment.order.sponsored_fen if lines else 0,
        freight_fen=payment.order.freight_fen,
        reason=reason,
        by=by,
        before_shipping=True,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, line=line, amount_fen=line.amount_fen, weight_g=line.weight_g)
        for line in lines
    )
    payment.order.happened(OrderEvent.Kind.REFUND_STARTED, at=refund.asked_at, by=by, reason=reason)
    return refund


def want_back(
    order: Order,
    amounts: dict[int, int],
    *,
    reason: str,
    by=None,
    freight_fen: int = 0,
    grams: dict[int, int] | None = None,
) -> Refund | None:
    """Some of what was paid is to go back: fen by the id of the line, of each at most what is left
    of it. Of a parcel that never left, its freight and the `grams` of its lines come back too.
    None where nothing is left. Call with the order locked, then `follow_up` after the commit."""
    left, grams = left_of(order), grams or {}
    amounts = {line: part for line, fen in amounts.items() if (part := min(fen, left[line]))}
    if not amounts:
        return None
    payment = payment_of(order)
    payment.order = order
    buyers, sponsors = shared(payment, sum(amounts.values()) + freight_fen)
    refund = written(
        payment,
        amount_fen=buyers,
        sponsor_fen=sponsors,
        freight_fen=freight_fen,
        reason=reason,
        by=by,
        before_shipping=False,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, line_id=line, amount_fen=fen, weight_g=grams.get(line, 0))
        for line, fen in amounts.items()
    )
    order.happened(OrderEvent.Kind.REFUND_STARTED, at=refund.asked_at, by=by, reason=reason)
    return refund


def shared(payment: Payment, fen: int) -> tuple[int, int]:
    """Of fen that go back: the buyer's, at most what the buyer paid and has not got back, and the
    sponsor's, who paid the rest."""
    back = payment.refunds.filter(follows=None).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    buyers = min(fen, payment.amount_fen - back)
    return buyers, fen - buyers


def left_of(order: Order) -> dict[int, int]:
    """Of each line by its id, the fen that were paid and neither went back nor are to. What is
    asked again is counted once."""
    left = dict(order.lines.values_list("pk", "amount_fen"))
    parts = RefundLine.objects.filter(refund__order=order, refund__follows=None)
    for line, fen in parts.values_list("line", "amount_fen"):
        left[line] -= fen
    return left


def payment_of(order: Order) -> Payment:
    """The payment that made the order a sale, locked. Another may have come too late, and went
    back as a whole."""
    payments = order.payments.select_for_update(of=("self",))
    return payments.exclude(refunds__before_shipping=True).get(status=Payment.Status.PAID)


def written(payment: Payment, *, amount_fen: int, **fields) -> Refund:
    order = payment.order
    key = f"refund-{order.code}-{get_random_string(16)}"
    return Refund.objects.create(
        payment=payment,
        order=order,
        amount_fen=amount_fen,
        call_key=key,
        call_parameters={
            "payment_intent": payment.intent_id,
            "amount": amount_fen,
            "metadata": {"order": order.code, "refund": key},
        },
        asked_at=timezone.now(),
        **fields,
    )


def follow_up(refund: Refund) -> Refund:
    """Ask the provider for a refund, or how it stands, and take the answer. Raises
    stripe.Unreachable: then a later tick asks again, with the same key. What came by transfer is
    sent back by a person, and where all of it is a sponsor's nobody is asked."""
    if refund.amount_fen and refund.payment.by_transfer:
        return refund
    answer = ask(refund) if refund.amount_fen else SPONSORS
    with transaction.atomic():
        order = Order.objects.locked(refund.order_id)
        refund = Refund.objects.select_for_update().get(pk=refund.pk)
        take(order, refund, answer)
        refund.save()
    return refund


def ask(refund: Refund) -> ProviderRefund | str:
    """The provider's refund, or why there is none."""
    key = refund.call_key
    try:
        if refund.provider_id:
            return stripe.refund(refund.provider_id)
        if refund.asked_at > timezone.now() - stripe.KEY_LASTS:
            return stripe.create_refund(refund.call_parameters, key=key)
    except stripe.Refused as refused:
        return str(refused)
    found = stripe.find_refund(key=key, intent_id=refund.payment.intent_id)
    return found or "The provider never heard of it."


def take(order: Order, refund: Refund, answer: ProviderRefund | str) -> None:
    """Let a refund be as the provider says it is. Call with order and refund locked."""
    if isinstance(answer, str):
        return fail(order, refund, failure=answer)
    refund.provider_id = answer.id
    if answer.status == "succeeded":
        return succeed(order, refund)
    if answer.status in ("failed", "canceled"):
        return fail(order, refund, failure=answer.failure or answer.status)
    if refund.status == Refund.Status.WANTED:
        refund.status = Refund.Status.PENDING
    return None


def succeed(order: Order, refund: Refund) -> None:
    if refund.status not in UNFINISHED:
        return
    refund.status, refund.confirmed_at = Refund.Status.SUCCEEDED, timezone.now()
    lines = refund.lines.select_related("line__order")
    record_refund(returns_of(refund.pk, lines), confirmed_at=refund.confirmed_at)
    if refund.sponsor_fen:
        using.give_back(order.code, fen=refund.sponsor_fen, source=f"refund:{refund.pk}")
    order.happened(OrderEvent.Kind.REFUNDED, at=refund.confirmed_at)
    tell_buyer(order, "refunded", about=str(refund.pk), refund=refund)


def fail(order: Order, refund: Refund, *, failure: str) -> None:
    """It may fail after it succeeded: a bank sends the money back where the account is closed."""
    if refund.status == Refund.Status.FAILED:
        return
    refund.status, refund.failure = Refund.Status.FAILED, failure[:300]
    order.happened(OrderEvent.Kind.REFUND_FAILED, at=timezone.now(), reason=refund.failure)
    if refund.attempt >= MOST_TRIES:
        alarm(
            f"refund:{refund.pk}",
            format_lazy(
                gettext_lazy(
                    "Order {code}: a refund of ¥{amount} failed {times} times, the last time for: "
                    "{failure}. Return the money in another way."
                ),
                code=order.code,
                amount=yuan(refund.amount_fen),
                times=refund.attempt,
                failure=refund.failure,
            ),
        )


def try_again(refund: Refund) -> None:
    """A refund that failed is asked again as a row of its own, a few times."""
    with transaction.atomic():
        order = Order.objects.locked(refund.order_id)
        if Refund.objects.filter(follows=refund).exists():
            return
        again = next_try(refund)
        order.happened(OrderEvent.Kind.REFUND_STARTED, at=again.asked_at, reason=again.reason)
    follow_up(again)


def next_try(failed: Refund) -> Refund:
    again = written(
        failed.payment,
        amount_fen=failed.amount_fen,
        sponsor_fen=0 if failed.confirmed_at else failed.sponsor_fen,
        freight_fen=failed.freight_fen,
        reason=failed.reason,
        by=failed.by,
        before_shipping=failed.before_shipping,
        attempt=failed.attempt + 1,
        follows=failed,
    )
    # Where it failed only after it was confirmed, the ledger has its rows and the sponsor its part:
    # money goes again, the goods were counted back once.
    if failed.confirmed_at is None:
        RefundLine.objects.bulk_create(
            RefundLine(
                refund=again,
                line_id=part.line_id,
                amount_fen=part.amount_fen,
                weight_g=part.weight_g,
            )
            for part in failed.lines.all()
        )
    return again


def left_unfinished():
    """Refunds whose answer was never heard, or that are under way."""
    now = timezone.now()
    unheard = Q(status=Refund.Status.WANTED, asked_at__lte=now - timedelta(seconds=30))
    under_way = Q(status=Refund.Status.PENDING, asked_at__lte=now - PATIENCE)
    asked = Refund.objects.exclude(payment__method=Payment.TRANSFER, amount_fen__gt=0)
    return asked.filter(unheard | under_way)


def left_failed():
    """Refunds that failed and are to be tried again."""
    return Refund.objects.filter(
        status=Refund.Status.FAILED, attempt__lt=MOST_TRIES, followed_by=None
    )
