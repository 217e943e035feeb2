from django.db import transaction

from producers.cooperatives.models import Certificate
from producers.harvests.models import Lot, LotChange


@transaction.atomic
def certify(lot: Lot, *, certificate: Certificate, by) -> None:
    """A lot comes with a promise that its batch meets the safety rules. A later one replaces it;
    both are kept."""
    certificate.cooperative_id = lot.cooperative_id
    certificate.recorded_by = by
    certificate.save(force_insert=True)
    lot.certificate = certificate
    lot.save(update_fields=["certificate"])
    LotChange.objects.create(
        lot=lot,
        kind=LotChange.Kind.CERTIFIED,
        total_g=lot.total_g,
        reason=certificate.number,
        by=by,
    )
