from django.db import transaction

from producers.harvests.models import GrowerShare, Lot


@transaction.atomic
def record_share(share: GrowerShare, *, lot: Lot, by) -> None:
    """How many households delivered to a lot, and what they were paid. A correction is one more
    row: what was said before stays readable."""
    share.lot, share.by = lot, by
    share.save(force_insert=True)
    Lot.objects.filter(pk=lot.pk).update(households=share.households)
