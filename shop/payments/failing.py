"""A harvest failed: whatever was ordered of it and has not left goes back to its buyers, in full,
freight too. The rule asks nobody: a tick does it, order by order, as often as it takes."""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from producers.harvests.models import Lot, LotChange
from shop.notices.models import Notice
from shop.orders.models import Order, Parcel
from shop.orders.telling import tell_buyer
from shop.orders.uncovered import STILL_HERE
from shop.payments import cancelling, refunding, stripe
from shop.payments.calling_off import call_off_parcels
from shop.payments.cancelling import CannotCancel
from shop.payments.models import Payment, Refund
from shop.payments.paying import close


def parcels_of_failed_lots() -> QuerySet:
    """A parcel goes as a whole, or not at all."""
    return Parcel.objects.filter(
        status__in=STILL_HERE, lines__lot__failed_at__isnull=False
    ).distinct()


def orders_of(lot: Lot) -> QuerySet:
    """Those that wait for something of a lot."""
    waiting = Parcel.objects.filter(status__in=STILL_HERE, lines__lot=lot)
    return Order.objects.filter(parcels__in=waiting).distinct()


def left_to_undo() -> QuerySet:
    return Order.objects.filter(parcels__in=parcels_of_failed_lots()).distinct()


def undo(order: Order) -> None:
    """Call off what would have held a lot that failed, and have its money back: once, however often
    it is asked."""
    # While the page is open the buyer may be paying on it.
    for left_open in order.payments.filter(status__in=Payment.OPEN):
        close(left_open)
    with transaction.atomic():
        order = Order.objects.locked(order.pk)
        unpaid = order.status in Order.UNPAID
        refund = undo_unpaid(order) if unpaid else undo_parcels(order)
    if refund:
        # It is written down: if nobody answers now, a tick asks again.
        with suppress(stripe.Unreachable):
            refunding.follow_up(refund)


def undo_unpaid(order: Order) -> None:
    # Being paid at this moment, it is a paid one when a later tick finds it.
    with suppress(CannotCancel):
        cancelling.undo(order, by=None, reason=reason_for(order))


def undo_parcels(order: Order) -> Refund | None:
    parcels = parcels_of_failed_lots().filter(order=order, status=Parcel.Status.TO_SHIP)
    parcels = list(parcels.prefetch_related("lines"))
    refund = call_off_parcels(order, parcels, reason=reason_for(order))
    if refund:
        lines = [line for parcel in parcels for line in parcel.lines.all()]
        facts = {"about": str(refund.pk), "refund": refund, "lines": lines}
        tell_buyer(order, "harvest_failed", kind=Notice.Kind.CANCELLED, **facts)
    return refund


def reason_for(order: Order) -> str:
    """In the language of whoever reads the order, with what the cooperative said."""
    failures = LotChange.objects.filter(
        kind=LotChange.Kind.FAILED, lot__order_lines__order=order
    ).order_by("id")
    said = dict.fromkeys(failures.values_list("reason", flat=True))
    with override(order.language):
        return (_("The harvest failed") + ": " + "; ".join(said))[:300]
