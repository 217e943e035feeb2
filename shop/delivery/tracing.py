"""What the code on a box leads to: its lots, who grew them, and where each yuan went. Only what is
recorded is told; what is not recorded is named as such."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils import timezone

from producers.harvests.models import GrowerShare, Lot
from shop.catalogue.models import Offer, Product
from shop.money import shares
from shop.orders.codes import is_code
from shop.orders.models import OrderEvent, OrderLine, Parcel
from shop.payments.fees import fee_fen

OF_A_LOT = re.compile(r"L(\d{1,12})")
OF_A_PARCEL = re.compile(r"([^-]+)-(\d{1,5})")


@dataclass(frozen=True)
class Split:
    """Where the price of goods goes, in fen. `growers` is None where the cooperative has not
    recorded what it paid them; how its own part divides nobody records."""

    goods: int
    growers: int | None
    fee: int
    freight: int = 0

    @property
    def cooperative(self) -> int:
        return self.goods - self.fee - (self.growers or 0)

    @property
    def total(self) -> int:
        return self.goods + self.freight

    def of_a_hundred_yuan(self) -> "Split":
        """The same without saying what was paid: the box may be a gift."""
        parts = [self.growers or 0, max(0, self.cooperative), self.fee, self.freight]
        growers, cooperative, fee, freight = shares(100_00, parts)
        return Split(
            goods=growers + cooperative + fee,
            growers=None if self.growers is None else growers,
            fee=fee,
            freight=freight,
        )


@dataclass(frozen=True)
class Sold:
    """Grams of a lot, and what was paid for them."""

    lot: Lot
    weight_g: int
    amount_fen: int

    @property
    def growers_fen(self) -> int | None:
        """Half up to the fen."""
        paid = self.lot.paid_fen_per_500g
        return None if paid is None else (self.weight_g * paid * 2 + 500) // 1000


def split_of(sold: Iterable[Sold], *, on: date, freight_fen: int = 0) -> Split:
    sold = list(sold)
    parts = [one.growers_fen for one in sold]
    goods = sum(one.amount_fen for one in sold)
    return Split(
        goods=goods,
        growers=None if None in parts else sum(parts),
        fee=fee_fen(goods, on=on),
        freight=freight_fen,
    )


def lots():
    """With what is told of a lot."""
    latest = GrowerShare.objects.filter(lot=OuterRef("pk"))
    return Lot.objects.select_related(
        "cooperative__county__parent__parent", "certificate"
    ).annotate(
        paid_fen_per_500g=Subquery(latest.values("paid_fen_per_500g")[:1]),
        share_source=Subquery(latest.values("source")[:1]),
    )


def traced_lot(code: str) -> dict:
    """Any lot of which something was offered in the shop."""
    number = OF_A_LOT.fullmatch(code)
    lot = lots().filter(pk=number[1]).first() if number else None
    offers = list(offers_of(lot)) if lot else []
    if not offers:
        raise Http404
    today = timezone.localdate()
    packs = [(offer, split_of([sold_as(offer, lot)], on=today)) for offer in offers]
    return {"lot": lot, "packs": packs, "products": {offer.product for offer in offers}}


def offers_of(lot: Lot):
    offers = Offer.objects.filter(lot=lot, product__in=Product.objects.published())
    return offers.select_related("product")


def sold_as(offer: Offer, lot: Lot) -> Sold:
    return Sold(lot, offer.net_g, offer.price_fen)


def traced_parcel(code: str) -> dict:
    """A parcel that was paid and not called off. Whoever holds the box may ask: nothing is told of
    who bought it."""
    found = OF_A_PARCEL.fullmatch(code)
    parcel = paid_parcel(found[1], int(found[2])) if found and is_code(found[1]) else None
    if parcel is None:
        raise Http404
    lines = list(parcel.lines.select_related("product"))
    by_key = lots().in_bulk({line.lot_id for line in lines})
    paid_on = timezone.localdate(parcel.order.events.get(kind=OrderEvent.Kind.PAID).at)
    split = split_of(
        [sold_in(line, by_key[line.lot_id]) for line in lines],
        on=paid_on,
        freight_fen=parcel.freight_fen,
    )
    return {
        "parcel": parcel,
        "lines": [(line, by_key[line.lot_id]) for line in lines],
        "lots": [by_key[key] for key in sorted(by_key)],
        "split": split.of_a_hundred_yuan() if parcel.order.is_gift else split,
        "is_gift": parcel.order.is_gift,
    }


def paid_parcel(order_code: str, number: int) -> Parcel | None:
    parcels = Parcel.objects.filter(order__code=order_code, number=number)
    paid = (Parcel.Status.TO_SHIP, Parcel.Status.SHIPPED, Parcel.Status.RECEIVED)
    return parcels.filter(status__in=paid).select_related("order", "cooperative").first()


def sold_in(line: OrderLine, lot: Lot) -> Sold:
    return Sold(lot, line.weight_g, line.amount_fen)
