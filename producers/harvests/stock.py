"""Grams change state by one conditional statement each, so that two buyers cannot both get the
last box. Call inside the order's transaction, lots in id order: two orders that share two lots
would otherwise each hold one row and wait for the other."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Greatest, Least

from producers.harvests.models import Lot, leaving


class SoldOut(Exception):
    def __init__(self, lot_id: int):
        super().__init__(f"lot {lot_id} has not enough grams left")
        self.lot_id = lot_id


def hold(lot_id: int, *, grams: int, on: date) -> None:
    """Available grams become held ones, or SoldOut is raised and nothing changed."""
    free = Lot.objects.filter(leaving(grams, on), pk=lot_id)
    if not free.update(
        available_g=F("available_g") - grams, held_g=F("held_g") + grams, orders=F("orders") + 1
    ):
        raise SoldOut(lot_id)


def take(lot_id: int, *, grams: int) -> None:
    """Held grams become taken: the order is paid."""
    Lot.objects.filter(pk=lot_id).update(held_g=F("held_g") - grams, taken_g=F("taken_g") + grams)


def let_go(lot_id: int, *, grams: int) -> None:
    """Held grams become available again, after what the lot is short of is made good."""
    give_back(lot_id, held=grams, taken=0)


def put_back(lot_id: int, *, grams: int) -> None:
    """Taken grams become available again: a paid order is cancelled before it was shipped."""
    give_back(lot_id, held=0, taken=grams)


def give_back(lot_id: int, *, held: int, taken: int) -> None:
    grams = held + taken
    Lot.objects.filter(pk=lot_id).update(
        held_g=F("held_g") - held,
        taken_g=F("taken_g") - taken,
        short_g=Greatest(F("short_g") - grams, 0),
        # Goods of one order may leave in two parcels, and come back in two steps.
        orders=Greatest(F("orders") - 1, 0),
        available_g=F("available_g") + grams - Least(F("short_g"), grams),
    )
