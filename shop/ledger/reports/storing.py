"""Storing a report that can be taken: its lines as rows of the ledger, in one transaction. Killed
in the middle nothing of it is there, and repeated all of it is, once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cms.users.models import User
from producers.regions.models import Region
from producers.regions.pairing import Pairings
from producers.regions.resolving import moved
from shop.catalogue.models import Product
from shop.channels.models import Channel
from shop.ledger.inserting import insert
from shop.ledger.models import ChannelReport, Direction, Entry, ReportLine
from shop.ledger.reports.checking import Checked, Progress
from shop.ledger.reports.counting import Counted, hand_on_counts, next_versions
from shop.ledger.reports.faults import Fault, ReportRefused
from shop.ledger.reports.lines import Line
from shop.ledger.reports.models import ReportedPlace
from shop.ledger.reports.profiles import Wording
from shop.ledger.reports.spool import BATCH
from shop.ledger.reports.standing import Standing, left_out, standing, told_elsewhere, told_of
from shop.ledger.reports.trail import happened, latest_of
from shop.ledger.writing import Return, negative_of, undo_all, write

MOST_NOTES = 100


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """What a report is besides its lines. `corrects` is the first report of the same sales."""

    channel: Channel
    region: Region | None
    days: tuple[date, date]
    corrects: ChannelReport | None
    reason: str
    file_name: str
    sha256: str
    sheet: str
    by: User | None
    wording: Wording

    def standing(self, lines: list[Line], told: set[str]) -> Standing:
        return standing(
            lines, told=told, channel=self.channel, corrects=self.corrects, wording=self.wording
        )


@dataclass
class Stored:
    report: ChannelReport | None = None
    new: int = 0
    same: int = 0
    changed: int = 0
    left_out: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def count(self, found: Standing) -> None:
        self.new += len(found.new)
        self.same += found.same
        self.changed += len(found.changed)
        self.faults += found.faults


def rehearse(checked: Checked, hand_in: HandIn) -> Stored:
    """What would be stored, and what would contradict."""
    would = Stored()
    told = told_of(checked.sums.orders)
    for lines in checked.lines.batches():
        would.count(hand_in.standing(lines, told))
        note(would, lines, told, hand_in)
    if hand_in.corrects:
        would.left_out = len(left_out(hand_in.corrects, checked.keys))
    return would


def note(stored: Stored, lines: list[Line], told: set[str], hand_in: HandIn) -> None:
    if len(stored.notes) < MOST_NOTES:
        stored.notes += told_elsewhere(lines, told=told, channel=hand_in.channel)


def store(checked: Checked, hand_in: HandIn, progress: Progress) -> Stored:
    """Call in a transaction."""
    # Two who hand in the same file at once come one after the other.
    Channel.objects.select_for_update(no_key=True).get(pk=hand_in.channel.pk)
    stored = Stored()
    told = told_of(checked.sums.orders)
    scribe = Scribe(hand_in, told)
    for lines in checked.lines.batches():
        found = hand_in.standing(lines, told)
        stored.count(found)
        note(stored, lines, told, hand_in)
        if not stored.faults:
            scribe.take_back([sale for _line, sale in found.changed])
            scribe.write(found.new + [line for line, _sale in found.changed])
            progress(stored.new + stored.same + stored.changed)
    if stored.faults:
        raise ReportRefused(stored.faults)
    if hand_in.corrects:
        missing = left_out(hand_in.corrects, checked.keys)
        stored.left_out = len(missing)
        scribe.take_back_all(missing)
        hand_on_counts(scribe.parcels_taken_back)
    stored.report = scribe.done(rows=checked.sums.rows, same=stored.same)
    return stored


class Scribe:
    """Writes the lines of one report. The report itself is there once there is something to say:
    a file told before leaves none. `told` are the numbers of orders told before, in this report as
    well."""

    def __init__(self, hand_in: HandIn, told: set[str]):
        self.hand_in = hand_in
        self.told = told
        self.report = None
        self.new = 0
        self.counties: set[str] = set()
        self.parcels_taken_back: set[str] = set()
        self.pairings = Pairings()
        self.products: dict[tuple[str, str], int] = {}

    def begin(self) -> ChannelReport:
        if not self.report:
            self.report = ChannelReport.objects.create(
                channel=self.hand_in.channel,
                region=self.hand_in.region,
                first_day=self.hand_in.days[0],
                last_day=self.hand_in.days[1],
                corrects=self.hand_in.corrects,
                file_name=self.hand_in.file_name,
                sha256=self.hand_in.sha256,
                sheet=self.hand_in.sheet,
                handed_in_by=self.hand_in.by,
            )
        return self.report

    def take_back(self, sales: list[Entry]) -> None:
        if sales:
            self.begin()
            undo_all(sales)
            self.parcels_taken_back |= {sale.report_line.parcel_key for sale in sales}

    def take_back_all(self, pks: list[int]) -> None:
        for start in range(0, len(pks), BATCH):
            sales = Entry.objects.filter(pk__in=pks[start : start + BATCH])
            self.take_back(list(sales.select_related("report_line")))

    def write(self, lines: list[Line]) -> None:
        if not lines:
            return
        kept = report_lines(lines, self.told, report=self.begin(), channel=self.hand_in.channel)
        sales = write(self.entries(lines, kept))
        write(refunds_of(lines, sales))
        self.new += len(lines)
        self.counties |= {line.county_today for line in lines}
        self.told |= {line.order_no for line in lines}

    def entries(self, lines: list[Line], kept: list[ReportLine]) -> list[Entry]:
        """A row of the ledger for each line."""
        self.know_products_of(lines)
        counted = Counted({line.parcel_key for line in kept if line.order_no in self.told})
        entries = []
        for line, report_line in zip(lines, kept, strict=True):
            product = self.products[product_key(line)]
            counts = counted.counts_for(report_line.parcel_key, product)
            entries.append(
                sale_of(line, report_line, product=product, counts=counts, pairings=self.pairings)
            )
        return entries

    def know_products_of(self, lines: list[Line]) -> None:
        unknown = [line for line in lines if product_key(line) not in self.products]
        if unknown:
            self.products |= products_of(unknown)

    def done(self, *, rows: int, same: int) -> ChannelReport | None:
        report = self.report
        if not report:
            return None
        report.rows, report.new, report.duplicates = rows, self.new, same
        report.save(update_fields=["rows", "new", "duplicates"])
        region = self.hand_in.region
        speak_for(report, {region.pk} if region else self.counties)
        if before := self.hand_in.corrects and latest_of(self.hand_in.corrects, besides=report):
            happened(before, ChannelReport.Status.REPLACED, by=self.hand_in.by)
        happened(
            report, ChannelReport.Status.HANDED_IN, by=self.hand_in.by, reason=self.hand_in.reason
        )
        return report


def speak_for(report: ChannelReport, codes: Iterable[str]) -> None:
    """A place speaks for itself, the operator or the nation for each county they tell of."""
    ReportedPlace.objects.bulk_create(
        ReportedPlace(report=report, region_id=code) for code in sorted(codes)
    )


def sale_of(
    line: Line,
    report_line: ReportLine,
    *,
    product: int,
    counts: tuple[int, int],
    pairings: Pairings,
) -> Entry:
    pairing, direction = pairings.of(
        origin=line.origin.code, destination=line.destination.code, on=line.sold_on
    ) or (None, Direction.NONE)
    return Entry(
        source=report_line.source,
        kind=Entry.Kind.SALE,
        occurred_on=line.sold_on,
        amount_fen=line.amount_fen,
        weight_g=line.weight_g,
        parcel_count=counts[0],
        product_count=counts[1],
        packs=line.packs,
        pack_zh=line.pack,
        origin=line.origin.code,
        origin_name=line.origin.name_then,
        destination=line.destination.code,
        destination_name=line.destination.name_then,
        buyer_region=line.buyer_region.code,
        product_id=product,
        product_name=line.product,
        category_id=line.category_id,
        supplier_name=line.supplier,
        channel_id=report_line.report.channel_id,
        online=line.online,
        buyer_kind=line.buyer_kind,
        organisation_name=line.buyer_unit,
        recognised=bool(line.recognition),
        recognition_number=line.recognition,
        pairing_id=pairing.pk if pairing else None,
        direction=direction,
        report_line_id=report_line.pk,
    )


def report_lines(
    lines: list[Line], told: set[str], *, report: ChannelReport, channel: Channel
) -> list[ReportLine]:
    keys = [line.key(channel.code) for line in lines]
    versions = next_versions(
        [key for line, key in zip(lines, keys, strict=True) if line.order_no in told]
    )
    return insert(
        ReportLine,
        [
            ReportLine(
                report=report,
                row=line.row,
                key=key,
                version=versions.get(key, 1),
                parcel_key=line.parcel_key(channel.code),
                order_no=line.order_no,
                values=line.values,
            )
            for line, key in zip(lines, keys, strict=True)
        ],
    )


def product_key(line: Line) -> tuple[str, str]:
    """Today's county and the name: a product of a report need not be in the catalogue."""
    return line.county_today, line.product


def products_of(lines: list[Line]) -> dict[tuple[str, str], int]:
    """The keys of the products the lines name; one nobody has listed is kept without an offer."""
    wanted = {product_key(line): line.category_id for line in lines}
    there = listed(wanted)
    unknown = [
        Product(
            county_id=county, name_zh=name, category_id=category, status=Product.Status.UNLISTED
        )
        for (county, name), category in wanted.items()
        if (county, name) not in there
    ]
    if not unknown:
        return there
    Product.objects.bulk_create(unknown, ignore_conflicts=True)
    return listed(wanted)


def listed(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Where the code of a county ended, a product named under it is the same one still, unless
    there is one of today's code."""
    counties, names = {county for county, _name in wanted}, {name for _county, name in wanted}
    today = moved()
    ended = {then for then, now in today.items() if now in counties}
    found = Product.objects.filter(county__in=counties | ended, name_zh__in=names).order_by("-pk")
    products = found.values_list("county", "name_zh", "pk")
    return {
        (today.get(county, county), name): pk
        for county, name, pk in sorted(products, key=lambda one: one[0] in counties)
    }


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
