from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from producers.harvests import stock
from producers.harvests.models import Lot
from shop.gifts import using
from shop.ledger.writing import record_sales
from shop.orders.models import Order, OrderEvent, OrderLine, Parcel
from shop.orders.sales import lines_to_sell, sales_of


class NotHeld(Exception):
    """The order holds no goods, so money cannot make it a sale."""


class NotToShip(Exception):
    """The order is not paid, or a parcel of it is under way."""


def become_paid(order: Order, *, at: datetime) -> None:
    """The provider says that money came: held goods are taken, parcels wait to be shipped, and
    the ledger has its rows. Call with the order locked; one that let its goods go must hold them
    again before."""
    if order.status != Order.Status.PLACED:
        raise NotHeld(order.code)
    lines = lines_to_sell(order)
    for lot_id, grams in grams_by_lot(lines):
        stock.take(lot_id, grams=grams)
    parcels = {line.parcel_id: line.parcel for line in lines}.values()
    for parcel in parcels:
        parcel.status = Parcel.Status.TO_SHIP
        parcel.ship_by = ship_by_of(parcel, paid_at=at)
    Parcel.objects.bulk_update(parcels, ["status", "ship_by"])
    order.happened(OrderEvent.Kind.PAID, at=at)
    record_sales(sales_of(lines), paid_at=at)


def ship_by_of(parcel: Parcel, *, paid_at: datetime) -> datetime:
    """So many hours after payment; of what was sold ahead, the end of the promised window, where
    that is later."""
    within_hours = paid_at + timedelta(hours=parcel.ships_within_hours)
    if parcel.promised_to is None:
        return within_hours
    end = datetime.combine(parcel.promised_to + timedelta(days=1), time.min)
    return max(within_hours, timezone.make_aware(end))


def grams_by_lot(lines: list[OrderLine]) -> list[tuple[int, int]]:
    """Lots in id order, as every verb takes them."""
    grams = Counter()
    for line in lines:
        grams[line.lot_id] += line.weight_g
    return sorted(grams.items())


def hold_again(order: Order) -> bool:
    """Money came after the goods were let go: hold them again where all of them are still on sale,
    and what a sponsor was to pay is still there, else change nothing and say so. Call with the
    order locked."""
    if order.status not in (Order.Status.EXPIRED, Order.Status.CANCELLED):
        return False
    wanted = order.grams_by_lot()
    today = timezone.localdate()
    lots = Lot.objects.on_sale(today).filter(pk__in=[pk for pk, _ in wanted])
    if lots.count() < len(wanted):
        return False
    try:
        with transaction.atomic():
            for lot_id, grams in wanted:
                stock.hold(lot_id, grams=grams, on=today)
            if order.sponsored_fen:
                using.use_again(order.code, phone=order.phone)
    except (stock.SoldOut, using.NotUsable):
        return False
    order.parcels.update(status=Parcel.Status.WAITING)
    order.happened(OrderEvent.Kind.HELD_AGAIN, at=timezone.now())
    return True


def call_off(
    order: Order, parcels: Sequence[Parcel], lines: list[OrderLine], *, reason: str, by=None
) -> None:
    """Paid parcels that have not left will not: they give their goods, these lines, back, and
    whoever calls them off returns the money. Call with the order locked."""
    for lot_id, grams in grams_by_lot(lines):
        stock.put_back(lot_id, grams=grams)
    now = timezone.now()
    for parcel in parcels:
        parcel.status = Parcel.Status.CANCELLED
        parcel.save(update_fields=["status"])
        order.happened(OrderEvent.Kind.CALLED_OFF, at=now, by=by, reason=reason, parcel=parcel)


def put_back(order: Order) -> None:
    """A paid order none of which is under way gives its goods back: it was cancelled, and whoever
    cancels it says so in an event and returns the money. Call with the order locked."""
    if order.status != Order.Status.PAID or (
        order.parcels.exclude(status=Parcel.Status.TO_SHIP).exists()
    ):
        raise NotToShip(order.code)
    for lot_id, grams in order.grams_by_lot():
        stock.put_back(lot_id, grams=grams)
    order.parcels.update(status=Parcel.Status.CANCELLED)
