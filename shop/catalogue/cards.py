"""What a card shows of a product: two questions for any number of cards. The rows are plain
values and the words dictionaries, since a list is the page that is asked for most."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from producers.harvests.models import left_g
from shop.catalogue.keeping import on_sale
from shop.catalogue.models import Product, price_fen_per_500g, stars_label
from shop.catalogue.pictures import USES, Shown, picture_html
from shop.money import yuan

FIELDS = (
    "id",
    "slug",
    "name_zh",
    "name_en",
    "season_months",
    "geographical_indication",
    "cover",
    "stars_sum",
    "stars_count",
    "county_id",
    "county__name_zh",
    "county__name_en",
)

OF_A_LOT = ("lot__available_g", "lot__presale_left_g", "lot__sells_from")
OF_A_PRICE = ("product_id", "price_fen", "net_g", *OF_A_LOT)
NOT_ON_SALE = {"price": ""}
IN_VIEW = 4
"""So many cards at the head of a list are seen at once, on a phone or on a desk."""


@cache
def rows_of_products() -> QuerySet:
    """Built once, as `on_sale` is."""
    return Product.objects.order_by().values(*FIELDS)


@lru_cache(maxsize=2)
def rows_of_packs(day: date) -> QuerySet:
    return on_sale(day).order_by().values_list(*OF_A_PRICE)


def cards(products: QuerySet) -> list[dict]:
    """In the order of the queryset, which need not name its columns."""
    return cards_of(list(products.values(*FIELDS)))


def cards_by_key(keys: list[int]) -> list[dict]:
    """Of the products with these keys, in their order, for the head of a page."""
    found = {row["id"]: row for row in rows_of_products().filter(pk__in=keys)}
    return cards_of([found[key] for key in keys if key in found], in_view=IN_VIEW)


def cards_of(rows: list[dict], *, in_view: int = 0) -> list[dict]:
    """Pictures of the first `in_view` are fetched with the page, the others when they come near."""
    ids = [row["id"] for row in rows]
    today = timezone.localdate()
    prices = prices_of(rows_of_packs(today).filter(product__in=ids))
    english = get_language() == "en"
    month = today.month
    # One address is asked of Django, the others are written like it.
    address = reverse("product", args=["-"]).removesuffix("-/")
    return [
        {
            "url": f"{address}{row['slug']}/",
            "name": (english and row["name_en"]) or row["name_zh"],
            "county": row["county__name_en"] if english else row["county__name_zh"],
            "in_season": month in row["season_months"],
            "indication": row["geographical_indication"],
            "stars": stars_label(row["stars_sum"], row["stars_count"]),
            "reviews": row["stars_count"],
            "picture": cover_html(row["cover"], english=english, lazy=at >= in_view),
            **prices.get(row["id"], NOT_ON_SALE),
        }
        for at, row in enumerate(rows)
    ]


def prices_of(packs: Iterable[tuple]) -> dict[int, dict]:
    """The lowest price of a pack and the lowest of 500 g, of what is left where anything is, and
    whether all of it is sold ahead; from OF_A_PRICE."""
    today = timezone.localdate()
    by_product, here = defaultdict(list), set()
    for product, price_fen, net_g, available_g, presale_left_g, sells_from in packs:
        left = left_g(available_g, presale_left_g, sells_from, today)
        by_product[product].append((left < net_g, price_fen, net_g))
        if sells_from <= today:
            here.add(product)
    return {
        product: lowest(packs) | {"ahead": product not in here}
        for product, packs in by_product.items()
    }


def lowest(packs: list[tuple[bool, int, int]]) -> dict:
    sold_out = all(gone for gone, *_ in packs)
    sold = [(price_fen, net_g) for gone, price_fen, net_g in packs if gone == sold_out]
    return {
        "sold_out": sold_out,
        "price": f"¥{yuan(min(price_fen for price_fen, _ in sold))}",
        "per_500g": f"¥{yuan(min(price_fen_per_500g(*pack) for pack in sold))}",
        "several": len(sold) > 1,
    }


def cover_html(cover: dict, *, english: bool, lazy: bool) -> SafeString:
    if not cover:
        return mark_safe("")
    renditions = {spec: Shown(*known) for spec, known in cover["renditions"].items()}
    alt = (english and cover["alt_en"]) or cover["alt_zh"]
    return picture_html(renditions, USES["card"], alt=alt, lazy=lazy)
