"""Who answers a question. The ledger can answer every one; the summaries answer most of them from
far fewer rows, and to the fen the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from producers.regions.codes import prefecture_of, province_of
from shop.ledger.reach import Reaches
from shop.statistics.models import MEASURES
from shop.statistics.question import By, Question, edges, months_inside, year_after
from shop.statistics.sources import (
    CITIES,
    DAY_SUMMARIES,
    LATER,
    LEDGER,
    MONTH_SUMMARIES,
    UNSUMMED,
    Source,
    columns_asked,
    key_column,
)

SUMMARIES = (*DAY_SUMMARIES, *MONTH_SUMMARIES)


class Sums(NamedTuple):
    sold_fen: int = 0
    refunded_fen: int = 0
    weight_g: int = 0
    parcel_count: int = 0
    product_count: int = 0
    rows: int = 0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(self, other, strict=True)))


assert Sums._fields == MEASURES


@dataclass
class Answer:
    """Sums of each key in the days asked, and in the same days a year earlier under the key of
    now. The key of a question across something else is a pair."""

    question: Question
    now: dict[object, Sums] = field(default_factory=dict)
    before: dict[object, Sums] = field(default_factory=dict)

    def add(self, key: object, years_before: int, sums: Sums) -> None:
        """Where no row is left nothing is said."""
        side = self.before if years_before else self.now
        side[key] = side[key].plus(sums) if key in side else sums
        if not side[key].rows:
            del side[key]


class Part(NamedTuple):
    """Days that are read from one table."""

    source: Source
    first: date
    last: date


class LedgerEngine:
    """Adds up the rows of the ledger: the reference."""

    def __init__(self, reaches: Reaches | None = None):
        self.reaches = reaches or Reaches()

    def answer(self, question: Question) -> Answer:
        answer = Answer(question)
        by, across = (cache(self.today(question, by)) for by in (question.by, question.across))
        for by_key, across_key, years_before, *sums in self.read(question):
            sums = Sums(*sums)
            if sums.rows:
                key = by(by_key, years_before)
                if question.across:
                    key = (key, across(across_key, years_before))
                answer.add(key, years_before, sums)
        return answer

    def read(self, question: Question) -> list[tuple]:
        """All parts in one statement, so that no row is in two of them or in none."""
        columns = {
            "by_key": key_column(question.by, self.reaches),
            "across_key": key_column(question.across, self.reaches),
        }
        statements, parameters, are_parted = [], [], False
        for years_before, asked in enumerate(self.years(question)):
            parts = self.parts(asked)
            # The sums of a year that is read at once are whole.
            are_parted |= len(parts) > 1
            for part in parts:
                keys = {name: part.source.key(column) for name, column in columns.items()}
                rows = part.source.rows(asked, part.first, part.last)
                sums = part.source.sums(rows, keys, years_before=years_before)
                statement, values = sums.query.sql_with_params()
                statements.append(statement)
                parameters += values
        sums = "SUM(all_{})" if are_parted else "all_{}"
        measures = ", ".join(f"CAST({sums.format(name)} AS bigint)" for name in MEASURES)
        asked = (
            f"SELECT by_key, across_key, years_before, {measures} "
            f"FROM ({' UNION ALL '.join(statements)}) AS parts"
        )
        if are_parted:
            asked += " GROUP BY by_key, across_key, years_before"
        with connection.cursor() as cursor:
            cursor.execute(asked, parameters)
            return cursor.fetchall()

    def years(self, question: Question) -> list[Question]:
        return [question, question.a_year_before()] if question.compare else [question]

    def parts(self, question: Question) -> list[Part]:
        return [Part(LEDGER, question.first, question.last)]

    def today(self, question: Question, by: str) -> Callable:
        """What makes of a key, and of how many years before it is, the key of today."""
        match by:
            case By.DAY | By.MONTH:
                return partial(day_asked, question.first, 10 if by == By.DAY else 7)
            case By.ORIGIN_COUNTY | By.DESTINATION_COUNTY:
                return lambda code, _: self.reaches.today(code)
            case _ if by in CITIES:
                return lambda code, _: prefecture_of(self.reaches.today(code.ljust(6, "0")))
            case By.ORIGIN_PROVINCE | By.DESTINATION_PROVINCE:
                return lambda code, _: province_of(self.reaches.today(code))
            case By.PAIRING | By.COOPERATIVE | By.ORGANISATION | By.CAMPAIGN:
                # Summaries say 0 where a row names none.
                return lambda key, _: key or None
        return lambda key, _: key


def day_asked(first: date, length: int, key: date | str, years_before: int) -> str:
    """The first characters of the day, or of the one a year after it: the 28th of February stands
    for a leap day that is asked of alone."""
    day = key if isinstance(key, date) else date.fromisoformat(key)
    if years_before:
        day = max(year_after(day), first)
    return day.isoformat()[:length]


class SummaryEngine(LedgerEngine):
    """Whole months from a summary by month, the days before and after from one by day or from the
    ledger, and as the exact tail the rows no summary has taken in. As of a moment, what came later
    is taken off."""

    def parts(self, question: Question) -> list[Part]:
        if question.as_of:
            return self.parts_as_of(question, timezone.localdate(question.as_of))
        return self.parts_now(question)

    def parts_as_of(self, question: Question, day: date) -> list[Part]:
        """Of the days until that moment all there is, less what came later; of those after it
        hardly a row was recorded yet."""
        if day < question.first:
            return super().parts(question)
        parts = self.parts_now(question.but(last=min(day, question.last)))
        parts += [Part(LATER, p.first, p.last) for p in parts if p.source in SUMMARIES]
        if day < question.last:
            parts.append(Part(LEDGER, day + timedelta(days=1), question.last))
        return parts

    def parts_now(self, question: Question) -> list[Part]:
        columns = columns_asked(question, self.reaches)
        by_day = first_that_covers(DAY_SUMMARIES, columns)
        by_month = first_that_covers(MONTH_SUMMARIES, columns)
        months = months_inside(question.first, question.last)
        if by_month and months and By.DAY not in (question.by, question.across):
            return self.months_and_edges(question, by_month, months, by_day)
        if by_day:
            return with_tail([Part(by_day, question.first, question.last)])
        return super().parts(question)

    def months_and_edges(self, question, by_month, months, by_day) -> list[Part]:
        days = [
            Part(by_day or LEDGER, first, last)
            for first, last in edges(question.first, question.last, months)
        ]
        return with_tail([Part(by_month, *months), *days])


def first_that_covers(sources: list[Source], columns: set[str]) -> Source | None:
    return next((source for source in sources if source.covers(columns)), None)


def with_tail(parts: list[Part]) -> list[Part]:
    """Rows still pending are in no summary; what is read from the ledger has them already."""
    summed = [part for part in parts if part.source is not LEDGER]
    first, last = min(p.first for p in summed), max(p.last for p in summed)
    return [*parts, Part(UNSUMMED, first, last)]
