"""What a visitor chose, one by one: each can be taken away again, and where nothing is left it is
said how much there would be without it."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from shop.catalogue.facets import months_of
from shop.catalogue.filters import ProductFilters
from shop.catalogue.seasons import season_label

SAID: dict[str, Callable[..., str]] = {
    "q": lambda typed: _("“%(typed)s”") % {"typed": typed},
    "category": lambda category: category.name,
    "origin": lambda place: _("Grown in %(place)s") % {"place": place.name},
    "month": lambda month: _("In season in %(month)s") % {"month": MONTHS[int(month)]},
    "in_season": lambda _one: _("In season now"),
    "price_min": lambda yuan: _("From ¥%(yuan)s") % {"yuan": yuan},
    "price_max": lambda yuan: _("Up to ¥%(yuan)s") % {"yuan": yuan},
    "deliver_to": lambda place: _("Delivered to %(place)s") % {"place": place.name},
    "partner": lambda place: _("Partner: %(place)s") % {"place": place.name},
}


class Chosen(NamedTuple):
    name: str
    label: str
    url: str
    """The same list without it."""


class Try(NamedTuple):
    label: str
    url: str
    count: int


def all_chosen(filters: ProductFilters) -> list[Chosen]:
    asked = filters.form.cleaned_data
    return [
        Chosen(name, say(asked[name]), address(without(filters, name)))
        for name, say in SAID.items()
        if asked[name] not in (None, "")
    ]


def tries(filters: ProductFilters) -> list[Try]:
    """Which of what was chosen keeps goods away, what shows most first. Without the only thing that
    was chosen there is the whole list: nothing to try."""
    every = all_chosen(filters)
    if len(every) == 1:
        return []
    found = [Try(one.label, one.url, goods_without(filters, one.name)) for one in every]
    return sorted((one for one in found if one.count), key=lambda one: -one.count)


def goods_without(filters: ProductFilters, name: str) -> int:
    if name in filters.facets.chosen:
        return len(filters.facets.but(name))
    wider = ProductFilters(without(filters, name), version=filters.version)
    return len(wider.found.keys) if wider.is_valid() else 0


def season_of(filters: ProductFilters) -> str:
    """When that is ripe which only the season keeps away: all that would be here without it, or of
    what was searched for the nearest."""
    asked, found = filters.form.cleaned_data, filters.found.keys
    if not (asked["in_season"] or asked["month"]):
        return ""
    rows = filters.facets.but("in_season" if asked["in_season"] else "month")
    if asked["q"] and not asked["sort"]:
        rows = rows[:1]
    elif found:
        return ""
    return season_label(sorted(months_of([row for row in rows if row.pk not in found])))


def without(filters: ProductFilters, name: str) -> QueryDict:
    wider = filters.data.copy()
    for gone in (name, "page"):
        wider.pop(gone, None)
    return wider


def address(asked: QueryDict) -> str:
    return f"?{asked.urlencode()}"
