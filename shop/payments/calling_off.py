from collections.abc import Sequence

from shop.orders.fulfilling import call_off
from shop.orders.models import Order, Parcel
from shop.payments import refunding
from shop.payments.models import Refund


def call_off_parcels(
    order: Order, parcels: Sequence[Parcel], *, reason: str, by=None
) -> Refund | None:
    """Paid parcels that have not left will not, and their goods and freight are to be refunded.
    None where nothing is left to refund. Call with the order locked, then `follow_up` after the
    commit."""
    lines = list(order.lines.filter(parcel__in=parcels))
    call_off(order, parcels, lines, reason=reason, by=by)
    return refunding.want_back(
        order,
        {line.pk: line.amount_fen for line in lines},
        reason=reason,
        by=by,
        freight_fen=sum(parcel.freight_fen for parcel in parcels),
        grams={line.pk: line.weight_g for line in lines},
    )
