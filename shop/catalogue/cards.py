"""What a card shows of a product: three questions for any number of cards. The rows are plain
values and the words dictionaries, since a list is the page that is asked for most."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from shop.catalogue.models import Offer, ProductPicture, price_fen_per_500g
from shop.catalogue.pictures import USES, Shown, picture_html
from shop.money import yuan

FIELDS = (
    "id",
    "slug",
    "name_zh",
    "name_en",
    "season_months",
    "geographical_indication",
    "county_id",
    "county__name_zh",
    "county__name_en",
)


NOT_ON_SALE = {"price": ""}


def cards(products: QuerySet) -> list[dict]:
    """In the order of the queryset, which need not name its columns."""
    rows = list(products.values(*FIELDS))
    ids = [row["id"] for row in rows]
    on_sale = Offer.objects.on_sale(timezone.localdate()).filter(product__in=ids).order_by()
    prices = prices_of(on_sale.values_list("product_id", "price_fen", "net_g", "lot__available_g"))
    pictures = first_pictures(pictures_of(ids, USES["card"].specs))
    return cards_of(rows, prices, pictures)


def cards_of(rows: list[dict], prices: dict[int, dict], pictures: dict[int, str]) -> list[dict]:
    english = get_language() == "en"
    month = timezone.localdate().month
    # One address is asked of Django, the others are written like it.
    address = reverse("product", args=["-"]).removesuffix("-/")
    return [
        {
            "url": f"{address}{row['slug']}/",
            "name": (english and row["name_en"]) or row["name_zh"],
            "county": row["county__name_en"] if english else row["county__name_zh"],
            "in_season": month in row["season_months"],
            "indication": row["geographical_indication"],
            "picture": pictures.get(row["id"], ""),
            **prices.get(row["id"], NOT_ON_SALE),
        }
        for row in rows
    ]


def prices_of(packs: Iterable[tuple[int, int, int, int]]) -> dict[int, dict]:
    """The lowest price of a pack and the lowest of 500 g, of what is left where anything is; from
    product, price, grams of the pack and grams left of its lot."""
    by_product = defaultdict(list)
    for product, price_fen, net_g, left_g in packs:
        by_product[product].append((left_g < net_g, price_fen, net_g))
    return {product: lowest(packs) for product, packs in by_product.items()}


def lowest(packs: list[tuple[bool, int, int]]) -> dict:
    sold_out = all(gone for gone, *_ in packs)
    sold = [(price_fen, net_g) for gone, price_fen, net_g in packs if gone == sold_out]
    return {
        "sold_out": sold_out,
        "price": f"¥{yuan(min(price_fen for price_fen, _ in sold))}",
        "per_500g": f"¥{yuan(min(price_fen_per_500g(*pack) for pack in sold))}",
        "several": len(sold) > 1,
    }


def first_pictures(pictures: dict[int, list]) -> dict[int, str]:
    return {
        product: picture_html(by_spec, USES["card"], alt=alt)
        for product, [(alt, by_spec), *_] in pictures.items()
    }


def pictures_of(
    product_ids: list[int], specs: Iterable[str]
) -> dict[int, list[tuple[str, dict[str, Shown]]]]:
    """Of each product, its pictures in their order: what each shows, and its renditions."""
    rows = (
        # Specs are told apart here: asked for by spec, a database begins with all renditions of it.
        ProductPicture.objects.filter(product__in=product_ids, picture__renditions__isnull=False)
        .order_by("product_id", "position", "id", "picture__renditions__id")
        .values_list(
            "product_id",
            "id",
            "alt_zh",
            "alt_en",
            "picture__renditions__filter_spec",
            "picture__renditions__file",
            "picture__renditions__width",
            "picture__renditions__height",
        )
    )
    english = get_language() == "en"
    found: dict[int, dict] = defaultdict(dict)
    for product, number, alt_zh, alt_en, spec, file, width, height in rows:
        alt = (english and alt_en) or alt_zh
        _alt, by_spec = found[product].setdefault(number, (alt, {}))
        if spec in specs:
            by_spec[spec] = Shown(file, width, height)
    return {product: list(pictures.values()) for product, pictures in found.items()}
