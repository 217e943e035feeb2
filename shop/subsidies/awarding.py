"""Who is owed what under a rule, worked out from the ledger and explained step by step."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from producers.cooperatives.models import Cooperative
from producers.regions.codes import range_of
from shop.ledger.models import Entry
from shop.ledger.naming import bearers
from shop.ledger.reach import Reaches
from shop.ledger.sent import was_sent
from shop.money import yuan
from shop.statistics.question import Question
from shop.statistics.sources import LEDGER
from shop.subsidies.freight import Freight, freight_of
from shop.subsidies.models import Rule, Tier


class Sales(NamedTuple):
    """Net fen; orders as parcels, without those called off, of which there are so many."""

    fen: int = 0
    orders: int = 0
    called_off: int = 0

    def plus(self, other: "Sales") -> "Sales":
        return Sales(*map(sum, zip(self, other, strict=True)))


@dataclass(frozen=True)
class Award:
    """What a rule pays a supplier for a year, and how it comes about."""

    rule: Rule
    cooperative: Cooperative
    year: int
    sales: Sales
    freight: Freight
    # By which its rows are found again.
    reaches: Reaches

    @property
    def measured(self) -> int:
        return self.sales.fen if self.rule.measure == Rule.Measure.SALES else self.sales.orders

    @property
    def tier(self) -> Tier | None:
        """The highest that begins at or below what is measured."""
        reached = [tier for tier in self.rule.tiers.all() if tier.at_least <= self.measured]
        return max(reached, key=lambda tier: tier.at_least, default=None)

    @property
    def before_cap_fen(self) -> int:
        if self.tier is None:
            return 0
        if self.rule.pays == Rule.Pays.AMOUNT:
            return self.tier.pays
        return part_of(self.freight.fen, self.tier.pays)

    @property
    def cap_fen(self) -> int | None:
        if self.rule.cap_per_mille is None:
            return None
        return part_of(self.sales.fen, self.rule.cap_per_mille)

    @property
    def paid_fen(self) -> int:
        if self.cap_fen is None:
            return self.before_cap_fen
        return min(self.before_cap_fen, self.cap_fen)

    @property
    def steps(self) -> list[str]:
        """The arithmetic in words, in the language of the page."""
        steps = [self.what_was_measured, self.which_tier]
        if self.sales.called_off:
            steps.insert(1, self.what_was_called_off)
        if self.tier and self.rule.pays == Rule.Pays.FREIGHT:
            steps += [self.whose_freight, self.what_of_the_freight]
        if self.cap_fen is not None:
            steps.append(self.which_cap)
        return [*steps, _("Paid: ¥%(paid)s.") % {"paid": yuan(self.paid_fen)}]

    @property
    def what_was_measured(self) -> str:
        to = self.rule.destination
        said = {"year": self.year, "place": to and to.name}
        if self.rule.measure == Rule.Measure.ORDERS:
            said["orders"] = f"{self.sales.orders:,}"
            if to:
                return _("Orders sent to %(place)s in %(year)s: %(orders)s.") % said
            return _("Orders in %(year)s: %(orders)s.") % said
        said["fen"] = yuan(self.sales.fen)
        if to:
            return _("Net sales to %(place)s in %(year)s: ¥%(fen)s.") % said
        return _("Net sales in %(year)s: ¥%(fen)s.") % said

    @property
    def what_was_called_off(self) -> str:
        return ngettext(
            "Each parcel counts as an order. Left out is %(parcels)s parcel of which nothing was "
            "sent.",
            "Each parcel counts as an order. Left out are %(parcels)s parcels of which nothing was "
            "sent.",
            self.sales.called_off,
        ) % {"parcels": f"{self.sales.called_off:,}"}

    @property
    def which_tier(self) -> str:
        if self.tier is None:
            least = min(tier.at_least for tier in self.rule.tiers.all())
            return _("Below the first tier, which begins at %(least)s: nothing.") % {
                "least": self.amount(least)
            }
        said = {"least": self.amount(self.tier.at_least)}
        if self.rule.pays == Rule.Pays.AMOUNT:
            return _("The tier from %(least)s on pays ¥%(pays)s.") % {
                **said,
                "pays": yuan(self.tier.pays),
            }
        return _("The tier from %(least)s on pays %(share)s of the freight.") % {
            **said,
            "share": percent(self.tier.pays),
        }

    @property
    def whose_freight(self) -> str:
        return ngettext(
            "Freight of %(parcels)s parcel paid on this site: ¥%(fen)s. Reports of other channels "
            "hold no freight.",
            "Freight of %(parcels)s parcels paid on this site: ¥%(fen)s. Reports of other channels "
            "hold no freight.",
            self.freight.parcels,
        ) % {"parcels": f"{self.freight.parcels:,}", "fen": yuan(self.freight.fen)}

    @property
    def what_of_the_freight(self) -> str:
        return _("%(share)s of ¥%(fen)s, rounded down to the fen, is ¥%(paid)s.") % {
            "share": percent(self.tier.pays),
            "fen": yuan(self.freight.fen),
            "paid": yuan(self.before_cap_fen),
        }

    @property
    def which_cap(self) -> str:
        return _("The cap is %(share)s of the sales of ¥%(fen)s: ¥%(cap)s.") % {
            "share": percent(self.rule.cap_per_mille),
            "fen": yuan(self.sales.fen),
            "cap": yuan(self.cap_fen),
        }

    def amount(self, measured: int) -> str:
        if self.rule.measure == Rule.Measure.SALES:
            return f"¥{yuan(measured)}"
        return _("%(orders)s orders") % {"orders": f"{measured:,}"}


def part_of(fen: int, per_mille: int) -> int:
    """Rounded down: no fen is paid that is not earned. Of a net below zero nothing."""
    return max(0, fen) * per_mille // 1000


def percent(per_mille: int) -> str:
    return f"{per_mille / 10:g}%"


def awards(
    rule: Rule, year: int, *, as_of: datetime | None = None, reaches: Reaches | None = None
) -> list[Award]:
    """Of every approved supplier of the place that sold something, what is paid most first. A
    rule may be asked about any year's sales: that is how last year's rule is played again."""
    suppliers = list(
        Cooperative.objects.approved().filter(county__code__range=range_of(rule.place_id))
    )
    reaches = reaches or Reaches()
    rows = rows_of(rule, year, reaches, as_of=as_of)
    by_orders = rule.measure == Rule.Measure.ORDERS
    called_off = rows_called_off(rows, as_of=as_of) if by_orders else rows.none()
    sales = sales_of(suppliers, rows, reaches, called_off=called_off)
    freight = freight_of(suppliers, rule, year, reaches, as_of=as_of)
    found = [
        Award(rule, supplier, year, sales[supplier.pk], freight[supplier.pk], reaches)
        for supplier in suppliers
        if supplier.pk in sales
    ]
    return sorted(found, key=lambda a: (-a.paid_fen, -a.measured, a.cooperative.pk))


def awards_to(
    cooperative: int,
    rule: Rule,
    year: int,
    *,
    as_of: datetime | None = None,
    reaches: Reaches | None = None,
) -> list[Award]:
    """The one, or none where it sold nothing."""
    found = awards(rule, year, as_of=as_of, reaches=reaches)
    return [award for award in found if award.cooperative.pk == cooperative]


def rows_of(
    rule: Rule, year: int, reaches: Reaches, *, as_of: datetime | None = None
) -> QuerySet[Entry]:
    """The rows of the ledger a rule looks at."""
    question = Question(
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        origin=reaches.of(rule.place_id),
        destination=reaches.of(rule.destination_id) if rule.destination_id else None,
        as_of=as_of,
    )
    return LEDGER.rows(question, question.first, question.last)


def sales_of(
    suppliers: Iterable[Cooperative],
    rows: QuerySet[Entry],
    reaches: Reaches,
    *,
    called_off: QuerySet[Entry],
) -> dict[int, Sales]:
    """Of each that sold something, wherever it grew."""
    sums = defaultdict(Sales)
    for supplier, _county, part in parts_sold(suppliers, rows, reaches, called_off=called_off):
        sums[supplier] = sums[supplier].plus(part)
    return sums


def parts_sold(
    suppliers: Iterable[Cooperative],
    rows: QuerySet[Entry],
    reaches: Reaches,
    *,
    called_off: QuerySet[Entry],
) -> Iterator[tuple[int, str, Sales]]:
    """Who of them sold how much from which county, as it is called today, in several parts. A
    report names its suppliers in words: such a row counts for the one of that name in the county
    the goods are from. The orders of `called_off`, some of the rows, are left out."""
    its = names_of(suppliers, reaches)
    known = {supplier.pk for supplier in suppliers}
    whose = ("cooperative_id", "supplier_name", "origin")
    sold = rows.values_list(*whose).annotate(fen=Sum("amount_fen"), orders=Sum("parcel_count"))
    left_out = called_off.values_list(*whose).annotate(orders=Sum("parcel_count"))
    parts = [(*seller, Sales(fen, orders)) for *seller, fen, orders in sold]
    parts += [(*seller, Sales(0, -orders, orders)) for *seller, orders in left_out]
    for pk, name, origin, part in parts:
        county = reaches.today(origin)
        supplier = pk or its.get((name, county))
        if supplier in known:
            yield supplier, county, part


def rows_sold_by(supplier: Cooperative, rows: QuerySet[Entry], reaches: Reaches) -> QuerySet[Entry]:
    """Those of the rows that sales_of adds up for the supplier."""
    own = Q(cooperative=supplier)
    for name, county in names_of([supplier], reaches):
        own |= Q(cooperative=None, supplier_name=name) & reaches.of(county).q("origin")
    return rows.filter(own)


def rows_called_off(rows: QuerySet[Entry], *, as_of: datetime | None = None) -> QuerySet[Entry]:
    """Sales of parcels of which nothing was sent, and no freight is paid. The ledger counts them,
    since it counts what was ordered; a subsidy pays for what was sent. Ours are called off with
    all their lines; of a report's another line may have been kept."""
    known = Entry.objects.filter(recorded_at__lte=as_of) if as_of else Entry.objects.all()
    # What a correction undid takes its parcels back itself.
    undone = Exists(known.filter(answers=OuterRef("pk"), kind=Entry.Kind.CORRECTION))
    same_parcel = known.filter(report_line__parcel_key=OuterRef("report_line__parcel_key"))
    kept = Exists(same_parcel.filter(was_sent(as_of=as_of), kind=Entry.Kind.SALE))
    return rows.filter(~was_sent(as_of=as_of), ~undone, ~kept, kind=Entry.Kind.SALE)


def names_of(suppliers: Iterable[Cooperative], reaches: Reaches) -> dict[tuple[str, str], int]:
    """Names with the counties where they mean one of the suppliers: those of whom no other that is
    approved there has the name."""
    own = {supplier.pk: supplier.name_zh for supplier in suppliers}
    approved = Cooperative.objects.approved().filter(name_zh__in=set(own.values()))
    known = (approved | Cooperative.objects.filter(pk__in=own)).values_list(
        "pk", "name_zh", "county"
    )
    return bearers(((pk, name, reaches.today(county)) for pk, name, county in known), among=own)


def rows_of_supplier(award: Award, *, as_of: datetime | None = None) -> QuerySet[Entry]:
    """The rows that were added up for the award."""
    rows = rows_of(award.rule, award.year, award.reaches, as_of=as_of)
    return rows_sold_by(award.cooperative, rows, award.reaches)
