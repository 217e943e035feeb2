"""What is seen, taken away as a file."""

import csv
import io

import pytest
from openpyxl import load_workbook

from shop.models import Export
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

SUMMER = {"since": "2022-07-01", "until": "2022-08-31"}


@pytest.fixture
def wushan(client):
    world.country()
    client.force_login(world.official("500237"))
    return client


def exported(client, path: str, **asked):
    answer = client.get(path, {**SUMMER, **asked})
    assert answer.status_code == 200
    return answer.content


def test_what_is_seen_is_exported_as_csv(wushan):
    rows.sold(rows.product(), 1234.5)
    content = exported(wushan, "/statistics/figures.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert table[1][:5] == ["370000", "山东省", "1234.50", "2.500", "1"]
    assert table[2][2] == "1234.50"
    export = Export.objects.get()
    assert (export.by.email, export.file, export.rows) == (
        *("wushan@shanhuo.example", "statistics.csv", 2),
    )
    assert "since=2022-07-01" in export.asked


def test_what_is_seen_is_exported_as_xlsx(wushan):
    rows.sold(rows.product(), 1234.5)
    book = load_workbook(io.BytesIO(exported(wushan, "/statistics/figures.xlsx")))
    figures, series, question = book.worksheets
    code, name, amount = figures[2][:3]
    assert (code.value, code.data_type, name.value) == ("370000", "s", "山东省")
    assert (amount.value, amount.number_format) == (1234.5, "#,##0.00")
    assert series["A2"].value == "2022-07-09"
    assert any("巫山农产品" in str(row[1].value) for row in question.rows)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_exported_cell_starts_a_formula(wushan, suffix):
    for sign in "=+-@":
        rows.sold(
            rows.product(f"{sign}1+1"), 1, supplier_name=f"{sign}x", organisation_name=f"{sign}y"
        )
    for path in (f"/statistics/figures.{suffix}", f"/statistics/rows.{suffix}"):
        content = exported(wushan, path, by="product")
        if suffix == "csv":
            cells = [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row]
        else:
            book = load_workbook(io.BytesIO(content))
            found = [cell for sheet in book for row in sheet for cell in row]
            assert not any(cell.data_type == "f" for cell in found)
            cells = [cell.value for cell in found if isinstance(cell.value, str)]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert {f"'{sign}1+1" for sign in "=+-@"} <= set(cells)
    assert Export.objects.count() == 2


def test_what_no_workbook_can_hold_is_left_out(wushan):
    rows.sold(rows.product(), 1, organisation_name="工\x0b会", supplier_name="\x01=1+1")
    book = load_workbook(io.BytesIO(exported(wushan, "/statistics/rows.xlsx")))
    assert "工会" in [cell.value for cell in book.active[2]]
    assert "工会" in exported(wushan, "/statistics/rows.csv").decode()


def test_orders_of_the_lines_add_up_to_the_total_of_an_export(wushan):
    for name in ("巫山脆李", "巫山脆李干"):
        first = name == "巫山脆李"
        rows.sold(rows.product(name), 1, parcel_count=int(first), product_count=1)
    content = exported(wushan, "/statistics/figures.csv", by="product").decode("utf-8-sig")
    orders = [row[4] for row in csv.reader(io.StringIO(content)) if len(row) > 4]
    assert orders[1:] == ["1", "1", "2"]


def test_more_rows_than_a_file_holds_are_not_cut_off_unsaid(wushan, monkeypatch):
    monkeypatch.setattr("shop.statistics.views.MOST_EXPORTED", 1)
    rows.sold(rows.product(), 1)
    assert exported(wushan, "/statistics/rows.csv")
    rows.sold(rows.product(), 1)
    answer = wushan.get("/statistics/rows.csv", SUMMER, follow=True)
    assert answer.redirect_chain == [("/statistics/rows/?since=2022-07-01&until=2022-08-31", 302)]
    assert "一次最多导出 1 行" in answer.content.decode()
    assert Export.objects.count() == 1


def test_rows_are_exported_with_codes_as_text(wushan):
    rows.sold(rows.product(), 12)
    content = exported(wushan, "/statistics/rows.csv")
    row, *_seen_again = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert "500237" in row.values()
    assert "12.00" in row.values()
