from django.db import transaction

from producers.harvests.models import Lot, LotChange

TERMS = [
    "presale_from",
    "presale_to",
    "ships_from",
    "ships_to",
    "presale_limit_g",
    "presale_limit_orders",
]


@transaction.atomic
def presell(lot: Lot, *, by) -> None:
    """Before its window opens a lot is sold ahead, or no longer is. What is ordered already keeps
    the days it was promised."""
    lot.save(update_fields=TERMS)
    terms = " ".join(str(getattr(lot, name)) for name in TERMS)
    LotChange.objects.create(
        lot=lot, kind=LotChange.Kind.PRESOLD, total_g=lot.total_g, reason=terms, by=by
    )
