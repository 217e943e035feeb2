"""How far targets are reached: few questions to the ledger, however many targets there are.

What a place sells is all that grew there; what a place or a unit buys is what counts as
assistance, sent to the place or bought by the unit; of a pairing it is what went from west to
east, in it and in the pairings inside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product

from django.db.models import Q, QuerySet

from producers.regions.codes import digits_of, line_of, province_of
from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.ledger.reach import Reaches
from shop.statistics import asking, figures
from shop.statistics.answering import ask
from shop.statistics.copied import usual_engine
from shop.statistics.question import By, Question
from shop.targets.bought import bought_by, questions_of_assistance
from shop.targets.models import NAMED, Target


@dataclass
class Progress:
    """A target, what of it is reached, and its parts: the targets nested in it."""

    target: Target
    parts: list["Progress"] = field(default_factory=list)
    reached_fen: int = 0
    # By what is recorded today, where reached_fen speaks of an earlier moment.
    corrected_fen: int = 0

    @property
    def share(self) -> float | None:
        return figures.ratio(self.reached_fen, self.target.amount_fen)

    @property
    def divisions(self) -> list["Division"]:
        """The parts by who has them, and those by channel: each would be the whole."""
        by_channel = [p for p in self.parts if p.target.channel_id != self.target.channel_id]
        by_whom = [p for p in self.parts if p.target.channel_id == self.target.channel_id]
        return [Division(self.target, parts) for parts in (by_whom, by_channel) if parts]


@dataclass
class Division:
    """Parts of a target, ranked by how far each is reached."""

    target: Target
    parts: list[Progress]

    def __post_init__(self):
        self.parts = ranked(self.parts)

    @property
    def is_by_channel(self) -> bool:
        return self.parts[0].target.channel_id != self.target.channel_id

    @property
    def set_fen(self) -> int:
        return sum(part.target.amount_fen for part in self.parts)

    @property
    def reached_fen(self) -> int:
        return sum(part.reached_fen for part in self.parts)

    @property
    def short_fen(self) -> int:
        """By how much the parts together are set below the target; below zero, above it."""
        return self.target.amount_fen - self.set_fen

    @property
    def above_fen(self) -> int:
        return -self.short_fen


def progress_of_place(
    code: str, year: int, *, sells: bool, as_of: datetime | None = None
) -> list[Progress]:
    """How far the place's own targets and those of its pairings are reached, by all channels: what
    it is to sell, or what it is to buy. For those who may ask of the place; kept a minute."""
    if sells:
        own = Q(side=Target.Side.SELL, region=code) | Q(pairing__west=code)
    else:
        own = Q(side=Target.Side.BUY, region=code) | Q(pairing__east=code)

    def measured() -> list[Progress]:
        targets = standing(Target.objects.filter(own, channel=None), year, as_of)
        progress = [Progress(target) for target in targets]
        measure(progress, as_of=as_of)
        return progress

    moment = as_of.timestamp() if as_of else "now"
    return kept(f"targets-{code}-{year}-{sells}-{moment}", NEVER_CHANGES, measured)


def standing(rows: QuerySet, year: int, as_of: datetime | None = None) -> list[Target]:
    """The targets of a year as they are set now, or were at a moment."""
    rows = rows.filter(year=year)
    return in_force(rows.filter(set_at__lte=as_of) if as_of else rows)


def in_force(rows: QuerySet) -> list[Target]:
    """The newest row of each subject, where it has an amount."""
    newest = {}
    for target in rows.order_by("pk").select_related(*NAMED):
        newest[target.subject] = target
    return [target for target in newest.values() if target.amount_fen is not None]


def nested(targets: Iterable[Target]) -> list[Progress]:
    """Those that are part of no other, with their parts."""
    progress = {key_of(target): Progress(target) for target in targets}
    roots = []
    for one in progress.values():
        whole = next((progress[key] for key in wholes_of(one.target) if key in progress), None)
        (whole.parts if whole else roots).append(one)
    return roots


def key_of(target: Target) -> tuple:
    return key(target, whose_of(target), target.channel_id)


def key(target: Target, whose, channel: str | None) -> tuple:
    return target.year, target.side, whose, channel


def whose_of(target: Target) -> str | tuple[str, str] | int:
    """A place's code, the ends of a pairing, or the number of a unit."""
    if target.pairing:
        return target.pairing.east_id, target.pairing.west_id
    return target.region_id or target.organisation_id


def wholes_of(target: Target) -> Iterable[tuple]:
    """What it could be a part of, the nearest first: the same of all channels, then the places or
    pairings around it."""
    if target.channel_id:
        yield key(target, whose_of(target), None)
    for whose in around(target):
        yield key(target, whose, target.channel_id)


def around(target: Target) -> Iterable:
    if target.pairing:
        return pairs_of(target.pairing.east_id, target.pairing.west_id)[1:]
    if target.region:
        return line_of(target.region_id)[1:]
    return line_of(target.organisation.region_id)


def pairs_of(east: str, west: str) -> list[tuple[str, str]]:
    """Two ends and those they lie in, the closest pair first."""
    pairs = product(line_of(east), line_of(west))
    return sorted(pairs, key=lambda pair: sum(len(digits_of(end)) for end in pair), reverse=True)


def ranked(progress: Iterable[Progress]) -> list[Progress]:
    return sorted(progress, key=lambda p: (-(p.share or 0), -p.reached_fen, p.target.pk))


def each(progress: Iterable[Progress]) -> Iterator[Progress]:
    """With all that is nested in it."""
    for one in progress:
        yield one
        yield from each(one.parts)


def measure(
    progress: Iterable[Progress], *, as_of: datetime | None = None, reaches: Reaches | None = None
) -> None:
    """Say of each, and of all that is nested in it, how much is reached."""
    for one, fen in reached(progress, as_of=as_of, reaches=reaches):
        one.reached_fen = fen


def correct(progress: Iterable[Progress], *, reaches: Reaches | None = None) -> None:
    """Say of each, measured as of a moment, how much is reached by what is recorded today."""
    for one, fen in reached(progress, reaches=reaches):
        one.corrected_fen = fen


def reached(
    progress: Iterable[Progress], *, as_of: datetime | None = None, reaches: Reaches | None = None
) -> Iterator[tuple[Progress, int]]:
    """Each, and all that is nested in it, with its fen."""
    alike = defaultdict(list)
    for one in each(progress):
        target = one.target
        counted = next(way for name, way in REACHED.items() if getattr(target, f"{name}_id"))
        alike[counted, target.year, target.side, target.channel_id].append(one)
    engine = usual_engine(reaches)
    for (counted, year, side, channel), group in alike.items():
        question = Question(
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            channels=asking.channels([channel]) if channel else (),
            as_of=as_of,
        )
        fen = counted(question, side, [one.target for one in group], engine)
        yield from ((one, fen[one.target.pk]) for one in group)


def reached_by_places(question, side, targets, engine) -> dict[int, int]:
    if side == Target.Side.SELL:
        questions = [question.but(by=By.ORIGIN_COUNTY)]
    else:
        questions = questions_of_assistance(question.but(by=By.DESTINATION_COUNTY))
    sums = defaultdict(int)
    for one in questions:
        for line in ask(one, engine=engine).lines:
            for code in line_of(line.name.key):
                sums[code] += line.amount_fen
    return {target.pk: sums[engine.reaches.today(target.region_id)] for target in targets}


def reached_by_pairings(question, side, targets, engine) -> dict[int, int]:
    sums = defaultdict(int)
    for line in ask(question.but(by=By.PAIRING, across=By.ORIGIN_PROVINCE), engine=engine).lines:
        east, _, west = line.name.key.partition("-")
        if west and line.across.key == province_of(west):
            for pair in pairs_of(east, west):
                sums[pair] += line.amount_fen
    return {target.pk: sums[whose_of(target)] for target in targets}


def reached_by_units(question, side, targets, engine) -> dict[int, int]:
    bought = bought_by([target.organisation for target in targets], question, engine.reaches)
    return {target.pk: bought[target.organisation_id] for target in targets}


REACHED = {
    "region": reached_by_places,
    "pairing": reached_by_pairings,
    "organisation": reached_by_units,
}
