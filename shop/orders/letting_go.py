from datetime import datetime

from producers.harvests import stock
from shop.gifts import using
from shop.orders.models import Order, Parcel


class NotUnpaid(Exception):
    """The order is not one that waits for approval or payment."""


def let_go(order: Order, *, kind: str, at: datetime, by=None, reason: str = "") -> None:
    """An unpaid order gives its goods back, because its time ran out (EXPIRED) or somebody said so
    (CANCELLED, or REFUSED by who was to approve it). Call with the order locked."""
    if order.status not in Order.UNPAID:
        raise NotUnpaid(order.code)
    for lot_id, grams in order.grams_by_lot():
        stock.let_go(lot_id, grams=grams)
    if order.sponsored_fen:
        using.give_all_back(order.code)
    order.parcels.update(status=Parcel.Status.CANCELLED)
    order.happened(kind, at=at, by=by, reason=reason)
