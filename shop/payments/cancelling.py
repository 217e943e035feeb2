from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.orders.fulfilling import NotToShip, put_back
from shop.orders.letting_go import let_go
from shop.orders.models import Order, OrderEvent, Parcel
from shop.orders.telling import tell_buyer
from shop.payments import refunding, stripe
from shop.payments.calling_off import call_off_parcels
from shop.payments.models import Payment, Refund
from shop.payments.paying import close


class CannotCancel(Exception):
    """With the reason, in words for the buyer."""


ALREADY = _("This order is cancelled already.")
UNDER_WAY = _(
    "A parcel of this order has been shipped, so the order can't be cancelled any more. If "
    "something is wrong with the goods when they arrive, tell us."
)
BEING_PAID = _(
    "Your payment is being processed at this moment, so the order can't be cancelled. Try again "
    "in a few minutes."
)


def cancel(order: Order, *, by=None, reason: str = "") -> None:
    """Undo an order of which nothing was shipped: one that is not paid gives its goods back, one
    that is paid gives the money back too. Raises CannotCancel, or stripe.Unreachable where the
    provider must be asked first and does not answer."""
    # While the page is open the buyer may be paying on it.
    for left_open in order.payments.filter(status__in=Payment.OPEN):
        close(left_open)
    with transaction.atomic():
        refund = undo(Order.objects.locked(order.pk), by=by, reason=reason)
    if refund:
        # It is written down: if nobody answers now, a tick asks again.
        with suppress(stripe.Unreachable):
            refunding.follow_up(refund)


def undo(order: Order, *, by, reason: str) -> Refund | None:
    if order.status in (Order.Status.CANCELLED, Order.Status.EXPIRED):
        raise CannotCancel(ALREADY)
    if order.status not in Order.UNPAID:
        return undo_paid(order, by=by, reason=reason)
    if order.payments.filter(status__in=Payment.OPEN).exists():
        raise CannotCancel(BEING_PAID)
    let_go(order, kind=OrderEvent.Kind.CANCELLED, at=timezone.now(), by=by, reason=reason)
    tell_buyer(order, "cancelled")
    return None


def undo_paid(order: Order, *, by, reason: str) -> Refund:
    if order.parcels.filter(status=Parcel.Status.CANCELLED).exists():
        return undo_what_is_left(order, by=by, reason=reason)
    payment = refunding.payment_of(order)
    payment.order = order
    try:
        put_back(order)
    except NotToShip as shipped:
        raise CannotCancel(UNDER_WAY) from shipped
    order.happened(OrderEvent.Kind.CANCELLED, at=timezone.now(), by=by, reason=reason)
    refund = refunding.want_all_back(payment, reason=reason, by=by, lines=order.lines.all())
    tell_buyer(order, "cancelled", refund=refund)
    return refund


def undo_what_is_left(order: Order, *, by, reason: str) -> Refund:
    """Of an order some parcels of which were called off, and refunded, before."""
    parcels = list(order.parcels.exclude(status=Parcel.Status.CANCELLED))
    if any(parcel.status != Parcel.Status.TO_SHIP for parcel in parcels):
        raise CannotCancel(UNDER_WAY)
    refund = call_off_parcels(order, parcels, reason=reason, by=by)
    tell_buyer(order, "cancelled", refund=refund)
    return refund
