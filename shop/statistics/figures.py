"""Each figure as one function of what was summed. `docs/figures.md` says them in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shop.statistics.engines import Sums


@dataclass(frozen=True)
class Counted:
    """Sums, and how their orders are counted."""

    sums: Sums = Sums()
    counts_products: bool = False


def amount_fen(counted: Counted) -> int:
    return counted.sums.sold_fen - counted.sums.refunded_fen


def weight_g(counted: Counted) -> int:
    return counted.sums.weight_g


def orders(counted: Counted) -> int:
    return counted.sums.product_count if counted.counts_products else counted.sums.parcel_count


def sold_fen(counted: Counted) -> int:
    return counted.sums.sold_fen


def refunded_fen(counted: Counted) -> int:
    return counted.sums.refunded_fen


def price_fen_per_kg(counted: Counted) -> int | None:
    """Rounded to the fen, half up."""
    grams = weight_g(counted)
    return (amount_fen(counted) * 1000 + grams // 2) // grams if grams > 0 else None


def share(part: Counted, whole: Counted) -> float | None:
    return ratio(amount_fen(part), amount_fen(whole))


def growth(now: Counted, before: Counted) -> float | None:
    return ratio(amount_fen(now) - amount_fen(before), amount_fen(before))


def points(share_now: float | None, share_before: float | None) -> float | None:
    if share_now is None or share_before is None:
        return None
    return (share_now - share_before) * 100


class GrownLot(NamedTuple):
    """A lot, and the households recorded to have delivered to it."""

    lot: int
    cooperative: int
    households: int | None


@dataclass(frozen=True)
class Households:
    """None where nothing is recorded."""

    lots: int
    lots_recorded: int
    at_least: int | None
    by_lot: int | None


def households(lots: Sequence[GrownLot]) -> Households:
    """A cooperative records how many delivered to a lot and not who, so that those who delivered
    to several of its lots cannot be told: the largest lot of each is what it is at least."""
    known = [lot for lot in lots if lot.households is not None]
    if not known:
        return Households(len(lots), 0, None, None)
    largest = defaultdict(int)
    for lot in known:
        largest[lot.cooperative] = max(largest[lot.cooperative], lot.households)
    by_lot = sum(lot.households for lot in known)
    return Households(len(lots), len(known), sum(largest.values()), by_lot)


def ratio(part: int, whole: int) -> float | None:
    """None where nothing is left of the whole: of less than nothing there is no part."""
    return part / whole if whole > 0 else None


# What a row of figures holds of one period.
OF_A_PERIOD = (amount_fen, weight_g, orders, sold_fen, refunded_fen)
FIGURES = (*OF_A_PERIOD, price_fen_per_kg, share, growth, points, households)
