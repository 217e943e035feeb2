"""From a question to its lines of figures: a total, and a line for each key."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from shop.statistics import figures
from shop.statistics.copied import usual_engine
from shop.statistics.engines import Answer, LedgerEngine, Sums
from shop.statistics.figures import Counted
from shop.statistics.names import Name, names_of
from shop.statistics.question import By, Question


@dataclass(frozen=True)
class Line:
    """The figures of one key, or of all of them together."""

    name: Name | None
    now: Counted
    whole: Counted
    # Where a year earlier is compared.
    before: Counted | None = None
    whole_before: Counted | None = None
    # Where the question goes across something else, too.
    across: Name | None = None

    @property
    def amount_fen(self) -> int:
        return figures.amount_fen(self.now)

    @property
    def weight_g(self) -> int:
        return figures.weight_g(self.now)

    @property
    def orders(self) -> int:
        return figures.orders(self.now)

    @property
    def sold_fen(self) -> int:
        return figures.sold_fen(self.now)

    @property
    def refunded_fen(self) -> int:
        return figures.refunded_fen(self.now)

    @property
    def price_fen_per_kg(self) -> int | None:
        return figures.price_fen_per_kg(self.now)

    @property
    def share(self) -> float | None:
        return figures.share(self.now, self.whole)

    @property
    def previous(self) -> "Line | None":
        return self.before and Line(self.name, self.before, self.whole_before)

    @property
    def growth(self) -> float | None:
        return self.before and figures.growth(self.now, self.before)

    @property
    def points(self) -> float | None:
        return self.before and figures.points(self.share, self.previous.share)

    @property
    def is_empty(self) -> bool:
        return not any(
            figure(side)
            for side in (self.now, self.before or Counted())
            for figure in figures.OF_A_PERIOD
        )


@dataclass(frozen=True)
class Answered:
    question: Question
    total: Line
    lines: list[Line]


def ask(question: Question, *, engine: LedgerEngine | None = None) -> Answered:
    """Lines fall by amount, then rise by key; days and months stand in time. What is nothing in
    all is left out."""
    engine = engine or usual_engine()
    answer = engine.answer(question)

    def counted(sums: Sums) -> Counted:
        return Counted(sums, question.counts_products)

    def line(name, across, now: Sums, before: Sums) -> Line:
        sides = (counted(now), whole)
        sides += (counted(before), whole_before) if question.compare else (None, None)
        return Line(name, *sides, across)

    sum_now, sum_before = (
        reduce(Sums.plus, side.values(), Sums()) for side in (answer.now, answer.before)
    )
    whole, whole_before = counted(sum_now), counted(sum_before)
    lines = [line(*names, *sides) for names, sides in sides_by_name(answer, engine)]
    lines = [line for line in lines if not line.is_empty]
    lines.sort(key=lambda line: place_among_lines(question, line))
    return Answered(question, line(None, None, sum_now, sum_before), lines)


def sides_by_name(
    answer: Answer, engine: LedgerEngine
) -> Iterable[tuple[tuple[Name, Name | None], list[Sums]]]:
    """Two keys may have one name: places that were paired twice are one pairing to a reader."""
    question = answer.question
    if not question.by:
        return []
    keys = answer.now.keys() | answer.before.keys()
    across = {}
    if question.across:
        across = names_of(question.across, {key for _, key in keys}, engine.reaches)
        keys = {key for key, _ in keys}
    names = names_of(question.by, keys, engine.reaches)
    sides = defaultdict(lambda: [Sums(), Sums()])
    for side, sums_of_keys in enumerate((answer.now, answer.before)):
        for key, sums in sums_of_keys.items():
            by_key, across_key = key if question.across else (key, None)
            pair = sides[names[by_key], across.get(across_key)]
            pair[side] = pair[side].plus(sums)
    return sides.items()


def place_among_lines(question: Question, line: Line) -> tuple:
    in_time = (By.DAY, By.MONTH)
    across_key = line.across.key if line.across else ""
    return (
        line.name.key if question.by in in_time else "",
        across_key if question.across in in_time else "",
        -line.amount_fen,
        line.name.key,
        across_key,
    )
