"""Reports as channels hand them in."""

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook

from shop.ledger.reports.faults import ReportRefused
from shop.ledger.reports.importing import import_report
from shop.models import Entry

ROW = {
    "来源单号": "P0001",
    "销售日期": "2022-07-09",
    "产地县代码": "500237",
    "产品名称": "巫山脆李",
    "产品分类": "FRU",
    "规格": "2.5kg/箱",
    "数量": "2",
    "净重（克）": "5000",
    "销售金额（元）": "137.60",
    "收货地市代码": "370600",
    "采购方类型": "个人",
    "销售方式": "线上",
}


def rows(*changes: dict) -> list[dict]:
    """A row for each change, order numbers counting up where none is said."""
    return [
        {**ROW, "来源单号": f"P{number:04}", **change} for number, change in enumerate(changes, 1)
    ]


def as_csv(lines: list[dict], *, encoding: str = "utf-8-sig", above: str = "") -> bytes:
    columns = list(dict.fromkeys(column for line in lines for column in line))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows(lines)
    return (above + file.getvalue()).encode(encoding)


def as_xlsx(
    lines: list[dict], *, title: str = "销售台账", merge: str = "", above: int = 0
) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "填报说明"
    sheet = book.create_sheet("销售台账")
    for _ in range(above):
        sheet.append(["消费帮扶销售台账"])
    columns = list(dict.fromkeys(column for line in lines for column in line))
    sheet.append(columns)
    for line in lines:
        sheet.append([line.get(column) for column in columns])
    if merge:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def take(content: bytes, channel: str = "ECOM", **options):
    return import_report(content, name="report.csv", channel_code=channel, **options)


def faults_of(content: bytes, channel: str = "ECOM", **options):
    before = Entry.objects.count()
    with pytest.raises(ReportRefused) as refused:
        take(content, channel, **options)
    assert Entry.objects.count() == before
    return refused.value.faults


def patched(old: str, new: str, **options) -> bytes:
    """A workbook with another text in the XML of its sheet."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx(rows({}, {}), **options))) as archive,
        zipfile.ZipFile(file, "w") as changed,
    ):
        for part in archive.namelist():
            text = archive.read(part)
            if part == "xl/worksheets/sheet2.xml":
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            changed.writestr(part, text)
    return file.getvalue()
