"""What a bulletin's figures would be today, and the rows that make the difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shop.bulletins.models import Closing
from shop.bulletins.row_ids import unpack
from shop.bulletins.tables import lines_of, numbers_of, question_of, unconfirmed_fen
from shop.ledger.models import Entry
from shop.ledger.reach import Reaches
from shop.statistics.answering import ask
from shop.statistics.engines import SummaryEngine
from shop.statistics.names import Name
from shop.statistics.question import By
from shop.statistics.snapshot import one_snapshot
from shop.statistics.sources import LEDGER

MEASURES = ("amount_fen", "sold_fen", "refunded_fen", "weight_g", "orders")
# A statement takes so many parameters and no more.
AT_ONCE = 1000


@dataclass(frozen=True)
class Beside:
    """One figure as reported and as corrected."""

    reported: int
    corrected: int

    @property
    def difference(self) -> int:
        return self.corrected - self.reported


@dataclass(frozen=True)
class Corrected:
    measures: dict[str, Beside]
    # Amounts by channel.
    channels: list[tuple[Name, Beside]]
    unconfirmed_fen: int
    # Ids of rows: recorded since the closing, and counted elsewhere since, where a place moved.
    arrived: list[int]
    gone: list[int]

    @property
    def is_unchanged(self) -> bool:
        return not (self.arrived or self.gone)


def corrected(closing: Closing) -> Corrected:
    """All of one moment, so that the rows are the difference to the fen."""
    reaches, reported = Reaches(), closing.bulletin.figures
    with one_snapshot():
        question = question_of(closing, reaches, compare=True)
        rows = LEDGER.rows(question, closing.first, closing.last)
        now, then = set(rows.values_list("pk", flat=True)), unpack(closing.bulletin.entries)
        unconfirmed = unconfirmed_fen(question)
        answered = ask(question.but(by=By.CHANNEL), engine=SummaryEngine(reaches))
    today = numbers_of(answered.total)
    return Corrected(
        measures={name: Beside(reported["total"][name], today[name]) for name in MEASURES},
        channels=list(beside(reported["channels"], lines_of(answered))),
        unconfirmed_fen=unconfirmed,
        arrived=sorted(now - then),
        gone=sorted(then - now),
    )


def beside(reported: list[dict], today: list[dict]) -> Iterator[tuple[Name, Beside]]:
    then, now = ({line["key"]: line for line in lines} for lines in (reported, today))
    for key in dict.fromkeys([*then, *now]):
        line = then.get(key) or now[key]
        sides = (side[key]["amount_fen"] if key in side else 0 for side in (then, now))
        yield Name(key, line["zh"], line["en"]), Beside(*sides)


def entries_of(ids: Iterable[int]) -> Iterator[Entry]:
    ids = list(ids)
    rows = Entry.objects.as_listed()
    for start in range(0, len(ids), AT_ONCE):
        yield from rows.filter(pk__in=ids[start : start + AT_ONCE]).order_by("occurred_on", "pk")
