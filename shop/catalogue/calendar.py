"""What is in season, month by month."""

from collections import Counter

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS

from shop.catalogue import choices
from shop.catalogue.cards import cards_by_key
from shop.catalogue.facets import Row, read_months
from shop.catalogue.filters import ProductFilters

CARDS_AT_MOST = 12
# A cell's shade says which third of the fullest it reaches.
SHADES = 3


def season_page(month: int, version: int) -> dict:
    rows = ProductFilters(QueryDict(), version=version).facets.rows
    ripe = [row.pk for row in rows if month in read_months(row.months)]
    return {
        "month": month,
        "name": MONTHS[month],
        "now": timezone.localdate().month,
        "count": len(ripe),
        "cards": cards_by_key(ripe[:CARDS_AT_MOST]),
        "more": len(ripe) > CARDS_AT_MOST,
        "months": months_of(rows),
        "categories": categories_of(rows, version),
    }


def months_of(rows: list[Row]) -> list[dict]:
    ripe = Counter(month for row in rows for month in read_months(row.months))
    return [{"number": number, "name": MONTHS[number], "count": ripe[number]} for number in MONTHS]


def categories_of(rows: list[Row], version: int) -> list[dict]:
    """How many kinds of each category are ripe in each month."""
    ripe = Counter((row.category, month) for row in rows for month in read_months(row.months))
    most = max(ripe.values(), default=1)
    goods = reverse("products")
    return [
        {
            "name": name,
            "months": [
                {
                    "name": MONTHS[month],
                    "count": count,
                    "shade": -(-count * SHADES // most),
                    "url": f"{goods}?category={code}&month={month}",
                }
                for month in MONTHS
                for count in [ripe[code, month]]
            ],
        }
        for code, name in choices.known_categories(version)
        if any(ripe[code, month] for month in MONTHS)
    ]
