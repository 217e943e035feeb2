"""What the filters of a list offer to choose from. What counts nothing is drawn once and kept."""

from collections import Counter

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from producers.regions.codes import DIRECTLY_RULED, province_of
from producers.regions.models import Pairing, Region
from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.catalogue.models import Category, Product

Choices = list[tuple[str, str]]


def categories(version: int, counts: Counter[str], chosen: str) -> SafeString:
    known = known_categories(version)
    return with_chosen(options(with_counts(known, counts, chosen)), chosen)


def months(counts: Counter[int], chosen: str) -> SafeString:
    known = [(str(number), name) for number, name in MONTHS.items()]
    counts = Counter({str(number): count for number, count in counts.items()})
    return with_chosen(options(with_counts(known, counts, chosen)), chosen)


def origins(version: int, counts: Counter[str], place: Region | None) -> SafeString:
    """The provinces goods come from, and below the one that was chosen its counties."""
    chosen = place.code if place else ""
    of_provinces = Counter()
    for county, count in counts.items():
        of_provinces[province_of(county)] += count
    from_there = with_counts(provinces(), of_provinces, chosen)
    counties = with_counts(
        kept("counties-with-goods", version, counties_with_goods), counts, chosen
    )
    return with_place_chosen(options(below_provinces(from_there, counties, chosen[:2])), place)


def destinations(place: Region | None) -> SafeString:
    """The provinces, and below the one that was chosen its prefectures."""
    province = place.code[:2] if place else ""
    drawn = kept(
        f"choose-destination:{province}",
        NEVER_CHANGES,
        lambda: options(destinations_of(province)),
    )
    return with_place_chosen(drawn, place)


def partners(version: int, place: Region | None) -> SafeString:
    drawn = kept("choose-partner", version, lambda: options(eastern_places()))
    return with_place_chosen(drawn, place)


def known_categories(version: int) -> Choices:
    return kept("open-categories", version, open_categories)


def open_categories() -> Choices:
    return [(category.code, category.name) for category in Category.objects.filter(open=True)]


def destinations_of(province: str) -> Choices:
    below = [(code, name) for code, name in places() if not code.endswith("0000")]
    return below_provinces(provinces(), below, province)


def below_provinces(above: Choices, below: Choices, province: str) -> Choices:
    listed = []
    for code, name in above:
        listed.append((code, name))
        if code[:2] == province:
            listed += [(c, f"— {n}") for c, n in below if c[:2] == province]
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


def with_counts(known: Choices, counts: Counter[str], chosen: str) -> Choices:
    """What would show nothing is left out, unless it is what was chosen."""
    return [
        (code, f"{name} ({counts[code]})") for code, name in known if counts[code] or code == chosen
    ]


def named(regions) -> Choices:
    column = "name_en" if get_language() == "en" else "name_zh"
    return list(regions.order_by("code").values_list("code", column))


def options(choices: Choices) -> SafeString:
    """Drawn here and not in a template: there are two hundred on a page."""
    return format_html_join("", '<option value="{}">{}</option>', choices)


def with_place_chosen(drawn: SafeString, place: Region | None) -> SafeString:
    """A place that the list does not offer stands in it while it is asked for."""
    if place is None:
        return drawn
    if f'"{place.code}"' not in drawn:
        drawn += options([(place.code, f"— {place.name}")])
    return with_chosen(drawn, place.code)


def with_chosen(drawn: SafeString, value: str) -> SafeString:
    option = f'<option value="{escape(value)}"'
    return mark_safe(drawn.replace(option, f"{option} selected", 1))
