"""The same once more: what still sells of an order goes into the basket."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from shop.basket.filling import add_what_fits
from shop.basket.models import Basket
from shop.catalogue.models import Offer
from shop.orders.models import Order, OrderLine


@dataclass(frozen=True)
class Reordered:
    """The basket, and of the order's lines: those of which all packs are in it, those of which
    fewer are, those of which none is."""

    basket: Basket
    whole: list[OrderLine]
    less: list[OrderLine]
    none: list[OrderLine]


@transaction.atomic
def reorder(order: Order, *, basket: Basket | None, user: User | None) -> Reordered:
    lines = list(order.lines.all())
    offers = offers_for(lines)
    wanted = Counter()
    for line in lines:
        if line.pk in offers:
            wanted[offers[line.pk]] += line.packs
    basket, added = add_what_fits(wanted, basket=basket, user=user)
    told = {"whole": [], "less": [], "none": []}
    for line in lines:
        offer = offers.get(line.pk)
        packs = min(line.packs, added[offer])
        added[offer] -= packs
        told["whole" if packs == line.packs else "less" if packs else "none"].append(line)
    return Reordered(basket, **told)


def offers_for(lines: Iterable[OrderLine]) -> dict[int, Offer]:
    """By line: its own offer where it is still on sale, else the same pack of the product from a
    later harvest."""
    on_sale = Offer.objects.on_sale(timezone.localdate()).select_related("lot")
    offers = list(on_sale.filter(product__in={line.product_id for line in lines}))
    found = {}
    for line in lines:
        same = [o for o in offers if (o.product_id, o.net_g) == (line.product_id, line.net_g)]
        own = [o for o in same if o.pk == line.offer_id]
        if own or same:
            found[line.pk] = (own or same)[0]
    return found
