"""A parcel has arrived: its buyer says so, a hall handed it over, or a week after it left for an
address nobody said otherwise."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shop.orders.models import Order, OrderEvent, Parcel
from shop.orders.telling import tell_buyer, tells_of_each_parcel

DAYS_UNTIL_RECEIVED = 7


class NotUnderWay(Exception):
    """The parcel has not left, or has arrived already; in words for who said it did."""


@transaction.atomic
def receive(parcel: Parcel, *, by=None, reason: str = "") -> None:
    """Raises NotUnderWay."""
    order = Order.objects.locked(parcel.order_id)
    parcel = order.parcels.select_related("order").get(pk=parcel.pk)
    if parcel.status != Parcel.Status.SHIPPED:
        raise NotUnderWay(
            _("Parcel %(code)s is not under way: %(state)s.")
            % {"code": parcel.code, "state": parcel.get_status_display()}
        )
    now = timezone.now()
    parcel.status, parcel.received_at = Parcel.Status.RECEIVED, now
    parcel.save(update_fields=["status", "received_at"])
    order.happened(OrderEvent.Kind.RECEIVED, at=now, by=by, reason=reason, parcel=parcel)
    # Who said nothing is told after how many days it counts as received.
    days = None if by or not reason else DAYS_UNTIL_RECEIVED
    if tells_of_each_parcel(order, "received"):
        tell_buyer(order, "received", about=str(parcel.number), parcel=parcel, days=days)


def overdue():
    """Parcels that left a week ago and of which nobody said that they came. Those that go to a hall
    are not received before it hands them over."""
    a_week_ago = timezone.now() - timedelta(days=DAYS_UNTIL_RECEIVED)
    return Parcel.objects.filter(
        order__hall=None, shipped_at__lte=a_week_ago, status=Parcel.Status.SHIPPED
    )


def receive_unsaid(parcel: Parcel) -> None:
    with translation.override(parcel.order.language):
        reason = _("%(days)s days after shipping") % {"days": DAYS_UNTIL_RECEIVED}
    # The buyer may have been faster.
    with suppress(NotUnderWay):
        receive(parcel, reason=reason)
