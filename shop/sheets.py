"""Workbooks as people open them in a table program."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpResponse
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# Table programs set for Chinese or Japanese take the wide signs too.
FORMULA_SIGNS = (*"=+-@＝＋－＠", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 48
# openpyxl has no error of its own. A damaged workbook shows itself in many ways, one that needs a
# password, or is packed in a way nobody knows, as a RuntimeError.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


class Damaged(Exception):
    """It is no workbook, or one that cannot be read."""


class TooLarge(Exception):
    """Unpacked, it would fill the memory."""


def opened(content: bytes, *, most_unpacked: int) -> Workbook:
    """A workbook to read values from, row by row: of formulas their results. What is small when
    packed may be large, so its size is looked at first."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > most_unpacked:
                raise TooLarge
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except UNREADABLE:
        raise Damaged from None


def values_of(sheet, *, most_rows: int, most_columns: int) -> Iterator[tuple]:
    """The rows of a sheet, whatever size it says it has."""
    try:
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)
    except UNREADABLE:
        raise Damaged from None


def safe(value):
    """A text that a table program would take for a formula gets the quotation mark that says it is
    none; characters no workbook can hold are left out."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def sheet_name(title: str) -> str:
    """Within Excel's own limits."""
    return re.sub(r"[\\/*?:\[\]]", " ", title)[:31]


def download(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, XLSX, headers={"Content-Disposition": disposition})


def workbook(
    *, title: str, header: Sequence[str], rows: Iterable[Sequence], formats: dict | None = None
) -> bytes:
    """A workbook of one sheet. `formats` gives number formats by column, from 0."""
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name(title)
    sheet.append([safe(str(name)) for name in header])
    widths = [len(str(name)) * 2 for name in header]
    for row in rows:
        sheet.append([safe(value) for value in row])
        widths = [max(width, width_of(value)) for width, value in zip(widths, row, strict=True)]
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, WIDEST)
    for column, form in (formats or {}).items():
        for (cell,) in sheet.iter_rows(min_row=2, min_col=column + 1, max_col=column + 1):
            cell.number_format = form
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def width_of(value) -> int:
    """Han characters are twice as wide."""
    return sum(2 if character > "\u2e7f" else 1 for character in str(value))
