"""The rows behind what is reached: those that progress.py adds up, for one target."""

from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import QuerySet

from producers.regions.codes import line_of, province_of
from producers.regions.models import Pairing
from shop.ledger.models import Entry
from shop.ledger.reach import Reaches
from shop.statistics import asking
from shop.statistics.question import Question
from shop.statistics.sources import LEDGER
from shop.targets.bought import questions_of_assistance, rows_bought_by
from shop.targets.models import Target


def rows_behind(target: Target, *, as_of: datetime | None = None) -> QuerySet[Entry]:
    question = Question(
        first=date(target.year, 1, 1),
        last=date(target.year, 12, 31),
        channels=asking.channels([target.channel_id]) if target.channel_id else (),
        as_of=as_of,
    )
    rows_of = next(rows for name, rows in ROWS.items() if getattr(target, f"{name}_id"))
    return rows_of(target, question, Reaches())


def rows_of_place(target: Target, question: Question, reaches: Reaches) -> QuerySet[Entry]:
    reach = reaches.of(target.region_id)
    if target.side == Target.Side.SELL:
        return rows_of(question.but(origin=reach))
    parts = map(rows_of, questions_of_assistance(question.but(destination=reach)))
    return reduce(or_, parts, Entry.objects.none())


def rows_of_pairing(target: Target, question: Question, reaches: Reaches) -> QuerySet[Entry]:
    east, west = target.pairing.east_id, target.pairing.west_id
    inside = tuple(
        pairing.pk
        for pairing in Pairing.objects.all()
        if east in line_of(pairing.east_id) and west in line_of(pairing.west_id)
    )
    return rows_of(question.but(pairings=inside, origin=reaches.of(province_of(west))))


def rows_of_unit(target: Target, question: Question, reaches: Reaches) -> QuerySet[Entry]:
    return rows_bought_by([target.organisation], question, reaches)


def rows_of(question: Question) -> QuerySet[Entry]:
    return LEDGER.rows(question, question.first, question.last)


ROWS = {
    "region": rows_of_place,
    "pairing": rows_of_pairing,
    "organisation": rows_of_unit,
}
