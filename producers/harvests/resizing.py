from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from producers.harvests.models import Lot, LotChange


@transaction.atomic
def resize(lot: Lot, *, total_g: int, by, reason: str = "") -> None:
    """A lot turns out larger or smaller than was thought. What orders count on stays theirs; what
    the harvest is short of then is kept as `short_g`."""
    counted_on = F("held_g") + F("taken_g")
    # One statement, as orders hold and let go of grams at the same time.
    Lot.objects.filter(pk=lot.pk).update(
        total_g=total_g,
        available_g=Greatest(total_g - counted_on, 0),
        short_g=Greatest(counted_on - total_g, 0),
    )
    LotChange.objects.create(
        lot=lot, kind=LotChange.Kind.RESIZED, total_g=total_g, by=by, reason=reason
    )
    lot.refresh_from_db()
