"""What the page of a product shows: its origin, its packs, and whether it reaches the reader."""

from datetime import date, timedelta

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from producers.cooperatives.models import Recognition
from producers.harvests.models import Lot
from producers.regions.models import Region
from shop.catalogue import choices
from shop.catalogue.cards import cards, cover_html
from shop.catalogue.describing import absolute, described
from shop.catalogue.keeping import VERSION, kept, on_sale
from shop.catalogue.models import Offer, Product
from shop.catalogue.pictures import USES, Shown, picture_html
from shop.catalogue.seasons import season_label
from shop.freight.costing import DAYS_LEFT_TO_EAT, delivering_zone, fee
from shop.freight.models import FreightZone
from shop.paper import qr_svg

RELATED = 6
OF_A_RENDITION = ("filter_spec", "file", "width", "height")
STATE_OF_A_PACK = (
    "pk",
    "price_fen",
    "limit_per_buyer",
    "lot__available_g",
    "lot__held_g",
    "lot__taken_g",
)
OF_A_PACK = (
    "product",
    "net_g",
    "gross_g",
    "price_fen",
    "limit_per_buyer",
    "lot__batch",
    "lot__grade",
    "lot__harvest_from",
    "lot__harvest_to",
    "lot__sells_from",
    "lot__available_g",
    "lot__total_g",
    "lot__households",
    "lot__presale_from",
    "lot__presale_to",
    "lot__presale_left_g",
    "lot__ships_from",
    "lot__ships_to",
    "lot__certificate__number",
    "lot__certificate__issued_on",
    "lot__certificate__issuer_zh",
    "lot__certificate__basis",
)


def read(on: date) -> QuerySet:
    """Published products, with all that stands behind one and the number of its recognition."""
    recognitions = Recognition.objects.in_force(on).filter(cooperative=OuterRef("listed_by"))
    own = recognitions.filter(product_zh=OuterRef("name_zh"))
    of_supplier = recognitions.filter(product_zh="")
    return (
        Product.objects.published()
        .select_related("county__parent__parent", "listed_by", "category")
        .annotate(
            recognition=Coalesce(
                Subquery(own.values("number")[:1]), Subquery(of_supplier.values("number")[:1])
            )
        )
    )


def state_of_packs(slug: str, on: date) -> tuple[str, list[tuple[int, ...]]]:
    """The version of a product's page, which is the catalogue's and that of its reviews, and of
    each pack on sale its key, what it costs and what there is of it at this moment: all that each
    look at a product asks, in one question."""
    packs = on_sale(on).filter(product__slug=slug).order_by().annotate(version=VERSION)
    rows = sorted(packs.values_list("version", "product__reviews_version", *STATE_OF_A_PACK))
    catalogue, reviews = rows[0][:2] if rows else versions_of(slug)
    return f"{catalogue}.{reviews}", [state for _catalogue, _reviews, *state in rows]


def versions_of(slug: str) -> tuple[int, int]:
    """Of a product that has no pack on sale. Nothing is kept of one that is not there."""
    found = Product.objects.filter(slug=slug).annotate(version=VERSION)
    return found.values_list("version", "reviews_version").first() or (0, 0)


def packs_of(product: Product, on: date) -> list[Offer]:
    """As they are at this moment."""
    packs = on_sale(on).filter(product=product)
    return list(packs.select_related("lot__certificate").only(*OF_A_PACK))


def product_page(
    product: Product,
    asked_for: int | None,
    *,
    destination: Region | None,
    on: date,
    version: str,
) -> dict:
    """With the pack chosen whose key is asked for."""
    packs = packs_of(product, on)
    chosen = chosen_pack(packs, asked_for)
    return {
        "product": product,
        "described": described(product, packs),
        "reviews": latest_of(product),
        "in_season": product.in_season(on),
        "season": season_label(product.season_months),
        "year": year_of(product, on),
        "packs": packs,
        "pack": chosen,
        "most": chosen and min(chosen.packs_left, chosen.limit_per_buyer),
        "lot": chosen and chosen.lot,
        "left_g": chosen and chosen.lot.left_g(on),
        "trace": chosen and trace_of(chosen.lot),
        "delivery": delivery_of(product, chosen, destination, on=on, version=version),
        **kept(f"around:{product.pk}", version, lambda: around(product)),
    }


def latest_of(product: Product) -> list[dict]:
    """Its latest reviews as they are kept with it, with their photographs drawn."""
    english = get_language() == "en"

    def drawn(photographs: list[dict]) -> list[SafeString]:
        return [cover_html(photo, english=english, lazy=True) for photo in photographs]

    return [
        review | {"photographs": drawn(review["photographs"])} for review in product.latest_reviews
    ]


def year_of(product: Product, on: date) -> list[dict]:
    """The twelve months, and which of them it ripens in. None at all: it is there all year."""
    ripe = product.season_months or MONTHS
    return [
        {"number": number, "ripe": number in ripe, "now": number == on.month} for number in MONTHS
    ]


def trace_of(lot: Lot) -> dict:
    """The public page of the lot, and the code that leads there from paper."""
    address = absolute(reverse("trace", args=[lot.trace_code]))
    return {"address": address, "qr": qr_svg(address)}


def around(product: Product) -> dict:
    """Its pictures, and the cards of what is near it: the part of the page that may be kept."""
    related = cards(related_to(product)[:RELATED])
    return {
        "pictures": pictures_of(product),
        "related": related
        and render_to_string("catalogue/cards.html", {"cards": related, "heading": "h3"}),
    }


def pictures_of(product: Product) -> list[SafeString]:
    rows = product.pictures.filter(picture__renditions__isnull=False).order_by(
        "position", "id", "picture__renditions__id"
    )
    english = get_language() == "en"
    pictures = {}
    for key, alt_zh, alt_en, spec, *rendition in rows.values_list(
        "id", "alt_zh", "alt_en", *(f"picture__renditions__{name}" for name in OF_A_RENDITION)
    ):
        _alt, by_spec = pictures.setdefault(key, ((english and alt_en) or alt_zh, {}))
        by_spec[spec] = Shown(*rendition)
    return [
        picture_html(by_spec, USES["detail"], alt=alt, lazy=number > 0)
        for number, (alt, by_spec) in enumerate(pictures.values())
    ]


def related_to(product: Product) -> QuerySet:
    """Goods of the same county first, then of the same category."""
    others = Product.objects.published().exclude(pk=product.pk)
    same_county = Case(When(county=product.county_id, then=Value(0)), default=Value(1))
    near = others.filter(county=product.county_id) | others.filter(category=product.category_id)
    return near.order_by(same_county, "-published_at", "-id")


def chosen_pack(packs: list[Offer], asked_for: int | None) -> Offer | None:
    """The one asked for, else the smallest that is left, else the smallest."""
    by_key = {offer.pk: offer for offer in packs}
    left = [offer for offer in packs if offer.packs_left]
    return by_key.get(asked_for) or next(iter(left or packs), None)


def delivery_of(
    product: Product, pack: Offer | None, destination: Region | None, *, on: date, version: str
) -> dict:
    zones = kept(
        f"zones:{product.listed_by_id}:{product.transport}",
        version,
        lambda: list(zones_of(product)),
    )
    sent = [zone for zone in zones if reaches(zone, product)]
    days = [zone.arrives_within_days for zone in sent]
    promise = {
        "ships_within_hours": zones[0].template.ships_within_hours if zones else None,
        "soonest": min(days, default=None),
        "latest": max(days, default=None),
        "not_sent_to": names_of([p for z in zones if z not in sent for p in z.places]),
        "destination": destination,
        "choices": choices.destinations(destination),
    }
    if destination:
        zone = delivering_zone(zones, destination.code)
        promise["arrives_within_days"] = None
        if zone and reaches(zone, product):
            promise["arrives_within_days"] = zone.arrives_within_days
            promise["arrives_by"] = arrival(zone, pack and pack.lot, on)
            promise["freight_fen"] = pack and fee(
                zone.template, zone, gross_g=pack.gross_g, goods_fen=pack.price_fen
            )
    return promise


def arrival(zone: FreightZone, lot: Lot | None, ordered_on: date) -> date:
    """The last day of the promise, for what is ordered and paid on a day."""
    if lot and lot.presells(ordered_on):
        sent_by = lot.ships_to
    else:
        sent_by = ordered_on + timedelta(days=-(-zone.template.ships_within_hours // 24))
    return sent_by + timedelta(days=zone.arrives_within_days)


def zones_of(product: Product) -> QuerySet:
    return FreightZone.objects.filter(
        template__cooperative=product.listed_by_id, template__transport=product.transport
    ).select_related("template")


def reaches(zone: FreightZone, product: Product) -> bool:
    """It is sent there, and still keeps when it arrives."""
    return zone.delivers and product.shelf_life_days >= zone.arrives_within_days + DAYS_LEFT_TO_EAT


def names_of(places: list[str]) -> list[str]:
    names = dict(choices.places())
    return [names[code] for place in places if (code := place.ljust(6, "0")) in names]
