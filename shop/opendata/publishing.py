"""Publishing a month of open data, and correcting what was published."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from hashlib import sha256

from django.db.models import F, Min, Q, Sum
from django.utils import timezone

from shop.bulletins.months import last_of
from shop.ledger.models import Entry
from shop.opendata.files import Counted, as_json, csv_of
from shop.opendata.models import OpenEdition
from shop.opendata.withholding import LEAST_ORDERS, Cell, Told, told_of
from shop.statistics import figures
from shop.statistics.engines import Sums
from shop.statistics.question import Question, month_after, month_before
from shop.statistics.sources import LEDGER

# Of the next month: by then its channels have reported.
DAY_OF_PUBLICATION = 20
# How long reports and refunds may still correct it.
MONTHS_CORRECTED = 12


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
    """Of the last year, those published before."""
    since = publication.replace(year=publication.year - MONTHS_CORRECTED // 12, day=1)
    editions = OpenEdition.objects.filter(month__gte=since, as_of__lt=publication)
    return sorted(set(editions.values_list("month", flat=True)))


def publish(month: date) -> OpenEdition:
    """The first edition: as of the 20th of the next month, whenever it is made."""
    as_of = month_after(month).replace(day=DAY_OF_PUBLICATION)
    told = told_of(cells_of(month, as_of=as_of))
    return keep(month, as_of, told, [Counted(cell, as_of.isoformat()) for cell in told.counties])


def correct(month: date, *, as_of: date) -> OpenEdition | None:
    """Another edition, where the latest no longer says what the ledger does. A county of which
    fewer than five orders came or went stands as it was: else the difference of two editions would
    tell of those few. Totals are told once, for the same reason."""
    latest = OpenEdition.objects.filter(month=month).first()
    said = json.loads(bytes(latest.json))["counties"]
    before = {cell["code"]: counted_from(cell) for cell in said}
    moved = moved_between(month, latest.as_of, as_of)
    counted = {code: row for code, row in before.items() if code not in moved}
    for cell in cells_of(month, as_of=as_of):
        if cell.code in moved and cell.is_told:
            counted[cell.code] = Counted(cell, as_of.isoformat())
    if counted == before:
        return None
    return keep(month, as_of, Told([], [], None), list(counted.values()))


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


def moved_between(month: date, since: date, until: date) -> set[str]:
    """Counties of whose orders at least five were recorded, or taken back, between two editions."""
    rows = Entry.objects.filter(
        occurred_on__range=(month, last_of(month)),
        recorded_at__gt=beginning_of(since),
        recorded_at__lte=beginning_of(until),
    )
    moved = (
        rows.order_by()
        .values("origin")
        .annotate(
            came=Sum("parcel_count", filter=Q(parcel_count__gt=0), default=0),
            went=-Sum("parcel_count", filter=Q(parcel_count__lt=0), default=0),
        )
    )
    return {row["origin"] for row in moved if max(row["came"], row["went"]) >= LEAST_ORDERS}


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
