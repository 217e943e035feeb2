from django.db import transaction

from producers.harvests.models import Lot, LotChange

DAYS = ["harvest_from", "harvest_to", "sells_from", "sells_to"]


def move(lot: Lot, *, by) -> None:
    """The harvest comes, or sells, on other days than was thought."""
    keep(lot, DAYS, kind=LotChange.Kind.MOVED, by=by)


@transaction.atomic
def keep(lot: Lot, names: list[str], *, kind: LotChange.Kind, by) -> None:
    """These fields of the lot hold from now on, and what they say is written down."""
    lot.save(update_fields=names)
    said = " ".join(str(getattr(lot, name)) for name in names)
    LotChange.objects.create(lot=lot, kind=kind, total_g=lot.total_g, reason=said, by=by)
