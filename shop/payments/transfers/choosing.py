"""对公转账: an organisation sends the money from its bank, and names the order's code."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from shop.orders.models import Order, OrderEvent
from shop.orders.telling import tell_buyer
from shop.payments.models import Payment
from shop.payments.paying import MOST_PAGES, NotPayable, close, refuse_unless_payable


class BeingPaid(Exception):
    """The payment page is open, and money is on its way there."""


def offered(order: Order) -> bool:
    """To organisations, where a sponsor does not pay it all."""
    return bool(settings.TRANSFER_ACCOUNT and order.organisation_id and order.due_fen)


def choose_transfer(order: Order, *, by=None) -> Payment:
    """The order is to be paid by transfer: its goods are held for days, and a page that was open
    at the provider is ended. Raises NotPayable, BeingPaid or stripe.Unreachable."""
    online = order.payments.filter(status__in=Payment.OPEN).exclude(method=Payment.TRANSFER)
    for left_open in online:
        close(left_open)
    with transaction.atomic():
        return begin(Order.objects.locked(order.pk), by=by)


def begin(order: Order, *, by) -> Payment:
    earlier = list(order.payments.all())
    for payment in earlier:
        if payment.status in Payment.OPEN and payment.by_transfer:
            return payment
    refuse_unless_payable(order)
    if not offered(order) or len(earlier) >= MOST_PAGES:
        raise NotPayable(order.code)
    if any(payment.status != Payment.Status.EXPIRED for payment in earlier):
        raise BeingPaid(order.code)
    now = timezone.now()
    order.held_until = max(order.held_until, now + timedelta(days=settings.TRANSFER_DAYS))
    order.save(update_fields=["held_until"])
    payment = order.payments.create(
        amount_fen=order.due_fen,
        status=Payment.Status.OPEN,
        method=Payment.TRANSFER,
        call_key=f"transfer-{order.code}-{get_random_string(16)}",
        call_parameters={},
        started_at=now,
        expires_at=order.held_until,
    )
    order.happened(OrderEvent.Kind.TRANSFER, at=now, by=by)
    tell_buyer(order, "transfer", about=str(payment.pk), **account())
    return payment


def account() -> dict[str, str]:
    """Where the money goes."""
    return {
        "holder": settings.TRANSFER_HOLDER,
        "bank": settings.TRANSFER_BANK,
        "account": settings.TRANSFER_ACCOUNT,
    }
