from django.db import transaction
from django.utils import timezone

from producers.harvests.models import Lot, LotChange


@transaction.atomic
def fail(lot: Lot, *, reason: str, by) -> None:
    """Hail, drought, a blight: nothing more comes of it. Nobody can order from it any more, and
    what is not sent yet goes back to its buyers (shop/payments/failing.py). It is said once: a
    second tap changes nothing and is not written down."""
    now = timezone.now()
    standing = Lot.objects.filter(pk=lot.pk, failed_at=None)
    if standing.update(failed_at=now, stopped_at=now):
        LotChange.objects.create(
            lot=lot, kind=LotChange.Kind.FAILED, total_g=lot.total_g, reason=reason, by=by
        )
    lot.refresh_from_db()
