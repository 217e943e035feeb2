from django.db import transaction

from producers.cooperatives.models import Cooperative, Staff


@transaction.atomic
def register(cooperative: Cooperative, *, by) -> Cooperative:
    """A new cooperative waits for its county, and who registered it works its desk."""
    cooperative.status = Cooperative.Status.WAITING
    cooperative.save(force_insert=True)
    Staff.objects.create(user=by, cooperative=cooperative)
    return cooperative


def correct(cooperative: Cooperative) -> Cooperative:
    """What was returned waits again, once it is corrected."""
    if cooperative.status == Cooperative.Status.RETURNED:
        cooperative.status = Cooperative.Status.WAITING
    cooperative.save()
    return cooperative
