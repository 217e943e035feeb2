"""What the filters of a list offer to choose from: (code, name) pairs, kept with the catalogue."""

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from producers.regions.codes import DIRECTLY_RULED, province_of
from producers.regions.models import Pairing, Region
from shop.catalogue.keeping import kept
from shop.catalogue.models import Category, Product

Choices = list[tuple[str, str]]
# No version: the country is loaded before the site starts.
NEVER_CHANGES = 0


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
    from_there = [(code, name) for code, name in provinces() if code in with_goods]
    return below_provinces(from_there, counties, chosen)


def destinations(chosen: str) -> Choices:
    """The provinces, and below the one that was chosen its prefectures."""
    below = [(code, name) for code, name in places() if not code.endswith("0000")]
    return below_provinces(provinces(), below, chosen)


def partners(version: int) -> Choices:
    return kept("partners", version, eastern_places)


def below_provinces(above: Choices, below: Choices, chosen: str) -> Choices:
    listed = []
    for code, name in above:
        listed.append((code, name))
        if chosen[:2] == code[:2]:
            listed += [(c, f"— {n}") for c, n in below if c[:2] == code[:2]]
    return listed


def provinces() -> Choices:
    return [(code, name) for code, name in places() if code.endswith("0000")]


def places() -> Choices:
    """Where parcels go: provinces, prefectures, and counties that a province rules itself."""
    return kept("places", NEVER_CHANGES, provinces_and_prefectures)


def provinces_and_prefectures() -> Choices:
    directly_ruled = Q(code__regex=f"^({'|'.join(DIRECTLY_RULED)})")
    large = Q(level__in=[Region.Level.PROVINCE, Region.Level.PREFECTURE])
    return named(Region.objects.in_force().filter(large | directly_ruled))


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
