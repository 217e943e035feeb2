"""Publishing a month of open data, and correcting what was published."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from hashlib import sha256

from django.db.models import F, Min
from django.utils import timezone

from shop.bulletins.months import last_of
from shop.ledger.models import Entry
from shop.opendata.files import Counted, as_json, csv_of
from shop.opendata.models import OpenEdition
from shop.opendata.withholding import LEAST_ORDERS, Cell, Told, told_of
from shop.statistics import figures
from shop.statistics.engines import Sums
from shop.statistics.question import Question, month_after, month_before, year_before
from shop.statistics.sources import LEDGER

# Of the next month: by then its channels have reported.
DAY_OF_PUBLICATION = 20
# What says of a row which order it is of: that of the shop, the parcel of a report, or the first
# row that it answers.
KNOWN_BY = (
    "order_code",
    "report_line__parcel_key",
    "source",
    "answers__source",
    "answers__answers__source",
)


def publish_what_is_due() -> None:
    """Each month once; then those that changed since."""
    last = last_publication(timezone.localdate())
    published = set(OpenEdition.objects.values_list("month", flat=True))
    for month in months_until(last):
        if month not in published:
            publish(month)
    for month in corrected_until(last):
        correct(month, as_of=last)


def last_publication(today: date) -> date:
    day = today.replace(day=DAY_OF_PUBLICATION)
    return day if day <= today else month_before(today).replace(day=DAY_OF_PUBLICATION)


def months_until(publication: date) -> Iterator[date]:
    """The months of the ledger that are over by then."""
    first = Entry.objects.aggregate(first=Min("occurred_on"))["first"]
    month = first.replace(day=1) if first else publication
    while month < publication.replace(day=1):
        yield month
        month = month_after(month)


def corrected_until(publication: date) -> list[date]:
    """Of the last year, those published before: what is reported later corrects no edition."""
    since = year_before(publication).replace(day=1)
    editions = OpenEdition.objects.filter(month__gte=since, as_of__lt=publication)
    return sorted(set(editions.values_list("month", flat=True)))


def publish(month: date) -> OpenEdition:
    """The first edition: as of the 20th of the next month, whenever it is made."""
    as_of = month_after(month).replace(day=DAY_OF_PUBLICATION)
    told = told_of(cells_of(month, as_of=as_of))
    return keep(month, as_of, told, [Counted(cell, as_of.isoformat()) for cell in told.counties])


def correct(month: date, *, as_of: date) -> OpenEdition | None:
    """Another edition, where the latest no longer says what the ledger does. A county of which
    fewer than five orders changed stands as it was: else the difference of two editions would tell
    of those few. Totals are told once, for the same reason."""
    editions = OpenEdition.objects.filter(month=month).order_by("as_of").defer("csv")
    told = [counties_of(edition) for edition in editions]
    changed = orders_changed(month, counted_on(told), since=editions[0].as_of, until=as_of)
    moved = {code for code, orders in changed.items() if orders >= LEAST_ORDERS}
    if not moved:
        return None
    before = told[-1]
    counted = {code: row for code, row in before.items() if code not in moved}
    for cell in cells_of(month, as_of=as_of):
        if cell.code in moved and cell.is_told:
            counted[cell.code] = Counted(cell, as_of.isoformat())
    if counted == before:
        return None
    return keep(month, as_of, Told([], [], None), list(counted.values()))


def counties_of(edition: OpenEdition) -> dict[str, Counted]:
    said = json.loads(bytes(edition.json))["counties"]
    return {cell["code"]: counted_from(cell) for cell in said}


def counted_on(told: list[dict[str, Counted]]) -> dict[str, date]:
    """Until which day each county was counted when it was told last."""
    return {
        code: date.fromisoformat(row.as_of) for counties in told for code, row in counties.items()
    }


def counted_from(said: dict) -> Counted:
    names = ("code", "amount_fen", "weight_g", "orders")
    return Counted(Cell(*(said[name] for name in names)), said["as_of"])


def cells_of(month: date, *, as_of: date) -> list[Cell]:
    """Of each county, by the code of the day of the sale: codes that were merged since would make
    a difference of two editions tell of one of them."""
    question = Question(first=month, last=last_of(month), as_of=beginning_of(as_of))
    rows = LEDGER.rows(question, question.first, question.last)
    cells = []
    for row in LEDGER.sums(rows, {"county": F("origin")}, years_before=0):
        counted = figures.Counted(Sums(*(row[f"all_{name}"] or 0 for name in Sums._fields)))
        sums = (figures.amount_fen, figures.weight_g, figures.orders)
        cells.append(Cell(row["county"], *(int(figure(counted)) for figure in sums)))
    return cells


def orders_changed(
    month: date, counted_on: dict[str, date], *, since: date, until: date
) -> Counter[str]:
    """Of each county, of how many orders the ledger says something else than when it was counted
    last, or first left out. What was taken back and came again the same is no change: a report
    that was returned and handed in once more, one line put right, is a change of one order."""
    first = beginning_of(since)
    counted_at = {county: beginning_of(day) for county, day in counted_on.items()}
    changes = defaultdict(lambda: (0, 0, 0))
    rows = Entry.objects.filter(
        occurred_on__range=(month, last_of(month)),
        recorded_at__gt=first,
        recorded_at__lte=beginning_of(until),
    )
    for county, recorded_at, *measures, order, parcel, row, answered, sale in rows.values_list(
        "origin", "recorded_at", "amount_fen", "weight_g", "parcel_count", *KNOWN_BY
    ):
        if recorded_at > counted_at.get(county, first):
            key = county, order or parcel or sale or answered or row
            changes[key] = tuple(map(sum, zip(changes[key], measures, strict=True)))
    return Counter(county for (county, _order), change in changes.items() if any(change))


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def keep(month: date, as_of: date, told: Told, counted: list[Counted]) -> OpenEdition:
    as_bytes = as_json(month, as_of, told, counted)
    table = csv_of(json.loads(as_bytes))
    edition, _ = OpenEdition.objects.get_or_create(
        month=month,
        as_of=as_of,
        defaults={
            "counties": len(counted),
            "json": as_bytes,
            "json_sha256": sha256(as_bytes).hexdigest(),
            "csv": table,
            "csv_sha256": sha256(table).hexdigest(),
        },
    )
    return edition
