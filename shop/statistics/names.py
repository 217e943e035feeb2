"""What the keys of an answer are called, and by which key a reader knows them."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import get_language

from producers.cooperatives.models import Cooperative
from producers.regions.models import Pairing, Region
from shop.buyers.models import WORD_OF_BUYER_KIND, BuyerKind, Organisation
from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.catalogue.models import Category, Product
from shop.channels.models import Campaign, Channel
from shop.ledger.reach import Reaches
from shop.statistics.question import By


class Name(NamedTuple):
    key: str
    zh: str
    en: str

    def __str__(self):
        return self.en if get_language() == "en" else self.zh


NO_PAIRING = Name("", "无结对关系", "Outside a pairing")
NO_COOPERATIVE = Name("", "未登记的供应方", "Sellers who are not registered")
NO_ORGANISATION = Name("", "个人及未登记的单位", "Persons and units not registered")
NO_CAMPAIGN = Name("", "不属于任何活动", "Outside any hall, livestream or fair")


def names_of(by: str, keys: Iterable, reaches: Reaches) -> dict[object, Name]:
    """The name of each key. A code nobody knows any more is its own name."""
    keys = set(keys)
    if not keys:
        return {}
    found = NAMES.get(by, as_they_are)(keys, reaches)
    return {key: found.get(key) or Name(str(key), str(key), str(key)) for key in keys}


def as_they_are(keys: set, reaches: Reaches) -> dict:
    return {}


def regions(codes: set, reaches: Reaches) -> dict:
    known = {code: name for code, name in provinces().items() if code in codes}
    return known | named(Region.objects.filter(code__in=codes - known.keys()))


def provinces() -> dict[str, Name]:
    """Nearly every page names some."""
    rows = Region.objects.filter(level=Region.Level.PROVINCE)
    return kept("statistics-provinces", NEVER_CHANGES, lambda: named(rows))


def named(rows: QuerySet) -> dict[str, Name]:
    names = rows.values_list("code", "name_zh", "name_en")
    return {code: Name(code, zh, en) for code, zh, en in names}


def products(ids: set, reaches: Reaches) -> dict:
    rows = Product.objects.filter(pk__in=ids).only("slug", "county_id", "name_zh", "name_en")
    return {
        product.pk: Name(product.key, product.name_zh, product.name_en or product.name_zh)
        for product in rows
    }


def categories(codes: set, reaches: Reaches) -> dict:
    return named(Category.objects.filter(pk__in=codes))


def channels(codes: set, reaches: Reaches) -> dict:
    every = kept("statistics-channel-names", NEVER_CHANGES, lambda: named(Channel.objects.all()))
    return {code: name for code, name in every.items() if code in codes}


def pairings(ids: set, reaches: Reaches) -> dict:
    rows = Pairing.objects.filter(pk__in=ids - {None}).select_related("east", "west")
    names = {
        row.pk: Name(
            row.code,
            f"{row.east.name_zh}—{row.west.name_zh}",
            f"{row.east.name_en}–{row.west.name_en}",
        )
        for row in rows
    }
    return {**names, None: NO_PAIRING}


def buyers(kinds: set, reaches: Reaches) -> dict:
    return {
        kind.value: Name(kind.value, WORD_OF_BUYER_KIND[kind], ENGLISH_BUYERS[kind])
        for kind in BuyerKind
    }


def cooperatives(ids: set, reaches: Reaches) -> dict:
    rows = Cooperative.objects.filter(pk__in=ids - {None})
    names = {row.pk: Name(row.credit_code, row.name_zh, row.name_en or row.name_zh) for row in rows}
    return {**names, None: NO_COOPERATIVE}


def organisations(ids: set, reaches: Reaches) -> dict:
    rows = Organisation.objects.filter(pk__in=ids - {None})
    names = {row.pk: Name(row.tax_number, row.name_zh, row.name_zh) for row in rows}
    return {**names, None: NO_ORGANISATION}


def campaigns(ids: set, reaches: Reaches) -> dict:
    rows = Campaign.objects.filter(pk__in=ids - {None})
    names = {row.pk: Name(row.code, row.name_zh, row.name_en) for row in rows}
    return {**names, None: NO_CAMPAIGN}


ENGLISH_BUYERS = {
    BuyerKind.PERSON: "Person",
    BuyerKind.BUDGET_UNIT: "Budget unit",
    BuyerKind.UNION: "Trade union",
    BuyerKind.DESIGNATED_UNIT: "Designated-assistance unit",
    BuyerKind.STATE_FIRM: "State-owned firm",
    BuyerKind.PRIVATE_FIRM: "Private firm",
    BuyerKind.SOCIAL_ORGANISATION: "Social organisation",
    BuyerKind.SUPERMARKET: "Supermarket or wholesaler",
}
NAMES: dict[str, Callable[[set, Reaches], dict]] = {
    By.ORIGIN_PROVINCE: regions,
    By.ORIGIN_PREFECTURE: regions,
    By.ORIGIN_COUNTY: regions,
    By.DESTINATION_PROVINCE: regions,
    By.DESTINATION_PREFECTURE: regions,
    By.DESTINATION_COUNTY: regions,
    By.BUYER_REGION: regions,
    By.PRODUCT: products,
    By.CATEGORY: categories,
    By.CHANNEL: channels,
    By.PAIRING: pairings,
    By.BUYER: buyers,
    By.COOPERATIVE: cooperatives,
    By.ORGANISATION: organisations,
    By.CAMPAIGN: campaigns,
}
