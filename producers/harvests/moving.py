from django.db import transaction

from producers.harvests.models import Lot, LotChange

DAYS = ["harvest_from", "harvest_to", "sells_from", "sells_to"]


@transaction.atomic
def move(lot: Lot, *, by) -> None:
    """The harvest comes, or sells, on other days than was thought."""
    lot.save(update_fields=DAYS)
    days = " ".join(str(getattr(lot, name)) for name in DAYS)
    LotChange.objects.create(
        lot=lot, kind=LotChange.Kind.MOVED, total_g=lot.total_g, reason=days, by=by
    )
