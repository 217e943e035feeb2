"""What an event of the provider is about is asked anew, and its state taken: the event itself may
come late, twice, and after one that happened later. Each takes the object of the event."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from shop.money import yuan
from shop.payments import refunding
from shop.payments.alarm import alarm
from shop.payments.models import Payment, Refund
from shop.payments.paying import settle


def session_changed(session: dict) -> None:
    payment = payment_of(session)
    if payment is None:
        return
    # Money may come for a page whose making was never confirmed to us.
    payment.session_id = payment.session_id or session["id"]
    settle(payment)


def intent_changed(intent: dict) -> None:
    if payment := payment_of(intent):
        settle(payment)


def payment_of(thing: dict) -> Payment | None:
    """The account may have payments that are none of the shop's."""
    key = (thing.get("metadata") or {}).get("payment", "")
    return Payment.objects.filter(call_key=key).first()


def refund_changed(refund: dict) -> None:
    key = (refund.get("metadata") or {}).get("refund", "")
    if ours := Refund.objects.filter(call_key=key).first():
        refunding.follow_up(ours)
    elif payment := Payment.objects.filter(intent_id=refund.get("payment_intent")).first():
        alarm(
            f"refund:{refund['id']}",
            format_lazy(
                _(
                    "Order {code}: ¥{amount} were returned at the provider, and the shop did not "
                    "ask for it."
                ),
                code=payment.order.code,
                amount=yuan(refund["amount"]),
            ),
        )


def disputed(dispute: dict) -> None:
    if payment := Payment.objects.filter(intent_id=dispute.get("payment_intent")).first():
        alarm(
            f"dispute:{dispute['id']}",
            format_lazy(
                _(
                    "Order {code}: the payment is disputed at the buyer's bank. Answer it in the "
                    "provider's dashboard."
                ),
                code=payment.order.code,
            ),
        )


def left_open():
    """Payments of which nothing was heard for a minute."""
    return Payment.objects.filter(
        status__in=Payment.OPEN, started_at__lte=timezone.now() - timedelta(minutes=1)
    ).exclude(method=Payment.TRANSFER)
