from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from shop.channels.models import Campaign
from shop.counters.models import Counter


@transaction.atomic
def open_counter(counter: Counter, *, by: User) -> Counter:
    """A hall has a code of its own for links and posters: what is bought by them counts for it."""
    counter.made_by = by
    counter.campaign = Campaign.objects.create(
        code=counter.code,
        channel=counter.channel,
        name_zh=counter.name_zh,
        name_en=counter.name_en or counter.name_zh,
        starts_on=timezone.localdate(),
    )
    counter.save()
    return counter
