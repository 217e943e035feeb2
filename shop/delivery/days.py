"""What a cooperative sold, shipped and had refunded, day by day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from producers.cooperatives.models import Cooperative
from shop.ledger.models import Entry
from shop.orders.models import Parcel


@dataclass
class Day:
    day: date
    sold_fen: int = 0
    sold_g: int = 0
    refunded_fen: int = 0
    parcels_shipped: int = 0


def days_of(cooperative: Cooperative, *, since: date, until: date) -> list[Day]:
    """Days on which there was something, the last first. Sold and refunded count as in the ledger:
    on the day of payment and the day the refund was confirmed."""
    days: dict[date, Day] = {}
    rows = (
        Entry.objects.filter(cooperative=cooperative, occurred_on__range=(since, until))
        .values_list("occurred_on")
        .annotate(
            sold_fen=Sum("amount_fen", filter=Q(kind=Entry.Kind.SALE), default=0),
            sold_g=Sum("weight_g", filter=Q(kind=Entry.Kind.SALE), default=0),
            taken_back_fen=Sum("amount_fen", filter=~Q(kind=Entry.Kind.SALE), default=0),
        )
    )
    for day, sold_fen, sold_g, taken_back_fen in rows:
        days[day] = Day(day, sold_fen, sold_g, -taken_back_fen)
    shipped = (
        Parcel.objects.filter(cooperative=cooperative, shipped_at__isnull=False)
        .annotate(day=TruncDate("shipped_at"))
        .filter(day__range=(since, until))
        .values_list("day")
        .annotate(parcels=Count("id"))
    )
    for day, parcels in shipped:
        days.setdefault(day, Day(day)).parcels_shipped = parcels
    return sorted(days.values(), key=lambda day: day.day, reverse=True)
