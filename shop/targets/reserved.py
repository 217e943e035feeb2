"""预留份额: what share of its canteen's purchases a budget unit must buy from lifted counties, and
what it bought. The numerator is the ledger's, the denominator the unit's own; no percentage is
typed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from shop.buyers.models import Organisation
from shop.ledger.reach import Reaches
from shop.statistics import figures
from shop.statistics.question import Question
from shop.targets.bought import bought_by
from shop.targets.models import Canteen, Rate
from shop.targets.rates import Rates


@dataclass(frozen=True)
class Reserve:
    """A unit's year: what the share is taken of, which share is asked, what was bought; with what
    the units bought that share its canteen."""

    canteen: Canteen
    rate: Rate | None
    bought_fen: int
    # By what is recorded today, where bought_fen speaks of an earlier moment.
    corrected_fen: int
    sharing: list[Organisation]

    @property
    def units(self) -> list[Organisation]:
        return [self.canteen.organisation, *self.sharing]

    @property
    def base_fen(self) -> int:
        if self.canteen.state == Canteen.State.NONE:
            return self.canteen.union_funds_fen
        return self.canteen.purchases_fen

    @property
    def due_fen(self) -> int:
        """Rounded up: a fen less would be less than the share."""
        return -(-self.base_fen * self.rate.per_mille // 1000) if self.rate else 0

    @property
    def missing_fen(self) -> int:
        return max(0, self.due_fen - self.bought_fen)

    @property
    def share(self) -> float | None:
        return figures.ratio(self.bought_fen, self.base_fen)

    @property
    def reached(self) -> float | None:
        return figures.ratio(self.bought_fen, self.due_fen)


@dataclass(frozen=True)
class Reserves:
    """Those of several units, the furthest first, and all together."""

    units: list[Reserve]

    @property
    def base_fen(self) -> int:
        return sum(unit.base_fen for unit in self.units)

    @property
    def due_fen(self) -> int:
        return sum(unit.due_fen for unit in self.units)

    @property
    def bought_fen(self) -> int:
        return sum(unit.bought_fen for unit in self.units)

    @property
    def corrected_fen(self) -> int:
        return sum(unit.corrected_fen for unit in self.units)

    @property
    def share(self) -> float | None:
        return figures.ratio(self.bought_fen, self.base_fen)

    @property
    def reached(self) -> float | None:
        return figures.ratio(self.bought_fen, self.due_fen)


def reserves(
    canteens, year: int, *, as_of: datetime | None = None, reaches: Reaches | None = None
) -> Reserves:
    """Of the units whose canteens these are. A shared canteen counts once, where it is reported."""
    if as_of:
        canteens = canteens.filter(reported_at__lte=as_of)
    newest = in_force(canteens, year)
    question = question_of_year(year, as_of=as_of)
    buyers = [canteen.organisation for canteen in newest]
    reaches = reaches or Reaches()
    bought = bought_by(buyers, question, reaches)
    today = bought_by(buyers, question_of_year(year), reaches) if as_of else bought
    sharing = defaultdict(list)
    for canteen in newest:
        sharing[canteen.reported_by_unit_id or canteen.organisation_id].append(canteen.organisation)
    rates = Rates(year)
    units = [
        reserve_of(canteen, rates, bought, today, sharing[canteen.organisation_id])
        for canteen in newest
        if canteen.state != Canteen.State.SHARED
    ]
    return Reserves(sorted(units, key=lambda unit: (-(unit.reached or 0), -unit.bought_fen)))


def reserve_of_unit(
    unit: Organisation,
    year: int,
    *,
    as_of: datetime | None = None,
    reaches: Reaches | None = None,
) -> Reserves:
    """The unit's own, or none where it has said nothing or another unit reports its canteen."""
    found = reserves(said_around(unit), year, as_of=as_of, reaches=reaches).units
    return Reserves([one for one in found if one.canteen.organisation_id == unit.pk])


def said_around(unit: Organisation) -> QuerySet[Canteen]:
    """All that it said, and that those said who at some time shared its canteen: they may have
    said otherwise since."""
    ever = Canteen.objects.filter(Q(organisation=unit) | Q(reported_by_unit=unit))
    return Canteen.objects.filter(organisation__in=ever.values("organisation"))


def guests_of(unit: Organisation, year: int) -> list[Organisation]:
    """Those that share its canteen."""
    said = in_force(said_around(unit), year)
    return [canteen.organisation for canteen in said if canteen.reported_by_unit_id == unit.pk]


def question_of_year(year: int, *, as_of: datetime | None = None) -> Question:
    return Question(first=date(year, 1, 1), last=date(year, 12, 31), as_of=as_of)


def reserve_of(canteen: Canteen, rates: Rates, bought: dict, today: dict, units: list) -> Reserve:
    has_none = canteen.state == Canteen.State.NONE
    return Reserve(
        canteen=canteen,
        rate=rates.of(
            Rate.Of.UNION_FUNDS if has_none else Rate.Of.CANTEEN, canteen.organisation.region_id
        ),
        bought_fen=sum(bought[unit.pk] for unit in units),
        corrected_fen=sum(today[unit.pk] for unit in units),
        sharing=[unit for unit in units if unit.pk != canteen.organisation_id],
    )


def in_force(canteens, year: int) -> Iterable[Canteen]:
    """The newest row of each unit."""
    newest = {}
    rows = canteens.filter(year=year).order_by("pk")
    for canteen in rows.select_related("organisation__region", "reported_by_unit"):
        newest[canteen.organisation_id] = canteen
    return newest.values()
