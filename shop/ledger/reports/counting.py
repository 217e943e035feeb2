"""Orders add up: of the rows of a parcel one counts it, and one each product in it, in whichever
report and version it came."""

from collections import defaultdict
from collections.abc import Collection
from itertools import islice

from django.db.models import Max, Sum

from shop.ledger.confirming import confirm_again
from shop.ledger.digest import REPEATED
from shop.ledger.models import Entry, ReportLine
from shop.ledger.reports.spool import BATCH
from shop.ledger.writing import undo_all, write

KEPT = ("occurred_on", "amount_fen", "weight_g", "packs", *REPEATED)


class Counted:
    """How often the ledger counts each of some parcels, and each product in them. It is 0 or 1:
    what took a row back took its count back, too."""

    def __init__(self, parcels: Collection[str]):
        self.parcels, self.products = defaultdict(int), defaultdict(int)
        rows = Entry.objects.filter(report_line__parcel_key__among=parcels)
        sums = rows.values_list("report_line__parcel_key", "product").annotate(
            Sum("parcel_count"), Sum("product_count")
        )
        for parcel, product, parcel_count, product_count in sums.order_by():
            self.parcels[parcel] += parcel_count
            self.products[parcel, product] += product_count

    def counts_for(self, parcel: str, product: int) -> tuple[int, int]:
        """What the next row of the parcel has to count."""
        counts = 1 - self.parcels[parcel], 1 - self.products[parcel, product]
        self.parcels[parcel] = self.products[parcel, product] = 1
        return counts


def hand_on_counts(parcels: Collection[str]) -> None:
    """Where the row that counted a parcel was taken back and others of it stand, the first of
    those takes its place: it is taken back and written again with the count."""
    rest = iter(parcels)
    while some := list(islice(rest, BATCH)):
        counted = Counted(some)
        sales = Entry.objects.standing().filter(
            report_line__parcel_key__among=some, kind=Entry.Kind.SALE
        )
        heirs = []
        for sale in sales.select_related("report_line").order_by("pk"):
            counts = counted.counts_for(sale.report_line.parcel_key, sale.product_id)
            if any(counts):
                heirs.append((sale, counts))
        if heirs:
            write_again(heirs)


def write_again(heirs: list[tuple[Entry, tuple[int, int]]]) -> None:
    sales = [sale for sale, _counts in heirs]
    refunds = list(Entry.objects.standing().filter(answers__in=sales, kind=Entry.Kind.REFUND))
    undo_all(sales)
    versions = next_versions([sale.report_line.key for sale in sales])
    lines = ReportLine.objects.bulk_create(
        ReportLine(
            report_id=sale.report_line.report_id,
            row=sale.report_line.row,
            key=sale.report_line.key,
            version=versions[sale.report_line.key],
            parcel_key=sale.report_line.parcel_key,
            order_no=sale.report_line.order_no,
            values=sale.report_line.values,
        )
        for sale in sales
    )
    again = {}
    for (sale, counts), line in zip(heirs, lines, strict=True):
        parcel_count, product_count = counts
        again[sale.pk] = copy_of(
            sale,
            line,
            source=line.source,
            parcel_count=sale.parcel_count + parcel_count,
            product_count=sale.product_count + product_count,
        )
    write(again.values())
    write(
        copy_of(
            refund,
            again[refund.answers_id].report_line,
            source=f"{again[refund.answers_id].source}:refund",
            answers=again[refund.answers_id],
        )
        for refund in refunds
    )
    confirm_again(again)


def copy_of(entry: Entry, line: ReportLine, **changes) -> Entry:
    kept = {name: getattr(entry, name) for name in KEPT if name != "report_line_id"}
    return Entry(kind=entry.kind, report_line=line, **kept, **changes)


def next_versions(keys: list[str]) -> dict[str, int]:
    """The version in which each line that was told is told next."""
    told = ReportLine.objects.filter(key__among=keys).values_list("key").annotate(Max("version"))
    return {key: latest + 1 for key, latest in told.order_by()}
