"""The rows of the ledger behind one line of an answer."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Q

from producers.regions.codes import is_known_by_city
from producers.regions.resolving import codes_counting_for
from shop.ledger.reach import Reaches
from shop.ledger.reports.completeness import period_of
from shop.statistics import asking
from shop.statistics.question import By, Question
from shop.statistics.sources import LEDGER


def rows_behind(question: Question, *, keys: Mapping[str, str], reaches: Reaches):
    """The rows a question asks of; those of one line by its key of what it is taken apart by, and
    of what it goes across, where it does. Raises asking.Unknown where no line can have it."""
    rows = LEDGER.rows(question, question.first, question.last)
    for by, key in keys.items():
        rows = rows.filter(rows_with(by, key, reaches))
    return rows


def rows_with(by: str, key: str, reaches: Reaches) -> Q:
    try:
        return WITH[by](key, reaches)
    except (KeyError, ValueError):
        raise asking.Unknown(f"There is no line {key}.") from None


def of_day(key: str, reaches: Reaches) -> Q:
    return Q(occurred_on=date.fromisoformat(key))


def of_month(key: str, reaches: Reaches) -> Q:
    return Q(occurred_on__range=period_of(date.fromisoformat(f"{key}-01"), 1))


def of_place(column: str) -> Callable[[str, Reaches], Q]:
    return lambda key, reaches: asking.place(key, reaches).q(column)


def of_county(column: str) -> Callable[[str, Reaches], Q]:
    """A sale of which only the city or province is known stands in a line of its own, without
    what lies in that place."""
    return lambda key, reaches: Q(**{f"{column}__in": codes_counting_for(key, reaches.moved)})


def of_prefecture(column: str) -> Callable[[str, Reaches], Q]:
    def rows(key: str, reaches: Reaches) -> Q:
        return (of_place if is_known_by_city(key) else of_county)(column)(key, reaches)

    return rows


def of_code(column: str) -> Callable[[str, Reaches], Q]:
    return lambda key, reaches: Q(**{column: key})


def of_product(key: str, reaches: Reaches) -> Q:
    return Q(product_id=asking.product(key))


def of_party(column: str, find: Callable[[str], int]) -> Callable[[str, Reaches], Q]:
    return lambda key, reaches: Q(**{column: find(key) if key else None})


def of_pairing(key: str, reaches: Reaches) -> Q:
    return Q(pairing_id__in=asking.pairings(key)) if key else Q(pairing=None)


WITH = {
    By.DAY: of_day,
    By.MONTH: of_month,
    By.ORIGIN_PROVINCE: of_place("origin"),
    By.ORIGIN_PREFECTURE: of_prefecture("origin"),
    By.ORIGIN_COUNTY: of_county("origin"),
    By.DESTINATION_PROVINCE: of_place("destination"),
    By.DESTINATION_PREFECTURE: of_prefecture("destination"),
    By.DESTINATION_COUNTY: of_county("destination"),
    By.BUYER_REGION: of_prefecture("buyer_region"),
    By.PRODUCT: of_product,
    By.CATEGORY: of_code("category_id"),
    By.CHANNEL: of_code("channel_id"),
    By.PAIRING: of_pairing,
    By.BUYER: of_code("buyer_kind"),
    By.COOPERATIVE: of_party("cooperative", asking.cooperative),
    By.ORGANISATION: of_party("organisation", asking.organisation),
    By.CAMPAIGN: of_party("campaign", asking.campaign),
}
