"""A basket as it will travel: one package a cooperative and transport kind, and one for each lot
that is sold ahead: it is sent, or fails, by itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from producers.cooperatives.models import Cooperative
from producers.harvests.models import Lot
from shop.basket.models import BasketLine
from shop.freight.costing import DAYS_LEFT_TO_EAT, delivering_zone, fee
from shop.freight.models import FreightTemplate, FreightZone, Transport

NOT_SENT = gettext_lazy("%(cooperative)s does not send %(products)s to this place.")
TOO_LATE = gettext_lazy(
    "%(products)s from %(cooperative)s would reach this place too late to be eaten fresh."
)


@dataclass
class Package:
    cooperative: Cooperative
    transport: str
    lines: list[BasketLine] = field(default_factory=list)
    template: FreightTemplate | None = None
    zone: FreightZone | None = None
    freight_fen: int | None = None
    too_late: bool = False
    presold: Lot | None = None

    @property
    def promised_from(self) -> date | None:
        return self.presold and self.presold.ships_from

    @property
    def promised_to(self) -> date | None:
        return self.presold and self.presold.ships_to

    @property
    def goods_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)

    @property
    def gross_g(self) -> int:
        return sum(line.gross_g for line in self.lines)

    def get_transport_display(self) -> str:
        return Transport(self.transport).label

    @property
    def refusal(self) -> str:
        """Why it is not sent, to a place that `cost` found no zone for."""
        words = TOO_LATE if self.too_late else NOT_SENT
        products = get_text_list([line.offer.product.name for line in self.lines], _("and"))
        return words % {"cooperative": self.cooperative.name, "products": products}

    def cost(self, zones: Sequence[FreightZone], destination: str) -> None:
        """Where nothing goes to the place, or would arrive too late to be eaten, the package has
        no zone and no freight."""
        zone = delivering_zone(zones, destination)
        shelf_life = min(line.offer.product.shelf_life_days for line in self.lines)
        self.too_late = bool(zone) and (shelf_life - zone.arrives_within_days < DAYS_LEFT_TO_EAT)
        if zone and not self.too_late:
            self.zone, self.template = zone, zone.template
            self.freight_fen = fee(
                zone.template, zone, gross_g=self.gross_g, goods_fen=self.goods_fen
            )


def pack(lines: Sequence[BasketLine], *, destination: str | None = None) -> list[Package]:
    """Without a destination the packages have no freight yet."""
    packages, today = {}, timezone.localdate()
    for line in lines:
        lot, transport = line.offer.lot, line.offer.product.transport
        presold = lot if lot.presells(today) else None
        kind = (lot.cooperative_id, transport, presold and lot.pk)
        if kind not in packages:
            packages[kind] = Package(lot.cooperative, transport, presold=presold)
        packages[kind].lines.append(line)
    if destination:
        zones = zones_of([cooperative for cooperative, *_rest in packages])
        for (*of_zones, _lot), package in packages.items():
            package.cost(zones[tuple(of_zones)], destination)
    return list(packages.values())


def summed(lines: Sequence[BasketLine], packages: Sequence[Package]) -> dict:
    """What a page that shows the sum of a basket needs."""
    goods_fen = sum(line.amount_fen for line in lines)
    freight_fen = sum(package.freight_fen or 0 for package in packages)
    return {
        "lines": lines,
        "packages": packages,
        "goods_fen": goods_fen,
        "freight_fen": freight_fen,
        "total_fen": goods_fen + freight_fen,
    }


def zones_of(cooperatives: Sequence[int]) -> dict[tuple[int, str], list[FreightZone]]:
    zones = defaultdict(list)
    of_these = FreightZone.objects.filter(template__cooperative__in=cooperatives)
    for zone in of_these.select_related("template"):
        zones[zone.template.cooperative_id, zone.template.transport].append(zone)
    return zones
