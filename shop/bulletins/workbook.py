"""The ledger workbook (消费帮扶销售台账): eight sheets, from the rows and figures of a bulletin.
A county's form is Chinese whatever the page speaks."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image

from shop import money, weight
from shop.bulletins.models import Bulletin
from shop.bulletins.sheets import KILOGRAMS, LONG, PERCENT, Sheet
from shop.bulletins.wording import facts_of
from shop.ledger.reports import columns as c
from shop.paper import qr_png
from shop.statistics.ledger_rows import COLUMNS, DAY, TEXT, WHOLE, YUAN

# What a sheet can hold, less its head and last lines: rows beyond go on to another sheet.
MOST_ROWS = 1_000_000
TOLD_EVERY = 5_000

NOT_RECORDED = "未登记"

AMOUNTS = {"订单数": WHOLE, "净重（千克）": KILOGRAMS, "净销售额（元）": YUAN}
AGAINST = {"上年同期（元）": YUAN, "同比": PERCENT}
CHANNELS = {
    "产地县代码": TEXT,
    "产地县": TEXT,
    "渠道代码": TEXT,
    "渠道名称": TEXT,
    **AMOUNTS,
    "其中认定帮扶产品（元）": YUAN,
    **AGAINST,
    "占比": PERCENT,
}
PAIRINGS = {
    "结对关系": TEXT,
    "结对名称": TEXT,
    **AMOUNTS,
    "占线上销售额": PERCENT,
    "占比变化（百分点）": YUAN,
    **AGAINST,
    "年度任务（元）": YUAN,
    "完成率": PERCENT,
}
PRODUCTS = {
    "产品": TEXT,
    "产品名称": TEXT,
    **AMOUNTS,
    **AGAINST,
    "占比": PERCENT,
    "线上净销售额（元）": YUAN,
    "线上销往协作省份（元）": YUAN,
    "占线上": PERCENT,
    "销往协作省份同比": PERCENT,
}
SUPPLIERS = {
    "供应商名称": TEXT,
    "台账行数": WHOLE,
    "净重（千克）": KILOGRAMS,
    "净销售额（元）": YUAN,
    "带动农户数（户）": WHOLE,
    "其中脱贫户/监测户（户）": WHOLE,
    "按批次累计（户次）": WHOLE,
    "农户数已登记批次": TEXT,
}
CHECKS = {
    "表": TEXT,
    "净销售额（元）": YUAN,
    "净重（千克）": KILOGRAMS,
    "行数": WHOLE,
    "与销售台账之差（元）": YUAN,
    "结论": TEXT,
}


@dataclass
class Added:
    """What the rows of the ledger sheet come to, and those among them that take something back."""

    amount: Decimal = Decimal(0)
    grams: int = 0
    rows: int = 0
    taken_back: list = field(default_factory=list)

    def take(self, row: list) -> None:
        said = dict(zip(COLUMNS, row, strict=True))
        self.amount += said[c.AMOUNT]
        self.grams += said[c.WEIGHT]
        self.rows += 1
        if said["备注"]:
            self.taken_back.append(row)


def ledger_workbook(bulletin: Bulletin, rows: Path, *, told: Callable[[int], object]) -> bytes:
    """`told` hears now and then how many rows are written."""
    book, figures = Workbook(write_only=True), bulletin.figures
    explain(book, bulletin)
    added = write_ledger(book, rows, told)
    for name, columns, lines in (
        ("渠道汇总", CHANNELS, map(channel_cells, figures["counties"])),
        ("结对汇总", PAIRINGS, map(pairing_cells, figures["pairings"])),
        ("产品汇总", PRODUCTS, map(product_cells, figures["products"])),
        ("供应商汇总", SUPPLIERS, map(supplier_cells, figures["suppliers"])),
        ("退款明细", COLUMNS, added.taken_back),
        ("校验", CHECKS, checks(figures, added)),
    ):
        Sheet(book, name, columns).extend(lines).close()
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def explain(book: Workbook, bulletin: Bulletin) -> None:
    sheet = Sheet(book, "填报说明", {"项目": TEXT, "内容": LONG})
    sheet.page.add_image(Image(BytesIO(qr_png(bulletin.closing.address))), "D2")
    sheet.extend(facts_of(bulletin).items()).close()


def write_ledger(book: Workbook, rows: Path, told: Callable[[int], object]) -> Added:
    added, sheet = Added(), None
    for row in read_rows(rows):
        if added.rows % MOST_ROWS == 0:
            number = added.rows // MOST_ROWS + 1
            sheet = Sheet(book, f"销售台账{number if number > 1 else ''}", COLUMNS)
        sheet.append(row)
        added.take(row)
        if added.rows % TOLD_EVERY == 0:
            told(added.rows)
    (sheet or Sheet(book, "销售台账", COLUMNS)).close()
    told(added.rows)
    return added


def read_rows(path: Path) -> Iterator[list]:
    kinds = list(COLUMNS.values())
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for line in lines:
            yield [READ[kind](cell) for kind, cell in zip(kinds, line, strict=True)]


READ = {
    TEXT: str,
    WHOLE: lambda said: int(said) if said else None,
    YUAN: lambda said: Decimal(said) if said else None,
    DAY: lambda said: date.fromisoformat(said) if said else None,
}


def channel_cells(line: dict) -> list:
    channel = line["channel"]
    return [
        *(line["key"], line["zh"], channel["key"], channel["zh"]),
        *amounts(line),
        money.decimal(line["recognised_fen"]),
        *against(line),
        part(line["share"]),
    ]


def pairing_cells(line: dict) -> list:
    return [
        *(line["key"], line["zh"]),
        *amounts(line),
        part(line["online_share"]),
        points(line["online_points"]),
        *against(line),
        None if line["target_fen"] is None else money.decimal(line["target_fen"]),
        part(line["reached"]),
    ]


def product_cells(line: dict) -> list:
    online, partner = line.get("online_fen"), line.get("partner_fen")
    return [
        *(line["key"], line["zh"]),
        *amounts(line),
        *against(line),
        part(line["share"]),
        None if online is None else money.decimal(online),
        None if partner is None else money.decimal(partner),
        part(line.get("partner_share")),
        part(line.get("partner_growth")),
    ]


def supplier_cells(line: dict) -> list:
    reached = line["households"]
    at_least = by_lot = None
    recorded = "无本平台批次"
    if reached:
        at_least, by_lot = reached["at_least"] or NOT_RECORDED, reached["by_lot"]
        recorded = f"{reached['lots_recorded']}/{reached['lots']}"
    return [
        *(line["supplier_name"], line["rows"]),
        *(weight.decimal_kg(line["weight_g"]), money.decimal(line["amount_fen"])),
        # Which of them were lifted out of poverty or are watched nobody records.
        *(at_least, None, by_lot, recorded),
    ]


def checks(figures: dict, added: Added) -> Iterator[list]:
    """Each sheet's sum against the rows: none may differ by a fen."""
    total = figures["total"]
    sums = {
        "销售台账": (added.amount, weight.decimal_kg(added.grams), added.rows),
        "通报数": (
            money.decimal(total["amount_fen"]),
            weight.decimal_kg(total["weight_g"]),
            total["rows"],
        ),
        "渠道汇总": (*summed(figures["counties"]), None),
        "结对汇总（含结对以外）": (*summed(figures["pairings"]), None),
        "产品汇总": (*summed(figures["products"]), None),
        "供应商汇总": (
            *summed(figures["suppliers"]),
            sum(line["rows"] for line in figures["suppliers"]),
        ),
    }
    for name, (amount, kilograms, rows) in sums.items():
        fits = (amount, kilograms) == sums["销售台账"][:2] and rows in (None, added.rows)
        yield [name, amount, kilograms, rows, amount - added.amount, "相符" if fits else "不符"]


def summed(lines: list[dict]) -> tuple[Decimal, Decimal]:
    return (
        money.decimal(sum(line["amount_fen"] for line in lines)),
        weight.decimal_kg(sum(line["weight_g"] for line in lines)),
    )


def amounts(line: dict) -> list:
    return [line["orders"], weight.decimal_kg(line["weight_g"]), money.decimal(line["amount_fen"])]


def against(line: dict) -> list:
    return [money.decimal(line["before_fen"]), part(line["growth"])]


def part(share: float | None) -> Decimal | None:
    return None if share is None else round(Decimal(share), 4)


def points(number: float | None) -> Decimal | None:
    return None if number is None else round(Decimal(number), 2)
