"""A sheet of the ledger workbook while it is written row by row: whatever its length, one row of it
is in memory. Columns have a kind, which says how their cells are written."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from shop.sheets import safe, width_of
from shop.statistics.ledger_rows import DAY, TEXT, WHOLE, YUAN

KILOGRAMS, PERCENT, LONG = "kilograms", "percent", "long"
FORMATS = {
    TEXT: "@",
    WHOLE: "#,##0",
    YUAN: "#,##0.00",
    DAY: "yyyy-mm-dd",
    KILOGRAMS: "#,##0.000",
    PERCENT: "0.00%",
    LONG: "@",
}
WIDTHS = {TEXT: 16, WHOLE: 12, YUAN: 16, DAY: 12, KILOGRAMS: 16, PERCENT: 12, LONG: 90}
A4 = 9
SIGNED_BY = ["填表人：", "", "审核人：", "", "负责人：", "", "日期：", "", "（公章）"]


class Sheet:
    """Its first row is its head: it stays in sight, and is printed on every page."""

    def __init__(self, book: Workbook, name: str, columns: dict[str, str]):
        self.page = book.create_sheet(name)
        self.print_on_a4()
        for position, (title, kind) in enumerate(columns.items(), 1):
            width = max(WIDTHS[kind], width_of(title) + 2)
            self.page.column_dimensions[get_column_letter(position)].width = width
        self.page.append([self.cell(title, bold=True) for title in columns])
        # One cell a column is written again and again: making two million takes minutes.
        self.cells = [self.cell(None, form=FORMATS[kind]) for kind in columns.values()]

    def print_on_a4(self) -> None:
        page = self.page
        page.freeze_panes = "A2"
        page.print_title_rows = "1:1"
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = A4
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_setup.fitToHeight = 0
        page.oddFooter.center.text = "&A  &P / &N"

    def cell(self, value, *, bold: bool = False, form: str = "@") -> WriteOnlyCell:
        cell = WriteOnlyCell(self.page, value)
        cell.font = Font(bold=bold)
        cell.number_format = form
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell

    def append(self, row: Sequence) -> None:
        self.page.append(
            [
                # What is empty is not written at all.
                None if value in (None, "") else filled(cell, value)
                for cell, value in zip(self.cells, row, strict=True)
            ]
        )

    def extend(self, rows: Iterable[Sequence]) -> "Sheet":
        for row in rows:
            self.append(row)
        return self

    def close(self) -> None:
        """With the line on which people sign, and the place of the seal."""
        self.page.append([])
        self.page.append([self.cell(text) for text in SIGNED_BY])


def filled(cell: WriteOnlyCell, value) -> WriteOnlyCell:
    cell.value = safe(value)
    if isinstance(value, str):
        # Also what looks like an error of a table program is only a text.
        cell.data_type = "s"
    return cell
