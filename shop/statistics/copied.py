"""Answers from the copy of the ledger in ClickHouse, which reads a thousand million rows where the
database would read for minutes."""

import logging
from collections.abc import Iterator

from django.utils import timezone

from shop.ledger.reach import Reach, Reaches
from shop.statistics.clickhouse import Node, Unanswered, nodes
from shop.statistics.copying import TABLE, microseconds
from shop.statistics.engines import LedgerEngine, Part, SummaryEngine
from shop.statistics.models import LedgerCopy
from shop.statistics.question import Buyer, By, Question
from shop.statistics.sources import (
    PENDING,
    UNCOPIED,
    filters_asked,
    key_column,
    places_asked,
    told_by,
)

SUMS = (
    "sum(sold_fen), sum(refunded_fen), sum(weight_g), sum(parcel_count), sum(product_count), "
    "count()"
)
NUMBERS = (By.PRODUCT, By.PAIRING, By.COOPERATIVE, By.ORGANISATION, By.CAMPAIGN)

log = logging.getLogger(__name__)


class Incomplete(Exception):
    """A node has not all rows it should have: it was away, or has not yet heard of the last."""


class TailEngine(LedgerEngine):
    """The rows the copy may not have: those no summary has either, and those not known as sent."""

    def parts(self, question: Question) -> list[Part]:
        return [Part(tail, question.first, question.last) for tail in (PENDING, UNCOPIED)]


class CopyEngine(SummaryEngine):
    """What is known to be copied from the first node that has all of it, the rest from the
    database; where no node has, all from the database."""

    def __init__(self, reaches: Reaches | None = None, *, nodes: list[Node]):
        super().__init__(reaches)
        self.nodes = nodes

    def read(self, question: Question) -> list[tuple]:
        copy, tail = self.copy_and_tail(question)
        if copy and copy.is_used(timezone.now()):
            for node in self.nodes:
                try:
                    return [*self.read_copy(node, copy, question), *tail]
                except (Unanswered, Incomplete) as error:
                    self.refused(error)
        return super().read(question)

    def refused(self, error: Exception) -> None:
        log.warning("%s", error)

    def copy_and_tail(self, question: Question) -> tuple[LedgerCopy | None, list[tuple]]:
        """Both of one moment, also where each statement sees what was committed before it."""
        while True:
            copy = LedgerCopy.objects.first()
            if copy is None:
                return None, []
            tail = TailEngine(self.reaches).read(question)
            if LedgerCopy.objects.get().done == copy.done:
                return copy, tail

    def read_copy(self, node: Node, copy: LedgerCopy, question: Question) -> list[tuple]:
        """First whether all rows are there: they only ever become more."""
        ((rows,),) = node.ask(f"SELECT count() FROM {TABLE} WHERE batch <= {copy.done}")
        if int(rows) != copy.rows:
            raise Incomplete(f"{node}: {rows} rows of {copy.rows}")
        return [
            (
                key_of(question.by, by_key),
                key_of(question.across, across_key),
                years_before,
                *map(int, sums),
            )
            for years_before, asked in enumerate(self.years(question))
            for by_key, across_key, *sums in node.ask(self.sql(asked, copy))
        ]

    def sql(self, question: Question, copy: LedgerCopy) -> str:
        keys = [column(key_column(by, self.reaches)) for by in (question.by, question.across)]
        conditions = " AND ".join([f"batch <= {copy.done}", *conditions_of(question)])
        return (
            f"SELECT {keys[0]} AS by_key, {keys[1]} AS across_key, {SUMS} FROM {TABLE} "
            f"WHERE {conditions} GROUP BY by_key, across_key"
        )


def column(name: str) -> str:
    code = told_by(name)
    if name.endswith("_province"):
        return f"substring({code}, 1, 2)"
    return {"": "''", "day": "occurred_on", "month": "toStartOfMonth(occurred_on)"}.get(code, code)


def conditions_of(question: Question) -> Iterator[str]:
    yield f"occurred_on BETWEEN '{question.first}' AND '{question.last}'"
    for place, reach in places_asked(question).items():
        yield within(place, reach)
    for name, wanted in filters_asked(question):
        yield f"{name} IN ({listed(wanted)})"
    if question.buyer:
        yield f"buyer_kind {'=' if question.buyer == Buyer.CONSUMER else '<>'} 'person'"
    if question.as_of:
        yield f"recorded_at <= {microseconds(question.as_of)}"


def within(place: str, reach: Reach) -> str:
    inside = f"{place} BETWEEN '{reach.first}' AND '{reach.last}'"
    if reach.left:
        inside += f" AND {place} NOT IN ({listed(reach.left)})"
    return f"({inside} OR {place} IN ({listed(reach.joined)}))" if reach.joined else inside


def listed(values: tuple) -> str:
    return ", ".join(f"'{v}'" if isinstance(v, str) else str(int(v)) for v in values)


def key_of(by: str, text: str) -> object:
    return (int(text) or None) if by in NUMBERS else text


def usual_engine(reaches: Reaches | None = None) -> LedgerEngine:
    """Who answers where nobody is asked for by name: the copy, where there is one."""
    found = nodes()
    return CopyEngine(reaches, nodes=found) if found else SummaryEngine(reaches)
