from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Region
from shop.subsidies.models import Rule, Tier
from shop.targets.setting import NotYours, lies_in


class AlreadyReplaced(ValidationError):
    TEXT = _("Another rule stands in its place already, or it is not yours. Choose from the list.")

    def __init__(self):
        super().__init__(self.TEXT)


@transaction.atomic
def make_rule(
    rule: Rule, *, tiers: Iterable[Tier], postings, in_place_of: Rule | None = None
) -> Rule:
    """A place's officials, and those above, say what it pays. A rule is never changed: another
    one, by the same code, stands in its place from a later year on."""
    if not lies_in(rule.place_id, postings):
        raise NotYours(rule.place.name)
    # One after the other: of two with the same code one would stand in place of the other.
    Region.objects.select_for_update(no_key=True).get(pk=rule.place_id)
    if in_place_of and not Rule.objects.not_replaced().contains(in_place_of):
        raise AlreadyReplaced
    rule.code = in_place_of.code if in_place_of else new_code(rule.place)
    rule.save(force_insert=True)
    Tier.objects.bulk_create(tiers)
    return rule


def new_code(place: Region) -> str:
    return f"{place.pk}-{Rule.objects.filter(place=place).count() + 1}"
