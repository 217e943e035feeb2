"""Rows of the ledger under the thirty-nine columns of 消费帮扶销售台账, as workbooks and signed
exports write them. What nobody has told us yet (invoices) stays empty, and so do the households of
own orders: they are recorded of lots, and would be added up row by row."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from producers.cooperatives.models import Cooperative
from producers.regions.codes import prefecture_of, province_of
from producers.regions.models import Region
from shop import money
from shop.buyers.models import WORD_OF_BUYER_KIND
from shop.delivery.models import Waybill
from shop.ledger.models import Entry
from shop.ledger.reports import columns as c
from shop.orders.models import OrderLine

TEXT, WHOLE, YUAN, DAY = "text", "whole", "yuan", "day"
WAYBILL, FREIGHT, OPERATOR = "运单号", "运费（元）", "经办人"
# What only the handed-in file can say.
AS_REPORTED = {
    "发票号码": TEXT,
    "带动农户数（户）": TEXT,
    "其中脱贫户/监测户（户）": TEXT,
    "农户所得（元）": TEXT,
}
# Each column by its name, and what its cells are; the order is that of the form.
COLUMNS = {
    "序号": WHOLE,
    "统计期": TEXT,
    c.SOLD_ON: DAY,
    c.CHANNEL: TEXT,
    "渠道名称": TEXT,
    "来源": TEXT,
    c.ORDER_NO: TEXT,
    c.COUNTY_CODE: TEXT,
    c.COUNTY: TEXT,
    "重点帮扶县": TEXT,
    c.SUPPLIER: TEXT,
    "统一社会信用代码": TEXT,
    "供应商类型": TEXT,
    c.RECOGNITION: TEXT,
    c.PRODUCT: TEXT,
    c.CATEGORY: TEXT,
    c.PACK: TEXT,
    c.PACKS: WHOLE,
    c.WEIGHT: WHOLE,
    "单价（元）": YUAN,
    c.AMOUNT: YUAN,
    c.REFUND: YUAN,
    c.REFUNDED_ON: DAY,
    c.NET: YUAN,
    FREIGHT: YUAN,
    c.BUYER_KIND: TEXT,
    c.BUYER_UNIT: TEXT,
    c.TO_PROVINCE: TEXT,
    c.TO_CITY_CODE: TEXT,
    c.PAIRING: TEXT,
    c.ONLINE: TEXT,
    WAYBILL: TEXT,
    **AS_REPORTED,
    OPERATOR: TEXT,
    "备注": TEXT,
    c.BUYER_REGION: TEXT,
}
SUPPLIER_KINDS = {
    Cooperative.Kind.COOPERATIVE: "合作社",
    Cooperative.Kind.ENTERPRISE: "企业",
    Cooperative.Kind.FAMILY_FARM: "家庭农场",
    Cooperative.Kind.VILLAGE: "村集体",
}
NOTES = {Entry.Kind.SALE: "", Entry.Kind.REFUND: "退款", Entry.Kind.CORRECTION: "更正"}
AT_ONCE = 2000

Row = list[str | int | Decimal | None]


def ledger_rows(entries: QuerySet, *, as_of: datetime | None = None) -> Iterator[tuple[Entry, Row]]:
    """Each entry with its row, numbered from 1, day by day; with the waybills known until then.
    Reads a part at a time, so that a region of any size fits into memory."""
    known = Waybill.objects.filter(recorded_at__lte=as_of) if as_of else Waybill.objects.all()
    regions = Region.objects.only("code", "name_zh", "key_assistance").in_bulk()
    told = entries.select_related(
        "channel", "cooperative", "pairing", "report_line__report__handed_in_by"
    ).order_by("occurred_on", "pk")
    number = 0
    for part in in_parts(told.iterator(chunk_size=AT_ONCE)):
        lines = order_lines_of(part, known)
        for entry in part:
            number += 1
            yield entry, row_of(number, entry, line=lines.get(line_key(entry)), regions=regions)


def in_parts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    part = []
    for entry in entries:
        part.append(entry)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def order_lines_of(part: list[Entry], known: QuerySet) -> dict[str, OrderLine]:
    """The lines of own orders by their sources, for what only the parcel knows."""
    codes = {entry.order_code for entry in part if entry.order_code}
    if not codes:
        return {}
    lines = OrderLine.objects.filter(order__code__in=codes).select_related("order", "parcel")
    waybills = Prefetch("parcel__waybills", known)
    return {line.source: line for line in lines.prefetch_related(waybills)}


def line_key(entry: Entry) -> str:
    """A refund and a correction say which order, but not by which parcel it went."""
    return entry.source if entry.kind == Entry.Kind.SALE else ""


def row_of(number: int, entry: Entry, *, line: OrderLine | None, regions: dict) -> Row:
    reported = entry.report_line.values if entry.report_line else {}
    origin, supplier = regions.get(entry.origin), entry.cooperative
    cells = {
        "序号": number,
        "统计期": f"{entry.occurred_on:%Y-%m}",
        c.SOLD_ON: entry.occurred_on,
        c.CHANNEL: entry.channel_id,
        "渠道名称": entry.channel.name_zh,
        "来源": came_by(entry),
        c.ORDER_NO: entry.order_code or order_no_of(entry),
        c.COUNTY_CODE: entry.origin,
        c.COUNTY: entry.origin_name,
        "重点帮扶县": "是" if origin and origin.key_assistance else "否",
        c.SUPPLIER: entry.supplier_name,
        "统一社会信用代码": supplier.credit_code if supplier else "",
        "供应商类型": SUPPLIER_KINDS[supplier.kind] if supplier else "",
        c.RECOGNITION: entry.recognition_number,
        c.PRODUCT: entry.product_name,
        c.CATEGORY: entry.category_id,
        c.PACK: entry.pack_zh,
        c.PACKS: entry.packs,
        c.WEIGHT: entry.weight_g,
        "单价（元）": unit_price(entry),
        c.AMOUNT: money.decimal(entry.amount_fen),
        c.BUYER_KIND: WORD_OF_BUYER_KIND[entry.buyer_kind],
        c.BUYER_UNIT: entry.organisation_name,
        c.TO_PROVINCE: regions[province_of(entry.destination)].name_zh,
        c.TO_CITY_CODE: prefecture_of(entry.destination),
        c.PAIRING: entry.pairing.code if entry.pairing else "",
        c.ONLINE: "线上" if entry.online else "线下",
        WAYBILL: waybills(line) or reported.get(WAYBILL, ""),
        OPERATOR: operator_of(entry),
        "备注": NOTES[entry.kind],
        c.BUYER_REGION: entry.buyer_region,
        **{name: reported.get(name, "") for name in AS_REPORTED},
    }
    if line and entry.parcel_count:
        cells[FREIGHT] = money.decimal(line.parcel.freight_fen)
    return [cells.get(name) for name in COLUMNS]


def order_no_of(entry: Entry) -> str:
    return entry.report_line.order_no if entry.report_line else entry.source


def came_by(entry: Entry) -> str:
    if entry.order_code:
        return "own"
    return "import" if entry.report_line_id else entry.source.partition(":")[0]


def unit_price(entry: Entry) -> Decimal | None:
    """To the fen, rounded half up; none for what has no packs, as a refund."""
    if entry.packs <= 0:
        return None
    return money.decimal((2 * entry.amount_fen + entry.packs) // (2 * entry.packs))


def waybills(line: OrderLine | None) -> str:
    return " ".join(waybill.number for waybill in line.parcel.waybills.all()) if line else ""


def operator_of(entry: Entry) -> str:
    """Who handed a report in; an own order nobody typed."""
    if not entry.report_line:
        return "系统"
    person = entry.report_line.report.handed_in_by
    return person.name if person else "系统"
