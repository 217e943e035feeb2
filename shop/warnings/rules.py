"""The rules: what should not be in the ledger. Each gives what it found since a moment, with the
numbers it saw and some rows of the ledger as evidence; a finding is kept once by its key."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from producers.cooperatives.models import Recognition, Staff
from producers.harvests.models import Lot
from producers.regions.codes import range_of
from producers.regions.models import Posting
from shop.ledger.models import Entry, ReportLine
from shop.ledger.reports.lines import digest
from shop.statistics.question import year_before
from shop.targets.models import Output
from shop.targets.output import newest
from shop.warnings.models import Finding

Rule = Finding.Rule
# Where a code counts today.
Today = Callable[[str], str]
# So many rows are shown as evidence; the numbers are of all.
MOST_ROWS = 50
# What the key of a finding begins with that is found again each time it has grown.
FIRST_KEY = re.compile(r"\w+:\d+")
# A buyer with this share of a cooperative's year is looked at, from so many fen on.
SHARE_OF_ONE_BUYER = 0.6
LEAST_SALES_FEN = 10_000_000
# A price so many times above or below the median of the county's category, known from so many.
PRICE_FACTOR = 3
LEAST_PRICES = 10
WAYBILL = "运单号"
# What stands on a box of ours, as its code or as the address the code opens.
TRACE_CODE = "追溯码"
# What a row says of the goods it counts as recognised.
OF_A_CLAIM = (
    "pk", "occurred_on", "recognition_number", "origin", "origin_name",
    "product_id", "product_name", "cooperative_id", "supplier_name",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    rule: Rule
    key: str
    county: str
    said: dict
    # Keys, or what is asked once it is known that the finding is new.
    rows: Sequence[int] | QuerySet[Entry] = ()

    @property
    def evidence(self) -> Sequence[int]:
        """The keys of its rows, the latest where there are many."""
        if not isinstance(self.rows, QuerySet):
            return self.rows
        return self.rows.order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS]


def sales() -> QuerySet:
    return Entry.objects.standing().filter(kind=Entry.Kind.SALE)


def beyond_output(since: datetime, today: Today) -> Iterator[Found]:
    """More grams were sold than the county says it grew that year, of a product or of all."""
    outputs = newest(Output.objects.filter(year__gte=since.year - 1))
    sold = defaultdict(int)
    years = {output.year for output in outputs}
    grams = Entry.objects.annotate(year=ExtractYear("occurred_on")).filter(year__in=years)
    for year, origin, product, weight_g in grams.values_list("year", "origin", "product").annotate(
        Sum("weight_g")
    ):
        county = today(origin)
        sold[year, county, product] += weight_g
        sold[year, county, None] += weight_g
    found = []
    for output in outputs:
        sold_g = sold[output.year, output.county_id, output.product_id]
        if sold_g > output.weight_g:
            found.append(
                Found(
                    Rule.BEYOND_OUTPUT,
                    f"output:{output.pk}",
                    output.county_id,
                    {"year": output.year, "sold_g": sold_g, "grown_g": output.weight_g}
                    | ({"product": output.product.name_zh} if output.product else {}),
                )
            )
    return new_or_grown(found, excess=lambda said: said["sold_g"] - said["grown_g"])


def beyond_lot(since: datetime, today: Today) -> Iterator[Found]:
    """A harvest was lowered below what is ordered of it. The rows are of what was paid."""
    found = [
        Found(
            Rule.BEYOND_LOT,
            f"lot:{lot.pk}",
            lot.cooperative.county_id,
            {"lot": lot.batch, "ordered_g": lot.ordered_g, "held_g": lot.total_g},
            sold_from(lot),
        )
        for lot in Lot.objects.filter(short_g__gt=0).select_related("cooperative")
    ]
    return new_or_grown(found, excess=lambda said: said["ordered_g"] - said["held_g"])


def sold_from(lot: Lot) -> QuerySet[Entry]:
    return Entry.objects.filter(lotsale__lot=lot)


def new_or_grown(found: list[Found], *, excess: Callable[[dict], int]) -> Iterator[Found]:
    """What was not found yet; and what was closed and is more by now, under a key of its own."""
    last = {}
    for finding in Finding.objects.filter(rule__in={one.rule for one in found}).order_by("pk"):
        last[FIRST_KEY.match(finding.key)[0]] = finding
    for one in found:
        before = last.get(one.key)
        if not before:
            yield one
        elif before.is_closed and excess(one.said) > excess(before.said):
            yield replace(one, key=f"{one.key}:{excess(one.said)}")


def one_buyer(since: datetime, today: Today) -> Iterator[Found]:
    """An organisation bought most of what a cooperative sold this year."""
    year = timezone.localdate(since).year
    this_year = Entry.objects.filter(
        occurred_on__range=(date(year, 1, 1), date(year, 12, 31)), cooperative__isnull=False
    )
    whole = dict(this_year.values_list("cooperative").annotate(Sum("amount_fen")))
    parts = this_year.filter(organisation__isnull=False).values_list(
        "cooperative", "cooperative__county", "cooperative__name_zh", "organisation"
    )
    for cooperative, county, name, organisation, fen in parts.annotate(Sum("amount_fen")):
        if whole[cooperative] >= LEAST_SALES_FEN and fen > SHARE_OF_ONE_BUYER * whole[cooperative]:
            rows = this_year.filter(cooperative=cooperative, organisation=organisation)
            yield Found(
                Rule.ONE_BUYER,
                f"buyer:{year}:{cooperative}:{organisation}",
                county,
                {"cooperative": name, "bought_fen": fen, "sold_fen": whole[cooperative]},
                rows,
            )


def waybill_twice(since: datetime, today: Today) -> Iterator[Found]:
    """One waybill number stands at several orders of a channel: told to each of their counties.
    The goods of several counties in one order are one box."""
    numbers = told_in(WAYBILL, since)
    found = defaultdict(list)
    told = sales().filter(**{f"report_line__values__{WAYBILL}__in": numbers})
    for channel, number, *row in told.values_list(
        "channel", f"report_line__values__{WAYBILL}", "pk", "origin", "report_line__order_no"
    ):
        found[channel, number].append(row)
    for (channel, number), rows in found.items():
        orders = len({order for _pk, _origin, order in rows})
        if orders > 1:
            pks = sorted(pk for pk, _origin, _order in rows)[:MOST_ROWS]
            for county in sorted({today(origin) for _pk, origin, _order in rows}):
                yield Found(
                    Rule.WAYBILL_TWICE,
                    f"waybill:{county}:{channel}:{number}"[:80],
                    county,
                    {"waybill": number, "orders": orders},
                    pks,
                )


def told_in(column: str, since: datetime) -> list[str]:
    """What reports brought in a column since."""
    told = ReportLine.objects.filter(report__handed_in_at__gte=since, values__has_key=column)
    return sorted({value for value in told.values_list(f"values__{column}", flat=True) if value})


def price(since: datetime, today: Today) -> Iterator[Found]:
    """A price a kilogram far from the median of the county's category in the year before."""
    new = sales().filter(recorded_at__gte=since, weight_g__gt=0)
    wanted = set(new.values_list("origin", "category").distinct().order_by())
    prices = defaultdict(list)
    known = sales().filter(
        occurred_on__gte=year_before(timezone.localdate(since)),
        weight_g__gt=0,
        origin__in={origin for origin, _category in wanted},
    )
    for origin, category, fen, grams in known.values_list(
        "origin", "category", "amount_fen", "weight_g"
    ).iterator():
        prices[origin, category].append(fen * 1000 // grams)
    usual = {key: median(p) for key, p in prices.items() if len(p) >= LEAST_PRICES}
    for pk, origin, category, fen, grams in new.values_list(
        "pk", "origin", "category", "amount_fen", "weight_g"
    ):
        at, middle = fen * 1000 // grams, usual.get((origin, category))
        if middle and not middle / PRICE_FACTOR <= at <= middle * PRICE_FACTOR:
            yield Found(
                Rule.PRICE,
                f"price:{pk}",
                origin,
                {"price_fen": at, "usual_fen": int(middle)},
                [pk],
            )


def recognition(since: datetime, today: Today) -> Iterator[Found]:
    """A row counts as recognised by a number that was not in force on its day, that nobody keeps
    here, or that is another supplier's or product's: the last three once a number, product and
    supplier."""
    rows = sales().filter(recorded_at__gte=since, recognised=True).exclude(recognition_number="")
    rows = list(rows.order_by("pk").values_list(*OF_A_CLAIM, named=True))
    kept = Recognition.objects.filter(number__in={row.recognition_number for row in rows})
    known = {one.number: one for one in kept.select_related("cooperative")}
    misused = defaultdict(list)
    for row in rows:
        one = known.get(row.recognition_number)
        if one and not one.holds_on(row.occurred_on):
            yield Found(
                Rule.RECOGNITION,
                f"recognition:{row.pk}",
                row.origin,
                {"number": one.number, "day": row.occurred_on.isoformat()},
                [row.pk],
            )
        elif why := misuse(row, one, today):
            supplier = row.supplier_name, today(row.origin)
            misused[why, row.recognition_number, row.product_id, *supplier].append(row)
    for (why, number, product, *supplier), of_it in misused.items():
        first, one = of_it[0], known.get(number)
        yield Found(
            Rule.RECOGNITION,
            f"recognition:{why}:{digest(number, str(product), *supplier)}"[:80],
            first.origin,
            {
                "why": why,
                "number": number,
                "product": first.product_name,
                "supplier": first.supplier_name or first.origin_name,
                "holder": one.cooperative.name_zh if one else "",
                "recognised": one.product_zh if one else "",
            },
            [row.pk for row in of_it[:MOST_ROWS]],
        )


def misuse(row, one: Recognition | None, today: Today) -> str:
    """Why a number says nothing of this row, if so. A report names its supplier in words, or not
    at all: a name means somebody in one county only, so that has to be the supplier's, too."""
    if one is None:
        return "unknown"
    supplier = one.cooperative
    if row.cooperative_id is None:
        is_named = row.supplier_name in ("", supplier.name_zh)
        is_its = is_named and today(row.origin) == today(supplier.county_id)
    else:
        is_its = row.cooperative_id == supplier.pk
    if not is_its:
        return "supplier"
    if one.product_zh not in ("", row.product_name):
        return "product"
    return ""


def own_cooperative(since: datetime, today: Today) -> Iterator[Found]:
    """Who is posted to a place works the desk of a cooperative there."""
    desks = defaultdict(list)
    for desk in Staff.objects.at_work().select_related("cooperative"):
        desks[desk.user_id].append(desk.cooperative)
    for posting in Posting.objects.in_force().filter(user__in=desks).select_related("user"):
        first, last = range_of(posting.region_id) if posting.region_id else ("000000", "999999")
        for cooperative in desks[posting.user_id]:
            if first <= cooperative.county_id <= last:
                yield Found(
                    Rule.OWN_COOPERATIVE,
                    f"desk:{posting.user_id}:{cooperative.pk}",
                    cooperative.county_id,
                    {"cooperative": cooperative.name_zh, "person": posting.user.name},
                    Entry.objects.filter(cooperative=cooperative),
                )


def in_force(found: Iterable[Found], today: Today) -> list[Found]:
    """Those of places that are there today: nobody is posted to a place that ended."""
    return [replace(one, county=today(one.county)) for one in found]
