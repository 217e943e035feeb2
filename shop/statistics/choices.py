"""What the form of the figures offers to choose from. What seldom changes is kept a minute."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from producers.cooperatives.models import Cooperative
from producers.regions.codes import line_of, range_of
from producers.regions.models import Pairing, Posting, Region
from producers.regions.posts import reach
from shop.buyers.models import Organisation
from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.catalogue.models import Category, Product
from shop.channels.models import Campaign, Channel
from shop.ledger.models import Entry
from shop.ledger.reach import Reach, Reaches
from shop.statistics.asking import with_parts

# More do not help to choose.
MOST_PRODUCTS = 200


class Known(NamedTuple):
    """A channel or a pairing as the form needs it."""

    code: str
    name: str
    parent: str | None = None
    ids: tuple[int, ...] = ()


def category_choices() -> list[tuple[str, str]]:
    return kept(
        "statistics-categories",
        NEVER_CHANGES,
        lambda: [(category.code, category.name) for category in Category.objects.all()],
    )


def channels() -> list[Known]:
    return kept(
        "statistics-channels",
        NEVER_CHANGES,
        lambda: [Known(row.code, row.name, row.parent_id) for row in Channel.objects.all()],
    )


def channel_choices() -> list[tuple[str, str]]:
    return [
        (channel.code, f"— {channel.name}" if channel.parent else channel.name)
        for channel in channels()
    ]


def parts_of_channel(code: str) -> tuple[str, ...]:
    return with_parts([code], {row.code: row.parent for row in channels()}) if code else ()


def pairings() -> list[Known]:
    """Pairings by the two places, however often they were paired."""

    def read():
        known = {}
        for row in Pairing.objects.select_related("east", "west"):
            ids = known[row.code].ids if row.code in known else ()
            known[row.code] = Known(row.code, row.name, ids=(*ids, row.pk))
        return list(known.values())

    return kept("statistics-pairings", NEVER_CHANGES, read)


def pairing_choices() -> list[tuple[str, str]]:
    return [(pairing.code, pairing.name) for pairing in pairings()]


def pairings_between(code: str) -> tuple[int, ...]:
    return next((pairing.ids for pairing in pairings() if pairing.code == code), ())


def usual_side(own: str) -> str:
    """Whoever is posted to the eastern end of a pairing asks what came from the west."""
    if not own:
        return "origin"
    first, last = range_of(own)
    helps = any(first <= pairing.code[:6] <= last for pairing in pairings())
    return "destination" if helps else "origin"


def place_choices(
    places: dict[str, Region], *, roots: list[str | None], chosen: str
) -> list[tuple[str, str]]:
    """Places to go to from the chosen one: up to the root, and down one step. No root is the whole
    country, whose provinces are always there."""
    upwards = line_of(chosen) if chosen else []
    offered = []
    for code, region in places.items():
        is_province = region.level == Region.Level.PROVINCE
        near = code in upwards or region.parent_id == chosen or (None in roots and is_province)
        if code in roots or (near and any(root is None or inside(code, root) for root in roots)):
            offered.append(region)
    least = min((DEPTH[region.level] for region in offered), default=0)
    return [
        (region.code, f"{'— ' * (DEPTH[region.level] - least)}{region.name}") for region in offered
    ]


DEPTH = {Region.Level.PROVINCE: 0, Region.Level.PREFECTURE: 1, Region.Level.COUNTY: 2}


def inside(code: str, root: str) -> bool:
    first, last = range_of(root)
    return first <= code <= last


def places_around(codes: Iterable[str | None]) -> dict[str, Region]:
    around = Q(level=Region.Level.PROVINCE)
    for code in filter(None, codes):
        around |= Q(code__in=line_of(code)) | Q(parent=code)
    in_force = Region.objects.in_force().filter(around)
    return {region.code: region for region in in_force.order_by("code")}


def products_known_to(postings: list[Posting], reaches: Reaches) -> QuerySet:
    """Those in the shop, and those of sales the officials may read: what other places have
    handed in or not yet published is not theirs to know. Posted to the whole country, all."""
    if any(posting.region_id is None for posting in postings):
        return Product.objects.all()
    sales = Entry.objects.concerning(postings, reaches).filter(product=OuterRef("pk"))
    return Product.objects.filter(Q(status=Product.Status.PUBLISHED) | Exists(sales))


def product_called(said: str, products: QuerySet) -> Product | None:
    """By its key, or by a name that only one product has."""
    products = products.select_related("county")
    if exact := products.filter(Product.with_key(said)).first():
        return exact
    found = list(products.filter(Q(name_zh=said) | Q(name_en__iexact=said))[:2])
    return found[0] if len(found) == 1 else None


# What each is known by, and the place it belongs to; halls, livestreams and fairs are public.
PARTIES = {
    "cooperative": (Cooperative, "credit_code", "county"),
    "organisation": (Organisation, "tax_number", "region"),
    "campaign": (Campaign, "code", ""),
}


def party_called(name: str, code: str, postings: list[Posting], reaches: Reaches):
    """A cooperative, organisation or campaign, where an official may know of it: one of their own
    places, or one of the sales they may read."""
    model, known_by, place = PARTIES[name]
    found = model.objects.filter(**{known_by: code})
    if place and not any(posting.region_id is None for posting in postings):
        sales = Entry.objects.concerning(postings, reaches).filter(**{name: OuterRef("pk")})
        found = found.filter(reach(postings, county=place) | Exists(sales))
    return found.first()


def products_grown_in(
    reach: Reach | None, products: QuerySet, postings: list[Posting]
) -> list[Product]:
    """Of the products that officials of these postings know."""
    products = products.only("slug", "county_id", "name_zh", "name_en")
    if reach:
        products = products.filter(reach.q("county__code"))
    offices = ",".join(sorted(posting.region_id or "all" for posting in postings))
    return kept(
        f"statistics-products-{offices}-{reach.first if reach else 'all'}",
        NEVER_CHANGES,
        lambda: list(products.order_by("county_id", "name_zh")[:MOST_PRODUCTS]),
    )
