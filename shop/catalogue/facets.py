"""How many goods each choice of a filter would show. What a visitor chose of place, category and
season is held against rows in memory, all read by one question: so the counts and the list are
of the same rows, and they agree in every combination."""

import json
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from producers.regions.codes import range_of


class Row(NamedTuple):
    pk: int
    county: str
    category: str
    months: str
    """As they are stored, in JSON: a few hundred texts stand in thousands of rows."""


Fits = Callable[[Row], bool]


class Facets:
    def __init__(self, products: QuerySet, asked: dict):
        months = Cast("season_months", TextField())
        found = products.values_list("pk", "county_id", "category_id", months)
        self.rows = list(map(Row._make, found))
        self.chosen = chosen(asked)

    def keys(self) -> list[int]:
        """Of the products that fit all that was chosen, in their order."""
        return [row.pk for row in self.but("")]

    def but(self, facet: str) -> list[Row]:
        """What fits all that was chosen of the other facets."""
        rows = self.rows
        for name, fits in self.chosen.items():
            if name != facet:
                rows = filter(fits, rows)
        return list(rows)

    def by_county(self) -> Counter[str]:
        return Counter(row.county for row in self.but("origin"))

    def by_category(self) -> Counter[str]:
        return Counter(row.category for row in self.but("category"))

    def by_month(self) -> Counter[int]:
        return months_of(self.but("month"))

    def in_season(self) -> int:
        return months_of(self.but("in_season"))[timezone.localdate().month]


def chosen(asked: dict) -> dict[str, Fits]:
    """What a row must be, by the facet it was asked in."""
    fits = {}
    if asked["origin"]:
        fits["origin"] = grown_in(*range_of(asked["origin"].code))
    if asked["category"]:
        fits["category"] = of_category(asked["category"].code)
    if asked["month"]:
        fits["month"] = ripe_in(int(asked["month"]))
    if asked["in_season"]:
        fits["in_season"] = ripe_in(timezone.localdate().month)
    return fits


def grown_in(first: str, last: str) -> Fits:
    return lambda row: first <= row.county <= last


def of_category(code: str) -> Fits:
    return lambda row: row.category == code


def ripe_in(month: int) -> Fits:
    return lambda row: month in read_months(row.months)


def months_of(rows: list[Row]) -> Counter[int]:
    months = Counter()
    for text, count in Counter(row.months for row in rows).items():
        months.update(dict.fromkeys(read_months(text), count))
    return months


@lru_cache(maxsize=5000)
def read_months(text: str) -> frozenset[int]:
    return frozenset(json.loads(text))
