from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from producers.cooperatives.models import Certificate
from producers.harvests.models import Lot, LotChange


class CertificateTaken(ValidationError):
    def __init__(self):
        super().__init__(_("This certificate number is recorded already."))


@transaction.atomic
def certify(lot: Lot, *, certificate: Certificate, by) -> None:
    """A lot comes with a promise that its batch meets the safety rules. A later one replaces it;
    both are kept."""
    certificate.cooperative_id = lot.cooperative_id
    certificate.recorded_by = by
    try:
        certificate.save(force_insert=True)
    except IntegrityError as tapped_twice:
        raise CertificateTaken from tapped_twice
    lot.certificate = certificate
    lot.save(update_fields=["certificate"])
    LotChange.objects.create(
        lot=lot,
        kind=LotChange.Kind.CERTIFIED,
        total_g=lot.total_g,
        reason=certificate.number,
        by=by,
    )
