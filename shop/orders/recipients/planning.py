"""What a list of recipients would become: packages, one a recipient, cooperative and kind of
transport, and what they cost to send."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from producers.regions.models import Region
from shop.basket.models import BasketLine
from shop.basket.packing import Package, pack, zones_of
from shop.catalogue.models import Offer
from shop.ledger.reports.faults import Fault
from shop.orders.models import Recipient
from shop.orders.placing import Sent, full_name_zh, has_fresh, total_of


@dataclass
class Plan:
    """`rows` says for each package in which row of the file its recipient stands."""

    sent: list[Sent] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    @property
    def packages(self) -> list[Package]:
        return [package for package, _to in self.sent]

    @property
    def recipient_count(self) -> int:
        return len({to.number for _package, to in self.sent})

    @property
    def goods(self) -> list[tuple[Offer, int]]:
        """Packs of each of the goods."""
        packs, offers = Counter(), {}
        for package in self.packages:
            for line in package.lines:
                offers[line.offer_id] = line.offer
                packs[line.offer_id] += line.packs
        return [(offers[pk], many) for pk, many in packs.items()]

    @property
    def provinces(self) -> list[tuple[Region, int, int]]:
        """How many parcels go to each province, and what they cost to send."""
        parcels, fen, regions = Counter(), Counter(), {}
        for package, to in self.sent:
            province = outermost(to.destination)
            regions[province.code] = province
            parcels[province.code] += 1
            fen[province.code] += package.freight_fen
        return [(regions[code], parcels[code], fen[code]) for code in sorted(regions)]

    @property
    def fresh(self) -> bool:
        return has_fresh(self.packages)

    @property
    def total_fen(self) -> int:
        return self.goods_fen + self.freight_fen

    @property
    def goods_fen(self) -> int:
        return total_of(self.packages)[0]

    @property
    def freight_fen(self) -> int:
        return total_of(self.packages)[1]

    def faults(self, address_column: str) -> list[Fault]:
        """Rows to which something is not sent, and goods of which too few are left."""
        not_sent = [
            Fault(package.refusal, row=row, column=address_column)
            for package, row in zip(self.packages, self.rows, strict=True)
            if package.zone is None
        ]
        return not_sent + [Fault(message) for message in self.too_few()]

    def too_few(self) -> list[str]:
        wanted, lots, today = Counter(), {}, timezone.localdate()
        for offer, packs in self.goods:
            wanted[offer.lot_id] += packs * offer.net_g
            lots.setdefault(offer.lot_id, offer)
        return [
            _("Of %(goods)s %(left)s packs are left: the list asks for more.")
            % {"goods": offer.product.name, "left": offer.packs_left}
            for lot, offer in lots.items()
            if wanted[lot] > offer.lot.left_g(today)
        ]


def outermost(place: Region) -> Region:
    return outermost(place.parent) if place.parent else place


def plan(rows: Sequence[dict], offers: Mapping[int, Offer]) -> Plan:
    """Two questions to the database, whatever the number of rows."""
    zones = zones_of({offer.lot.cooperative_id for offer in offers.values()})
    places = Region.objects.select_related("parent__parent").in_bulk({row["place"] for row in rows})
    planned = Plan()
    for number, row in enumerate(rows, start=1):
        destination = places[row["place"]]
        recipient = Recipient(
            number=number,
            receiver=row["receiver"],
            phone=row["phone"],
            destination=destination,
            destination_name=full_name_zh(destination),
            street=row["street"],
        )
        for package in pack(lines_of(row, offers)):
            kind = (package.cooperative.pk, package.transport)
            package.cost(zones[kind], destination.code)
            planned.sent.append((package, recipient))
            planned.rows.append(row["row"])
    return planned


def lines_of(row: dict, offers: Mapping[int, Offer]) -> list[BasketLine]:
    return [BasketLine(offer=offers[int(pk)], packs=packs) for pk, packs in row["packs"].items()]
