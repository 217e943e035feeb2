"""What the filters of a list offer to choose from: (code, name) pairs, kept with the catalogue."""

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from producers.regions.codes import province_of
from producers.regions.models import Pairing, Region
from shop.catalogue.keeping import kept
from shop.catalogue.models import Category, Product

Choices = list[tuple[str, str]]


def categories(version: int) -> Choices:
    return kept(
        "categories",
        version,
        lambda: [(category.code, category.name) for category in Category.objects.filter(open=True)],
    )


def origins(version: int, chosen: str) -> Choices:
    """The provinces goods come from, and below the one that was chosen its counties."""
    counties = kept("origins", version, counties_with_goods)
    with_goods = {province_of(code) for code, _ in counties}
    return below_provinces(
        [(code, name) for code, name in provinces(version) if code in with_goods], counties, chosen
    )


def destinations(version: int, chosen: str) -> Choices:
    """The provinces, and below the one that was chosen its prefectures."""
    return below_provinces(provinces(version), kept("prefectures", version, prefectures), chosen)


def partners(version: int) -> Choices:
    return kept("partners", version, eastern_places)


def below_provinces(provinces: Choices, places: Choices, chosen: str) -> Choices:
    listed = []
    for code, name in provinces:
        listed.append((code, name))
        if chosen[:2] == code[:2]:
            listed += [(c, f"— {n}") for c, n in places if c[:2] == code[:2]]
    return listed


def provinces(version: int) -> Choices:
    return kept(
        "provinces", version, lambda: named(Region.objects.in_force().filter(level="province"))
    )


def prefectures() -> Choices:
    """With the counties that a province rules itself, which lie in none."""
    below = Region.objects.in_force().filter(parent__level="province")
    return named(below.filter(Q(level="prefecture") | Q(code__regex="^(41|42|46|65)90")))


def counties_with_goods() -> Choices:
    return named(Region.objects.filter(code__in=Product.objects.published().values("county")))


def eastern_places() -> Choices:
    pairings = Pairing.objects.in_force(timezone.localdate())
    return named(Region.objects.filter(code__in=pairings.values("east")))


def named(regions) -> Choices:
    column = "name_en" if get_language() == "en" else "name_zh"
    return list(regions.order_by("code").values_list("code", column))


def options(choices: Choices, chosen: str) -> SafeString:
    """Drawn here and not in a template: there are two hundred on a page."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )


SELECTED = SafeString(" selected")
