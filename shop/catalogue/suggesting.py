"""What is offered below the search field while somebody types: places, then goods."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from producers.regions.codes import province_of
from producers.regions.models import Region
from shop.catalogue.keeping import kept
from shop.catalogue.models import Product
from shop.catalogue.searching import NEAREST_FIRST, find, is_han, terms_of

GOODS_AT_MOST, PLACES_AT_MOST = 6, 2


class Suggestion(NamedTuple):
    url: str
    label: str
    note: str


def suggestions(typed: str, version: int) -> list[Suggestion]:
    return [*places_like(typed, version), *goods_like(typed)]


def goods_like(typed: str) -> list[Suggestion]:
    found = find(Product.objects.published().select_related("county"), typed).products
    return [
        Suggestion(product.get_absolute_url(), product.name, product.county.name)
        for product in found.order_by(*NEAREST_FIRST)[:GOODS_AT_MOST]
    ]


def places_like(typed: str, version: int) -> list[Suggestion]:
    """Counties with goods whose name has in it, or begins with, all that was typed."""
    term = "".join(terms_of(typed))
    if not term:
        return []
    said = term if is_han(term) else f" {term}"
    like = [place for place in kept("places-said", version, places_said) if said in place[-1]]
    list_of_goods = reverse("products")
    return [
        Suggestion(f"{list_of_goods}?{urlencode({'origin': code})}", name, province)
        for code, name, province, _ in like[:PLACES_AT_MOST]
    ]


def places_said() -> list[tuple[str, str, str, str]]:
    """Code, name, province, and by what words the place is found."""
    column = "name_en" if get_language() == "en" else "name_zh"
    provinces = dict(Region.objects.filter(level=Region.Level.PROVINCE).values_list("code", column))
    counties = Region.objects.filter(code__in=Product.objects.published().values("county"))
    return [
        (code, name, provinces[province_of(code)], f"{zh} {sound.replace(' ', '')} {en}".lower())
        for code, name, zh, sound, en in counties.order_by("code").values_list(
            "code", column, "name_zh", "pinyin", "name_en"
        )
    ]
