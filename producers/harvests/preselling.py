from producers.harvests.models import Lot, LotChange
from producers.harvests.moving import keep

TERMS = [
    "presale_from",
    "presale_to",
    "ships_from",
    "ships_to",
    "presale_limit_g",
    "presale_limit_orders",
]


def presell(lot: Lot, *, by) -> None:
    """Before its window opens a lot is sold ahead, or no longer is. What is ordered already keeps
    the days it was promised."""
    keep(lot, TERMS, kind=LotChange.Kind.PRESOLD, by=by)
