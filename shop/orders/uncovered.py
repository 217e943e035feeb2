from producers.harvests.models import Lot
from shop.orders.models import Order, OrderLine, Parcel

STILL_HERE = (Parcel.Status.WAITING, Parcel.Status.TO_SHIP)
LET_GO = (Order.Status.CANCELLED, Order.Status.EXPIRED)


def uncovered(lot: Lot) -> list[OrderLine]:
    """The lines a lowered lot no longer covers: who ordered last goes without first, until what
    is short is met. What is shipped is shipped."""
    lines = (
        lot.order_lines.filter(parcel__status__in=STILL_HERE)
        .exclude(order__status__in=LET_GO)
        .select_related("order", "parcel__recipient")
        .order_by("-order__placed_at", "-order_id", "-id")
    )
    found, short = [], lot.short_g
    for line in lines:
        if short <= 0:
            break
        found.append(line)
        short -= line.weight_g
    return found
