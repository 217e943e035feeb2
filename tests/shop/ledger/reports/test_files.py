"""Which files can be read as a report, and how a cell of a workbook is read."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from shop.ledger.reports import reading
from shop.models import Entry
from tests import world
from tests.shop.ledger.reports.reports import ROW, as_csv, as_xlsx, faults_of, patched, rows, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_a_header_may_be_anything():
    book = load_workbook(io.BytesIO(as_xlsx([ROW])))
    book["销售台账"]["Z1"], book["销售台账"]["Z2"] = date(2022, 7, 1), "+0"
    file = io.BytesIO()
    book.save(file)
    (fault,) = faults_of(file.getvalue())
    assert (fault.row, fault.column) == (2, "2022-07-01 00:00:00")
    book["销售台账"]["Z2"] = 5
    file = io.BytesIO()
    book.save(file)
    assert take(file.getvalue()).report.lines.get().values["2022-07-01 00:00:00"] == "5"


def test_a_workbook_is_read_as_it_is_written():
    values = {
        "销售日期": date(2022, 7, 9),
        "净重（克）": 5000,
        "销售金额（元）": 137.6,
        "产地县代码": 500237.0,
        "数量": 2.0,
    }
    outcome = take(as_xlsx([{**ROW, **values}], above=3))
    assert outcome.report.sheet == "销售台账"
    entry = Entry.objects.get()
    assert (entry.amount_fen, entry.weight_g, entry.packs) == (13760, 5000, 2)
    assert entry.report_line.row == 5


def test_the_label_of_a_total_row_may_be_merged():
    total = dict.fromkeys(ROW) | {"来源单号": "合 计：", "净重（克）": 10000}
    lines = [*rows({}, {}), total]
    take(as_xlsx(lines, merge="A4:F4"))
    assert Entry.objects.count() == 2
    assert [fault.row for fault in faults_of(as_xlsx(lines, merge="A3:B4"))] == [3]
    assert [fault.row for fault in faults_of(as_xlsx(lines[:2], merge="A3:B3"))] == [3]


def test_missing_columns_are_named():
    faults = faults_of(as_csv([{"来源单号": "1", "收货地省": "山东省"}]))
    messages = " ".join(fault.message for fault in faults)
    assert all(column in messages for column in ("销售日期", "产地县代码", "收货地市代码"))
    assert "来源单号" not in messages


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (reading.LARGEST_UNPACKED + 1))
    return file.getvalue()


def without_result() -> bytes:
    return as_xlsx([{**ROW, "净重（克）": "=2500*2"}])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2",
        b"\xff\xff\xff\xfe,",
        b"a,b\n1,2\n",
        b"x\n" * 40,
        '来源单号,销售日期\n"P1,2022'.encode(),
        "来源单号,规格,规格\n1,2,3".encode(),
        as_csv([ROW]).splitlines()[0],
        b"PK\x03\x04 no zip",
        b"\xd0\xcf\x11\xe0 an old workbook",
        as_xlsx([ROW])[:-500],
        as_xlsx([ROW, ROW], merge="C2:C3"),
        b"x" * (reading.LARGEST_FILE + 1),
    ],
)
def test_a_file_that_is_no_report_is_refused(content):
    assert faults_of(content)


def test_a_zip_bomb_is_not_opened():
    assert "large" in faults_of(bomb())[0].message or "过大" in faults_of(bomb())[0].message


def test_a_cell_that_points_nowhere_is_a_damaged_workbook():
    (fault,) = faults_of(patched('t="inlineStr"><is><t>P0001</t></is>', 't="s"><v>9999</v>'))
    assert (fault.row, fault.column) == (None, None)


def test_a_range_of_one_cell_hides_nothing():
    # Merging had emptied the cell beside it; the range itself is no fault.
    (fault,) = faults_of(patched('ref="A3:B3"', 'ref="A3"', merge="A3:B3"))
    assert (fault.row, fault.column) == (3, "销售日期")


def test_a_number_with_a_point_in_a_cell_is_the_whole_number_it_shows():
    take(as_xlsx(rows({"产地县代码": 500237.0, "净重（克）": 5e3, "来源单号": 8.0})))
    assert take(as_csv(rows({"来源单号": "8"}))).duplicates == 1


def test_empty_rows_are_passed_over_and_counted_as_the_sheet_does():
    blank = dict.fromkeys(ROW, "")
    assert take(as_csv([ROW, blank, blank])).rows == 1
    faults = faults_of(as_csv([ROW, blank, {**ROW, "来源单号": "P2", "净重（克）": "0"}]))
    assert [(fault.row, fault.column) for fault in faults] == [(4, "净重（克）")]


def test_a_formula_without_a_result_is_refused_with_its_row():
    (fault,) = faults_of(without_result())
    assert fault.row == 2


def test_more_rows_than_a_report_may_have_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert faults_of(as_csv(rows({}, {}, {})))
