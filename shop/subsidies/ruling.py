from collections.abc import Iterable

from django.db import transaction

from shop.subsidies.models import Rule, Tier
from shop.targets.setting import NotYours, lies_in


@transaction.atomic
def make_rule(rule: Rule, *, tiers: Iterable[Tier], postings) -> Rule:
    """A place's officials, and those above, say what it pays. A rule is never changed: another
    one holds from another year on."""
    if not lies_in(rule.place_id, postings):
        raise NotYours(rule.place.name)
    known = Rule.objects.filter(place=rule.place).count()
    rule.code = f"{rule.place_id}-{known + 1}"
    rule.save(force_insert=True)
    Tier.objects.bulk_create(tiers)
    return rule
