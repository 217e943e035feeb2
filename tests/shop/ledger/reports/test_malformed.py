"""Reports as they come: each is understood, or refused with the cell named, never guessed."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db.models import Sum
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from shop.ledger.reports import checking, storing
from shop.ledger.reports.faults import ReportRefused
from shop.ledger.reports.importing import import_report
from shop.models import Entry
from shop.sheets import FORMULA_SIGNS
from tests import world
from tests.shop.ledger.reports.reports import ROW, as_csv, as_xlsx, patched, rows

pytestmark = pytest.mark.django_db

NAMED = {name: said for name, said in ROW.items() if name != "产地县代码"}
TOTAL = dict.fromkeys(ROW, "") | {"来源单号": "合计"}
JULY = date(2022, 7, 1), date(2022, 7, 31)


@dataclass(frozen=True)
class Case:
    """A file, and what becomes of it: what is understood of its first row, or the row and column
    that are named, and a word of what is said."""

    name: str
    content: Callable[[], bytes]
    understood: dict = field(default_factory=dict)
    refused: tuple | None = None
    told: str = ""
    options: dict = field(default_factory=dict)


def csv_of(*changes: dict, **options) -> Callable[[], bytes]:
    return lambda: as_csv(rows(*changes), **options)


def xlsx_of(change: Callable[[Workbook], object], lines=None) -> Callable[[], bytes]:
    def content() -> bytes:
        book = load_workbook(io.BytesIO(as_xlsx(lines or rows({}, {}))))
        change(book)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return content


def set_cell(reference: str, value) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book["销售台账"][reference] = value

    return change


def hide_row(book: Workbook) -> None:
    book["销售台账"].row_dimensions[3].hidden = True


def one_sheet(book: Workbook) -> None:
    book["销售台账"].title = "七月"
    del book["填报说明"]


def second_sheet(book: Workbook) -> None:
    book["销售台账"].title = "七月"
    book.copy_worksheet(book["七月"]).title = "八月"
    del book["填报说明"]


def formula(result: str) -> Callable[[], bytes]:
    """The weight of the first row as a formula, with its result or without."""
    cell = f'<c r="H2" t="str"><f>2500*2</f>{result}</c>'
    return lambda: patched('<c r="H2" t="inlineStr"><is><t>5000</t></is></c>', cell)


CASES = [
    Case(
        "merged cells",
        lambda: as_xlsx(rows({}, {}), merge="C2:C3"),
        refused=(2, None),
        told="C2:C3",
    ),
    Case("a date as text", csv_of({"销售日期": "2022年7月9日"}), {"occurred_on": date(2022, 7, 9)}),
    Case(
        "a date with its hour",
        csv_of({"销售日期": "2022/7/9 23:59"}),
        {"occurred_on": date(2022, 7, 9)},
    ),
    Case(
        "a date cell",
        xlsx_of(set_cell("B2", date(2022, 7, 9))),
        {"occurred_on": date(2022, 7, 9)},
    ),
    Case(
        "a date as the table program counts", csv_of({"销售日期": "46298"}), refused=(2, "销售日期")
    ),
    Case("a day that is none", csv_of({"销售日期": "2022-02-30"}), refused=(2, "销售日期")),
    Case(
        "a day beside the report's days",
        csv_of({"销售日期": "2022-08-01"}),
        refused=(2, "销售日期"),
        told="2022-08-01",
        options={"days": JULY},
    ),
    Case("weight in 斤", csv_of({"净重（克）": "10斤"}), {"weight_g": 5000}),
    Case("weight in tonnes", csv_of({"净重（克）": "0.005 吨"}), {"weight_g": 5000}),
    Case(
        "weight in a column of 公斤",
        lambda: as_csv(rows({})).replace("净重（克）".encode(), "净重（公斤）".encode()),
        {"weight_g": 5_000_000},
    ),
    Case(
        "weight in boxes of nobody knows what",
        csv_of({"净重（克）": "10箱"}),
        refused=(2, "净重（克）"),
    ),
    Case(
        "full-width digits",
        csv_of({"净重（克）": "５０００", "销售金额（元）": "１，０３０．５０"}),
        {"weight_g": 5000, "amount_fen": 103050},
    ),
    Case(
        "a total that does not fit",
        lambda: as_csv([*rows({}, {}), {**TOTAL, "销售金额（元）": "275.21"}]),
        refused=(4, "销售金额（元）"),
    ),
    Case(
        "a total that fits",
        lambda: as_csv([*rows({}, {}), {**TOTAL, "销售金额（元）": "275.20"}]),
        {"amount_fen": 13760},
    ),
    Case(
        "a total in the middle",
        lambda: as_csv([rows({})[0], {**TOTAL, "净重（克）": "5000"}, rows({}, {})[1]]),
        refused=(3, None),
    ),
    Case(
        "a subtotal",
        lambda: as_csv([rows({})[0], {**TOTAL, "来源单号": "小计"}, rows({}, {})[1]]),
        refused=(3, None),
    ),
    Case("two sheets of sales", xlsx_of(second_sheet), refused=(None, None), told="八月"),
    Case("two sheets, one called by its name", lambda: as_xlsx(rows({})), {"weight_g": 5000}),
    Case("one sheet by any name", xlsx_of(one_sheet), {"weight_g": 5000}),
    Case(
        "GB 18030",
        csv_of({"供应商名称": "曲尺㐂合作社"}, encoding="gb18030"),
        {"supplier_name": "曲尺㐂合作社"},
    ),
    Case("UTF-16", csv_of({}, encoding="utf-16"), refused=(None, None)),
    Case("a hidden row", xlsx_of(hide_row), refused=(3, None)),
    Case("a formula with its result", formula("<v>5000</v>"), {"weight_g": 5000}),
    Case("a formula without a result", formula(""), refused=(2, None), told="H2"),
    Case("a formula that failed", csv_of({"产品名称": "#N/A"}), refused=(2, "产品名称")),
    Case("a formula to be", csv_of({"产品名称": "=HYPERLINK(1)"}), refused=(2, "产品名称")),
    Case("a wide sign of a formula", csv_of({"备注": "＝1+1"}), refused=(2, "备注")),
    Case(
        "a formula in a column nobody reads",
        csv_of({"每箱净重（克）": "@SUM(1)"}),
        refused=(2, "每箱净重（克）"),
    ),
    Case("a negative amount", csv_of({"销售金额（元）": "-300"}), refused=(2, "销售金额（元）")),
    Case(
        "a negative amount in brackets",
        csv_of({"销售金额（元）": "（300.00）"}),
        refused=(2, "销售金额（元）"),
    ),
    Case(
        "a fraction of a fen", csv_of({"销售金额（元）": "12.005"}), refused=(2, "销售金额（元）")
    ),
    Case("no number", csv_of({"净重（克）": "NaN"}), refused=(2, "净重（克）")),
    Case(
        "a code the table program counted",
        csv_of({"产地县代码": "5.00237E+05"}),
        refused=(2, "产地县代码"),
    ),
    Case(
        "a name that fits two counties",
        lambda: as_csv([{**NAMED, "产地县": "朝阳区"}]),
        refused=(2, "产地县"),
        told="110105、370105",
    ),
    Case(
        "a name with the places around it",
        lambda: as_csv([{**NAMED, "产地县": "北京市朝阳区"}]),
        {"origin": "110105"},
    ),
    Case(
        "a county by its name before 2016",
        lambda: as_csv([{**NAMED, "产地县": "开县", "销售日期": "2015-07-09"}]),
        {"origin": "500234", "origin_name": "开县"},
    ),
    Case(
        "a county by a name it has no more",
        lambda: as_csv([{**NAMED, "产地县": "开县"}]),
        refused=(2, "产地县"),
    ),
    Case(
        "the same line twice", csv_of({"来源单号": "A"}, {"来源单号": "A"}), refused=(3, "来源单号")
    ),
    Case(
        "a quotation mark left open",
        lambda: as_csv(rows({})) + b'"P2',
        refused=(None, None),
        told="3",
    ),
    Case("a workbook cut off", lambda: as_xlsx(rows({}))[:-300], refused=(None, None)),
    Case(
        "a line broken in a cell",
        csv_of({"供应商名称": "曲尺\n合作社"}),
        {"supplier_name": "曲尺\n合作社"},
    ),
]


@pytest.fixture(autouse=True)
def country():
    world.country()
    for code, parent in (("110105", "110000"), ("370105", "370000")):
        world.region(code, "county", "朝阳区", "朝阳", "Chaoyang", parent=parent)
    kaizhou = world.region("500234", "county", "开州区", "开州", "Kaizhou", parent="500000")
    kaizhou.spans.update(from_year=2016)
    kaizhou.spans.create(name_zh="开县", from_year=1981, until_year=2016)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_report_is_understood_or_refused_with_its_cell(case):
    def take():
        import_report(case.content(), name="a", channel_code="ECOM", **case.options)

    if case.refused is None:
        take()
        entry = Entry.objects.order_by("pk").first()
        assert {name: getattr(entry, name) for name in case.understood} == case.understood
        return
    with pytest.raises(ReportRefused) as refused:
        take()
    fault = refused.value.faults[0]
    assert (fault.row, fault.column) == case.refused
    assert case.told in fault.message
    assert not Entry.objects.exists()


def test_a_name_that_says_its_place_twice_is_none():
    line = {**NAMED, "产地县": "重庆市重庆市"}
    with pytest.raises(ReportRefused):
        import_report(as_csv([line]), name="a", channel_code="ECOM")


def test_a_workbook_that_breaks_off_behind_its_rows_is_damaged():
    content = patched("</worksheet>", "<worksheet", merge="A3:B3")
    with pytest.raises(ReportRefused) as refused:
        import_report(content, name="a", channel_code="ECOM")
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(None, None)]


def test_what_nobody_mends_by_hand_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(checking, "MOST_FAULTS", 5)
    with pytest.raises(ReportRefused) as refused:
        import_report(as_csv(rows(*[{"净重（克）": "0"}] * 9)), name="a", channel_code="ECOM")
    assert (len(refused.value.faults), refused.value.rows) == (6, 6)


def test_what_it_may_mean_is_proposed():
    with pytest.raises(ReportRefused) as refused:
        import_report(
            as_csv([{**NAMED, "产地县": "朝阳区"}, {**NAMED, "产地县": "巫山线", "来源单号": "2"}]),
            name="a",
            channel_code="ECOM",
        )
    two, like = refused.value.faults
    assert two.proposals == (("110105", "北京市朝阳区"), ("370105", "山东省朝阳区"))
    assert ("500237", "重庆市巫山县") in like.proposals
    assert (like.means, like.said) == ("产地县", "巫山线")


def test_an_order_told_by_two_channels_is_taken_and_said():
    offer = world.plums()
    own = world.paid_order(offer).code
    take = {"name": "a", "channel_code": "ECOM"}
    first = import_report(as_csv(rows({"来源单号": "A"}, {"来源单号": own})), **take)
    assert [note.row for note in first.notes] == [3]
    elsewhere = rows({"来源单号": "A"}, {"来源单号": "A", "产地县代码": "620524"}, {})
    second = import_report(as_csv(elsewhere), **take | {"channel_code": "GOV832"})
    (note,) = second.notes
    assert (note.row, note.column) == (2, "来源单号")
    assert "ECOM" in note.message
    assert Entry.objects.aggregate(Sum("parcel_count"))["parcel_count__sum"] == 6


def test_an_order_of_another_county_is_another_and_notes_have_an_end(monkeypatch):
    take = {"name": "a", "channel_code": "ECOM"}
    import_report(as_csv(rows({}, {})), **take)
    elsewhere = as_csv(rows({"产地县代码": "620524"}, {}))
    other = take | {"channel_code": "GOV832", "dry_run": True}
    assert [note.row for note in import_report(elsewhere, **other).notes] == [3]
    monkeypatch.setattr(storing, "MOST_NOTES", 0)
    assert import_report(elsewhere, **other).notes == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_export_of_what_reports_brought_holds_a_formula(client, suffix):
    signs = [*FORMULA_SIGNS, "\u200b=", '"=', "'=", "；=", "\u3000＝"]
    texts = [f"{sign}SUM(A1){number}" for number, sign in enumerate(signs)]
    for text in texts:
        try:
            line = {"来源单号": text, "产品名称": text, "供应商名称": text, "采购单位名称": text}
            import_report(as_csv(rows(line)), name="a", channel_code="ECOM")
        except ReportRefused:
            continue
    assert Entry.objects.exists()
    client.force_login(world.official())
    address = reverse("statistics_export_rows", args=[suffix])
    answer = client.get(address, {"since": "2022-07-01", "until": "2022-07-31"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cells = cells_of(content, suffix)
    assert any("SUM(A1)" in cell for cell in cells)
    assert [cell for cell in cells if "SUM" in cell and cell.startswith(FORMULA_SIGNS)] == []


def cells_of(content: bytes, suffix: str) -> list[str]:
    if suffix == "csv":
        return content.decode("utf-8-sig").replace("\r\n", ",").split(",")
    sheets = load_workbook(io.BytesIO(content)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    return [str(cell.value) for cell in cells if cell.value is not None]
