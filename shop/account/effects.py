"""What somebody's orders did: computed from their rows, each time they ask."""

from dataclasses import dataclass

from django.db.models import Max, Sum

from cms.users.models import User
from shop.orders.models import Order, OrderLine, Parcel
from shop.payments.models import Refund, RefundLine

SOLD = (Order.Status.PAID, Order.Status.SHIPPED, Order.Status.RECEIVED)


@dataclass
class County:
    name: str
    weight_g: int
    amount_fen: int


@dataclass(frozen=True)
class Effects:
    """`households` delivered to the lots the goods are from, as far as cooperatives recorded it.
    Whoever delivered to several lots of one cooperative counts once: its largest lot counts."""

    counties: list[County]
    households: int

    @property
    def weight_g(self) -> int:
        return sum(county.weight_g for county in self.counties)

    @property
    def amount_fen(self) -> int:
        return sum(county.amount_fen for county in self.counties)


def effects_of(user: User) -> Effects:
    """Paid goods, less what was refunded; grams, less those that came back."""
    lines = (
        OrderLine.objects.filter(order__buyer=user, order__status__in=SOLD)
        .exclude(parcel__status=Parcel.Status.CANCELLED)
        .order_by()
    )
    counties, growers = {}, {}
    sums = {"grams": Sum("weight_g"), "fen": Sum("amount_fen")}
    by_grower = lines.values_list("origin", "origin_name", "lot__cooperative")
    most = Max("lot__households", default=0)
    for code, name, grower, grams, fen, households in by_grower.annotate(**sums, most=most):
        county = counties.setdefault(code, County(name, 0, 0))
        county.weight_g += grams
        county.amount_fen += fen
        growers[grower] = max(growers.get(grower, 0), households)
    if not counties:
        return Effects([], 0)
    undone = RefundLine.objects.filter(line__in=lines, refund__status=Refund.Status.SUCCEEDED)
    for code, grams, fen in undone.values_list("line__origin").annotate(**sums):
        counties[code].weight_g -= grams
        counties[code].amount_fen -= fen
    kept = [county for county in counties.values() if county.weight_g > 0]
    by_weight = sorted(kept, key=lambda county: -county.weight_g)
    return Effects(by_weight, sum(growers.values()))
