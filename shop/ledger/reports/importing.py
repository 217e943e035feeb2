"""Taking in sales made elsewhere: a report as a whole, or nothing of it with every fault named."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from producers.cooperatives.models import Recognition
from producers.regions.models import Posting, Region
from producers.regions.pairing import Pairings
from shop.catalogue.models import Product
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport, Entry, ReportLine
from shop.ledger.reach import Reach, Reaches
from shop.ledger.reports import columns as c
from shop.ledger.reports.completeness import period_of
from shop.ledger.reports.faults import Fault, ReportRefused, refuse
from shop.ledger.reports.lines import (
    Line,
    Reader,
    Wrong,
    fen_of,
    grams_of,
    packs_of,
    said_in,
    text_of,
)
from shop.ledger.reports.models import ReportedPlace
from shop.ledger.reports.reading import Table, is_total, read
from shop.ledger.writing import Return, negative_of, write

OWN_CHANNEL = "RETAIL"
# What of a total row is checked, and how a cell of it is read.
TOTALLED = {
    c.WEIGHT: (grams_of, lambda line: line.weight_g),
    c.AMOUNT: (fen_of, lambda line: line.amount_fen),
    c.REFUND: (fen_of, lambda line: line.refund_fen),
    c.NET: (fen_of, lambda line: line.amount_fen - line.refund_fen),
    c.PACKS: (packs_of, lambda line: line.packs),
}


@dataclass(frozen=True)
class Outcome:
    report: ChannelReport | None
    rows: int
    new: int
    duplicates: int


class Rehearsed(Exception):
    """Everything went well, and nothing is to be kept."""


def import_report(
    content: bytes, *, name: str, channel_code: str, by: User | None = None, dry_run: bool = False
) -> Outcome:
    """Store the sales in a file, as rows of the ledger. Raises ReportRefused with every fault, and
    then nothing was stored. `by` is the official who hands it in: a row has to concern their
    region; without, the operator imports for all."""
    channel = Channel.objects.filter(code=channel_code).first()
    if not channel or channel.code == OWN_CHANNEL:
        refuse(_("%(code)s is no channel that reports.") % {"code": channel_code[:20]})
    table = read(content, name=name)
    try:
        refuse_missing_columns(table)
        lines = checked_lines(table, channel=channel, by=by)
        return store(table, lines, content=content, name=name, channel=channel, by=by, dry=dry_run)
    except ReportRefused as refused:
        raise ReportRefused(
            (replace(fault, sheet=table.sheet) for fault in refused.faults),
            rows=len(without_total(table.rows)[0]),
        ) from None


def refuse_missing_columns(table: Table) -> None:
    missing = [column for column in c.NEEDED if column not in table.header]
    for column, names in c.INSTEAD_OF_CODES.items():
        if column not in table.header and not all(name in table.header for name in names):
            missing.append(column)
    if missing:
        raise ReportRefused(
            Fault(_("The column %(column)s is missing.") % {"column": column}) for column in missing
        )


def checked_lines(table: Table, *, channel: Channel, by: User | None) -> list[Line]:
    """The rows as lines. Raises ReportRefused with the faults of all rows."""
    reader = Reader(channel=channel.code)
    rows, total = without_total(table.rows)
    lines, faults, seen = [], [], {}
    reaches = reaches_of(by) if by else None
    for number, cells in rows:
        line, wrong = reader.line(number, cells)
        faults += wrong
        if not line:
            continue
        lines.append(line)
        if reaches is not None and not concerns(reaches, line):
            faults.append(
                Fault(_("The sale neither comes from your region nor goes there."), number)
            )
        if (first := seen.setdefault(line.key(channel.code), number)) != number:
            faults.append(
                Fault(
                    _("The same line stands in row %(row)s: %(order)s.")
                    % {"row": first, "order": line.order_no},
                    number,
                    c.ORDER_NO,
                )
            )
    faults += lapsed_recognitions(lines)
    # A sum over rows that cannot all be read says nothing.
    if total and not faults:
        faults += wrong_totals(*total, lines)
    if not rows:
        faults.append(Fault(_("The report has no rows below its header.")))
    if faults:
        told = told_before(lines, channel=channel)
        faults += contradictions(lines, told, channel=channel)
        raise ReportRefused(sorted(faults, key=lambda fault: fault.row or 0))
    return lines


def without_total(rows: list) -> tuple[list, tuple[int, dict] | None]:
    """The rows, and a total row at the end apart: it is checked and never stored."""
    if rows and is_total(rows[-1][1]):
        return rows[:-1], rows[-1]
    return rows, None


def wrong_totals(number: int, cells: dict, lines: list[Line]) -> list[Fault]:
    faults = []
    for column, (how, of) in TOTALLED.items():
        if text_of(cells.get(column)) == "":
            continue
        try:
            if how(cells[column]) != sum(map(of, lines)):
                raise Wrong(
                    _("The total says %(value)s, the rows add up to another sum.")
                    % {"value": text_of(cells[column])}
                )
        except Wrong as wrong:
            faults.append(Fault(str(wrong), number, column))
    return faults


def reaches_of(official: User) -> list[Reach]:
    """The places somebody is posted to; the whole country is every code."""
    reaches = Reaches()
    return [
        reaches.of(posting.region_id) if posting.region_id else Reach("000000", "999999")
        for posting in Posting.objects.of(official)
    ]


def concerns(reaches: list[Reach], line: Line) -> bool:
    """A county hands in what it sold, a partner city what came to it or was bought from it."""
    codes = (line.origin.code, line.destination.code, line.buyer_region.code)
    return any(code in reach for reach in reaches for code in codes)


def lapsed_recognitions(lines: list[Line]) -> list[Fault]:
    """A number kept here has to be in force on the day; one not kept here is the channel's word."""
    numbers = {line.recognition for line in lines if line.recognition}
    known = {row.number: row for row in Recognition.objects.filter(number__in=numbers)}
    return [
        Fault(
            _("Recognition %(number)s was not in force on %(day)s.")
            % {"number": line.recognition, "day": line.sold_on},
            line.row,
            c.RECOGNITION,
        )
        for line in lines
        if line.recognition in known and not known[line.recognition].holds_on(line.sold_on)
    ]


def store(
    table: Table,
    lines: list[Line],
    *,
    content: bytes,
    name: str,
    channel: Channel,
    by: User | None,
    dry: bool,
) -> Outcome:
    outcome = None
    try:
        with transaction.atomic():
            # Two who hand in the same file at once come one after the other.
            Channel.objects.select_for_update().get(pk=channel.pk)
            new = not_there_yet(lines, channel=channel)
            report = None
            if new:
                first_day, last_day = months_of(lines)
                report = ChannelReport.objects.create(
                    channel=channel,
                    region=region_of(by),
                    first_day=first_day,
                    last_day=last_day,
                    file_name=name[-200:],
                    sha256=hashlib.sha256(content).hexdigest(),
                    sheet=(table.sheet or "")[:40],
                    rows=len(lines),
                    new=len(new),
                    duplicates=len(lines) - len(new),
                    handed_in_by=by,
                )
                sales = write(entries_of(new, report=report, channel=channel))
                write(refunds_of(new, sales))
                speak_for(report, {line.county_today for line in lines})
            outcome = Outcome(None if dry else report, len(lines), len(new), len(lines) - len(new))
            if dry:
                raise Rehearsed
    except Rehearsed:
        pass
    return outcome


def region_of(official: User | None) -> Region | None:
    """The place somebody reports for: the first they are posted to."""
    posting = Posting.objects.of(official).order_by("pk").first() if official else None
    return posting.region if posting else None


def months_of(lines: list[Line]) -> tuple[date, date]:
    """The first and the last day of the months the lines are of."""
    days = [line.sold_on for line in lines]
    return period_of(min(days), 1)[0], period_of(max(days), 1)[1]


def speak_for(report: ChannelReport, counties: set[str]) -> None:
    """A place speaks for itself, the operator or the nation for each county they report of."""
    codes = {report.region_id} if report.region_id else counties
    ReportedPlace.objects.bulk_create(
        ReportedPlace(report=report, region_id=code) for code in sorted(codes)
    )


def not_there_yet(lines: list[Line], *, channel: Channel) -> list[Line]:
    """Lines not stored before. Raises ReportRefused where one contradicts what is stored."""
    told = told_before(lines, channel=channel)
    if faults := contradictions(lines, told, channel=channel):
        raise ReportRefused(faults)
    return [line for line in lines if line.key(channel.code) not in told]


def told_before(lines: list[Line], *, channel: Channel) -> dict[str, dict[str, Entry]]:
    """The rows of lines stored before, by key and kind."""
    keys = {line.key(channel.code) for line in lines}
    told = defaultdict(dict)
    there = Entry.objects.filter(report_line__key__in=keys)
    for entry in there.select_related("report_line__report"):
        told[entry.report_line.key][entry.kind] = entry
    return told


def contradictions(lines: list[Line], told: dict, *, channel: Channel) -> list[Fault]:
    faults = []
    for line in lines:
        if not (entries := told.get(line.key(channel.code))):
            continue
        sale = entries[Entry.Kind.SALE]
        for column, now, before in differences(line, sale, entries.get(Entry.Kind.REFUND)):
            faults.append(
                Fault(
                    _(
                        "Report %(report)s, row %(row)s says %(before)s for this line, here it is "
                        "%(now)s. A correction is an act of its own."
                    )
                    % {
                        "report": sale.report_line.report_id,
                        "row": sale.report_line.row,
                        "before": before,
                        "now": now,
                    },
                    line.row,
                    column,
                )
            )
    return faults


def differences(line: Line, sale: Entry, refund: Entry | None):
    city_column = said_in(line.values, c.TO_CITY_CODE, c.TO_CITY)
    yield from (
        (column, now, before)
        for column, now, before in (
            (c.WEIGHT, line.weight_g, sale.weight_g),
            (c.AMOUNT, line.amount_fen, sale.amount_fen),
            (c.SOLD_ON, line.sold_on, sale.occurred_on),
            (city_column, line.destination.code, sale.destination),
            (c.REFUND, line.refund_fen, -refund.amount_fen if refund else 0),
        )
        if now != before
    )


def entries_of(lines: list[Line], *, report: ChannelReport, channel: Channel) -> list[Entry]:
    """A row of the ledger for each line."""
    kept = report_lines(lines, report=report, channel=channel)
    products = products_of(lines)
    counts = counts_of(lines, kept, products)
    pairings = Pairings()
    entries = []
    for line, report_line in zip(lines, kept, strict=True):
        parcel_count, product_count = counts[report_line.key]
        pairing, direction = pairings.of(
            origin=line.origin.code, destination=line.destination.code, on=line.sold_on
        ) or (None, "")
        entries.append(
            Entry(
                source=report_line.source,
                kind=Entry.Kind.SALE,
                occurred_on=line.sold_on,
                amount_fen=line.amount_fen,
                weight_g=line.weight_g,
                parcel_count=parcel_count,
                product_count=product_count,
                packs=line.packs,
                pack_zh=line.pack,
                origin=line.origin.code,
                origin_name=line.origin.name_then,
                destination=line.destination.code,
                destination_name=line.destination.name_then,
                buyer_region=line.buyer_region.code,
                product=products[product_key(line)],
                product_name=line.product,
                category_id=line.category_id,
                supplier_name=line.supplier,
                channel=channel,
                online=line.online,
                buyer_kind=line.buyer_kind,
                organisation_name=line.buyer_unit,
                recognised=bool(line.recognition),
                recognition_number=line.recognition,
                pairing=pairing,
                direction=direction,
                report_line=report_line,
            )
        )
    return entries


def report_lines(lines: list[Line], *, report: ChannelReport, channel: Channel) -> list[ReportLine]:
    return ReportLine.objects.bulk_create(
        [
            ReportLine(
                report=report,
                row=line.row,
                key=line.key(channel.code),
                parcel_key=line.parcel_key(channel.code),
                order_no=line.order_no,
                values=line.values,
            )
            for line in lines
        ],
        batch_size=1000,
    )


def product_key(line: Line) -> tuple[str, str]:
    """Today's county and the name: a product of a report need not be in the catalogue."""
    return line.county_today, line.product


def products_of(lines: list[Line]) -> dict[tuple[str, str], Product]:
    """The products the lines name; one nobody has listed is kept without an offer."""
    wanted = {product_key(line): line.category_id for line in lines}
    there = listed(wanted)
    Product.objects.bulk_create(
        [
            Product(
                county_id=county,
                name_zh=name,
                category_id=category,
                status=Product.Status.UNLISTED,
            )
            for (county, name), category in wanted.items()
            if (county, name) not in there
        ],
        ignore_conflicts=True,
    )
    return listed(wanted)


def listed(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Product]:
    counties, names = {county for county, _name in wanted}, {name for _county, name in wanted}
    found = Product.objects.filter(county__in=counties, name_zh__in=names)
    return {(product.county_id, product.name_zh): product for product in found}


def counts_of(
    lines: list[Line], kept: list[ReportLine], products: dict
) -> dict[str, tuple[int, int]]:
    """For each line 1 where it is the first of its parcel, and 1 where it is the first of its
    product in that parcel, whichever file the first came in."""
    parcels = {report_line.parcel_key for report_line in kept}
    earlier = Entry.objects.filter(report_line__parcel_key__in=parcels, kind=Entry.Kind.SALE)
    goods = set(earlier.values_list("report_line__parcel_key", "product_id"))
    seen = {parcel for parcel, _product in goods}
    counts = {}
    for line, report_line in zip(lines, kept, strict=True):
        parcel = report_line.parcel_key
        good = (parcel, products[product_key(line)].pk)
        counts[report_line.key] = (int(parcel not in seen), int(good not in goods))
        seen.add(parcel)
        goods.add(good)
    return counts


def refunds_of(lines: list[Line], sales: list[Entry]) -> list[Entry]:
    """The negative rows. A full refund takes the goods' weight back, a partial one none."""
    return [
        negative_of(
            sale,
            Return(
                source=f"{sale.source}:refund",
                answers=sale.source,
                amount_fen=line.refund_fen,
                weight_g=line.weight_g if line.refund_fen == line.amount_fen else 0,
            ),
            kind=Entry.Kind.REFUND,
            on=line.refunded_on,
        )
        for line, sale in zip(lines, sales, strict=True)
        if line.refund_fen
    ]
