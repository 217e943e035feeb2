from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.claims.models import Claim, ClaimEvent
from shop.claims.telling import tell_desk_of

# Seven days from when the goods are back, by law; three for their way are ours.
ANSWER_WITHIN = timedelta(days=10)


class NotToSendBack(Exception):
    """In words for the buyer."""


@transaction.atomic
def send_back(claim: Claim, *, waybill: str, by=None) -> None:
    """The buyer handed durable goods to a carrier. Raises NotToSendBack."""
    claim = Claim.objects.locked(claim.pk)
    if claim.status != Claim.Status.ANNOUNCED:
        raise NotToSendBack(
            _("Nothing is to be sent back: %(state)s.") % {"state": claim.get_status_display()}
        )
    now = timezone.now()
    claim.answer_by = now + ANSWER_WITHIN
    claim.happened(ClaimEvent.Kind.SENT_BACK, at=now, by=by, reason=waybill)
    tell_desk_of(claim, ClaimEvent.Kind.SENT_BACK)
