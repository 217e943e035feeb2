from django.db import transaction
from django.utils import timezone

from producers.harvests.models import Lot, LotChange


def stop(lot: Lot, *, by) -> None:
    """Nobody can order from it any more; what is ordered stays ordered."""
    switch(lot, stopped_at=timezone.now(), kind=LotChange.Kind.STOPPED, by=by)


def resume(lot: Lot, *, by) -> None:
    """Not one that failed: its orders are refunded."""
    switch(lot, stopped_at=None, kind=LotChange.Kind.RESUMED, by=by)


@transaction.atomic
def switch(lot: Lot, *, stopped_at, kind: str, by) -> None:
    """A second tap on the same button changes nothing and is not written down."""
    other = Lot.objects.filter(pk=lot.pk, failed_at=None, stopped_at__isnull=stopped_at is not None)
    if other.update(stopped_at=stopped_at):
        LotChange.objects.create(lot=lot, kind=kind, total_g=lot.total_g, by=by)
    lot.refresh_from_db()
