"""Freight is not in the ledger: it is read from the parcels of our own orders."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from producers.cooperatives.models import Cooperative
from shop.ledger.reach import Reaches
from shop.orders.models import OrderEvent, Parcel
from shop.subsidies.models import Rule


class Freight(NamedTuple):
    """Fen the buyers paid for so many parcels."""

    fen: int = 0
    parcels: int = 0


def freight_of(
    suppliers: Iterable[Cooperative],
    rule: Rule,
    year: int,
    reaches: Reaches,
    *,
    as_of: datetime | None = None,
) -> dict[int, Freight]:
    """By supplier; nothing is asked where the rule pays no freight."""
    if rule.pays != Rule.Pays.FREIGHT:
        return defaultdict(Freight)
    sums = parcels_of(suppliers, rule, year, reaches, as_of=as_of).values_list("cooperative_id")
    counted = sums.annotate(fen=Sum("freight_fen"), parcels=Count("pk")).order_by()
    return defaultdict(Freight, {pk: Freight(fen, many) for pk, fen, many in counted})


def parcels_of(
    suppliers: Iterable[Cooperative],
    rule: Rule,
    year: int,
    reaches: Reaches,
    *,
    as_of: datetime | None = None,
) -> QuerySet[Parcel]:
    """Of orders paid in the year, those not called off; both as they were known then."""
    events = OrderEvent.objects.filter(order=OuterRef("order"))
    if as_of:
        events = events.filter(at__lte=as_of)
    of_the_year = (midnight(year), midnight(year + 1))
    paid = events.filter(kind=OrderEvent.Kind.PAID, at__gte=of_the_year[0], at__lt=of_the_year[1])
    cancelled = events.filter(kind=OrderEvent.Kind.CANCELLED)
    called_off = events.filter(kind=OrderEvent.Kind.CALLED_OFF, parcel=OuterRef("pk"))
    parcels = Parcel.objects.filter(
        Exists(paid), ~Exists(cancelled), ~Exists(called_off), cooperative__in=suppliers
    )
    if rule.destination_id:
        went_to = Coalesce("recipient__destination", "order__destination")
        parcels = parcels.annotate(went_to=went_to)
        parcels = parcels.filter(reaches.of(rule.destination_id).q("went_to"))
    return parcels


def midnight(year: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, 1, 1), time()))
