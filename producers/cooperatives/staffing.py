from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative, Staff


class LastColleague(ValidationError):
    """A desk that nobody works could never be opened again."""


def add(*, cooperative: Cooperative, user) -> Staff:
    """Somebody works the desk from now on; adding them twice changes nothing."""
    return Staff.objects.at_work().get_or_create(user=user, cooperative=cooperative)[0]


@transaction.atomic
def end(row: Staff, *, by) -> None:
    # Two who end each other at once wait here, so that one of them stays.
    Cooperative.objects.select_for_update().get(pk=row.cooperative_id)
    others = Staff.objects.at_work().filter(cooperative=row.cooperative_id).exclude(pk=row.pk)
    if not others.exists():
        raise LastColleague(_("Add a colleague first: somebody must work this desk."))
    Staff.objects.at_work().filter(pk=row.pk).update(ended_at=timezone.now(), ended_by=by)
