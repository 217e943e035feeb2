from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative, CooperativeApproval


class AlreadyDecided(ValidationError):
    def __init__(self):
        super().__init__(_("Somebody has decided this already."))


@transaction.atomic
def decide(cooperative: Cooperative, *, decision: str, by, reason: str = "") -> None:
    """County staff let a waiting cooperative sell, or return it with a reason."""
    # Where two officials decide at once, the first is heard.
    waiting = Cooperative.objects.filter(pk=cooperative.pk, status=Cooperative.Status.WAITING)
    if not waiting.update(status=decision):
        raise AlreadyDecided
    CooperativeApproval.objects.create(
        cooperative=cooperative, decision=decision, by=by, reason=reason
    )
