"""What it costs to send a parcel somewhere, and whether it is sent there at all. Places are codes
of today, of six digits."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from shop.freight.models import FreightTemplate, FreightZone

# Fresh goods must still keep this long on the buyer's table.
DAYS_LEFT_TO_EAT = 2


class NotDelivered(Exception):
    """The cooperative does not send this kind of parcel to the place."""


def freight_for(
    template: FreightTemplate, gross_g: int, destination: str, goods_fen: int = 0
) -> int:
    """Fen for a parcel of `gross_g` grams whose goods are worth `goods_fen`, or NotDelivered."""
    zone = zone_for(template, destination)
    if zone is None:
        raise NotDelivered(destination)
    return fee(template, zone, gross_g=gross_g, goods_fen=goods_fen)


def fee(template: FreightTemplate, zone: FreightZone, *, gross_g: int, goods_fen: int) -> int:
    if template.free_over_fen is not None and goods_fen >= template.free_over_fen:
        return 0
    beyond = max(gross_g - zone.first_g, 0)
    steps = -(-beyond // zone.step_g)
    return zone.first_fen + steps * zone.step_fen


def zone_for(template: FreightTemplate, destination: str) -> FreightZone | None:
    """The zone of the template that holds the place, or None where nothing is sent. Prefetch
    `zones` where several templates are asked."""
    return delivering_zone(template.zones.all(), destination)


def delivering_zone(zones: Iterable[FreightZone], destination: str) -> FreightZone | None:
    best, longest = None, -1
    for zone in zones:
        fit = closeness(zone.places, destination)
        if fit > longest:
            best, longest = zone, fit
    return best if best and best.delivers else None


def closeness(places: list[str], destination: str) -> int:
    """Digits of the longest code that holds the place; 0 for a zone of everywhere else, -1 for
    one that does not hold it."""
    if not places:
        return 0
    return max((len(place) for place in places if destination.startswith(place)), default=-1)


def delivered_to(destination: str) -> Q:
    """Which offers reach a place: one question to the database, whatever the number of offers."""
    templates = FreightTemplate.objects.prefetch_related("zones")
    reached = defaultdict(list)
    for template in templates:
        if zone := zone_for(template, destination):
            kind = (template.transport, zone.arrives_within_days)
            reached[kind].append(template.cooperative_id)
    offers = Q(pk__in=[])
    for (transport, days), cooperatives in reached.items():
        offers |= Q(
            product__transport=transport,
            product__shelf_life_days__gte=days + DAYS_LEFT_TO_EAT,
            lot__cooperative__in=cooperatives,
        )
    return offers
