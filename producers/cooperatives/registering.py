from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative, Staff


class RegisteredAlready(ValidationError):
    def __init__(self):
        super().__init__(_("A cooperative with this credit code is registered."))


@transaction.atomic
def register(cooperative: Cooperative, *, by) -> Cooperative:
    """A new cooperative waits for its county, and who registered it works its desk."""
    cooperative.status = Cooperative.Status.WAITING
    try:
        cooperative.save(force_insert=True)
    except IntegrityError as tapped_twice:
        raise RegisteredAlready from tapped_twice
    Staff.objects.create(user=by, cooperative=cooperative)
    return cooperative


def correct(cooperative: Cooperative) -> Cooperative:
    """What was returned waits again, once it is corrected."""
    if cooperative.status == Cooperative.Status.RETURNED:
        cooperative.status = Cooperative.Status.WAITING
    cooperative.save()
    return cooperative
