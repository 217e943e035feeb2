from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative, Staff


class LastColleague(ValidationError):
    """A desk that nobody works could never be opened again."""


def add(*, cooperative: Cooperative, user) -> Staff:
    """Somebody works the desk from now on; adding them twice changes nothing."""
    return Staff.objects.at_work().get_or_create(user=user, cooperative=cooperative)[0]


def end(row: Staff, *, by) -> None:
    others = Staff.objects.at_work().filter(cooperative=row.cooperative_id).exclude(pk=row.pk)
    if not others.exists():
        raise LastColleague(_("Add a colleague first: somebody must work this desk."))
    Staff.objects.at_work().filter(pk=row.pk).update(ended_at=timezone.now(), ended_by=by)
