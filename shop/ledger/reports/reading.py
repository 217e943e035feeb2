"""From a file to rows of cells: XLSX, or CSV in UTF-8 or GB 18030."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from unicodedata import normalize
from xml.etree.ElementTree import iterparse

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from shop.ledger.reports.columns import NAMES
from shop.ledger.reports.faults import Fault, ReportRefused, refuse
from shop.sheets import UNREADABLE

LEDGER_SHEET = "销售台账"
# The column by which the header is known among the title rows above it.
FIRST_NEEDED = "来源单号"
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
HEADER_WITHIN = 30
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EMPTY_SIGNS = ("-", "—", "——", "–")
TOTALS = ("合计", "总计")


@dataclass(frozen=True)
class Table:
    """A report as a grid: where its header stands, and the rows below it that are not empty."""

    sheet: str | None
    header: list[str]
    rows: list[tuple[int, dict]]


def read(content: bytes, *, name: str) -> Table:
    """The table in a file. Raises ReportRefused for a file that is none, or none we dare open."""
    if len(content) > LARGEST_FILE:
        refuse(
            _("The file is larger than %(most)s MB: hand it in in parts.")
            % {"most": LARGEST_FILE // 1024 // 1024}
        )
    if content[:4] == b"PK\x03\x04":
        sheet, lines, merged = from_xlsx(content)
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        refuse(_("This is an old .xls workbook: save it as .xlsx and hand that in."))
    else:
        sheet, lines, merged = None, from_csv(content), []
    return with_header(sheet, lines, merged)


def from_csv(content: bytes) -> Iterator[tuple[int, list]]:
    if b"\0" in content:
        refuse(_("The file is neither XLSX nor CSV."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        refuse(_("The text is neither UTF-8 nor GB 18030: save the CSV as UTF-8."))
    return lines_of(text)


def lines_of(text: str) -> Iterator[tuple[int, list]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        refuse(
            _("Line %(line)s is not CSV (%(error)s): is a quotation mark left open?")
            % {"line": reader.line_num, "error": error}
        )


def from_xlsx(content: bytes) -> tuple[str, Iterator[tuple[int, list]], list]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Before anything is opened: what is small when packed may fill the memory.
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                refuse(_("Unpacked, the workbook is too large: hand it in in parts."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[LEDGER_SHEET] if LEDGER_SHEET in book.sheetnames else book.worksheets[0]
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            merged = merged_in(archive, sheet._worksheet_path)
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_row=MOST_ROWS + HEADER_WITHIN + 1, max_col=MOST_COLUMNS)
        return sheet.title, cells_of(lines), merged
    except ReportRefused:
        raise
    except UNREADABLE:
        refuse(_("The workbook is damaged, or is none: open it, save it as .xlsx and try again."))


def cells_of(lines) -> Iterator[tuple[int, list]]:
    try:
        for number, cells in enumerate(lines, 1):
            yield number, [cell.value for cell in cells]
    except UNREADABLE:
        refuse(_("The workbook is damaged, or is none: open it, save it as .xlsx and try again."))


def merged_in(archive: zipfile.ZipFile, path: str) -> list[tuple[int, int, str]]:
    """First row, last row and name of each range of merged cells, which a reader of values does
    not see: their value stands only in the first. A formula whose result was never computed is
    refused on the way."""
    merged = []
    with archive.open(path.lstrip("/")) as xml:
        for _event, element in iterparse(xml):
            if element.tag == f"{MAIN}mergeCell":
                reference = element.get("ref", "")
                if found := re.fullmatch(r"[A-Z]+(\d+):[A-Z]+(\d+)", reference):
                    merged.append((int(found[1]), int(found[2]), reference))
            elif element.tag == f"{MAIN}c":
                if element.find(f"{MAIN}f") is not None and not element.findtext(f"{MAIN}v"):
                    refuse(
                        _("%(cell)s is a formula without a result: paste it as a value.")
                        % {"cell": element.get("r")},
                        row=int(re.sub(r"\D", "", element.get("r", "")) or 0),
                    )
                element.clear()
    return merged


def with_header(sheet: str | None, lines: Iterable[tuple[int, list]], merged: list) -> Table:
    numbered = ((number, [plain(value) for value in cells]) for number, cells in lines)
    header_row, header = header_of(numbered)
    rows = rows_below(header, numbered)
    # What is merged along the total row hides nothing that is stored.
    total_row = rows[-1][0] if rows and is_total(rows[-1][1]) else None
    hidden = [
        (first, reference)
        for first, last, reference in merged
        if last >= header_row and not (first == last == total_row)
    ]
    if hidden:
        raise ReportRefused(
            Fault(
                _("The cells %(cells)s are merged: unmerge them and fill in each.")
                % {"cells": reference},
                row=first,
            )
            for first, reference in hidden
        )
    return Table(sheet, header, rows)


def rows_below(header: list[str], numbered: Iterable[tuple[int, list]]) -> list[tuple[int, dict]]:
    rows = []
    for number, cells in numbered:
        # A line of a CSV may end before its last columns.
        row = {name: cell for name, cell in zip_longest(header, cells[: len(header)]) if name}
        if any(cell not in (None, "") for cell in row.values()):
            rows.append((number, row))
        if len(rows) > MOST_ROWS:
            refuse(
                _("The report has more than %(most)s rows: hand it in in parts.")
                % {"most": MOST_ROWS}
            )
    return rows


def is_total(row: dict) -> bool:
    said = (re.sub(r"[\s:]", "", cell) for cell in row.values() if isinstance(cell, str))
    return any(cell in TOTALS for cell in said)


def header_of(numbered: Iterable[tuple[int, list]]) -> tuple[int, list[str]]:
    """Takes rows up to the one that names the columns."""
    for number, cells in numbered:
        if FIRST_NEEDED in cells:
            names = ["" if cell is None else str(cell) for cell in cells[:MOST_COLUMNS]]
            header = [NAMES.get(name, name) for name in names]
            for name in header:
                if name and header.count(name) > 1:
                    refuse(
                        _("The column %(column)s stands there twice.") % {"column": name},
                        row=number,
                    )
            return number, header
        if number >= HEADER_WITHIN:
            break
    refuse(_("No header row was found: it holds the column %(column)s.") % {"column": FIRST_NEEDED})


def plain(value):
    """Texts compare after NFKC and trimming; a lone dash is an empty cell."""
    if not isinstance(value, str):
        return value
    text = normalize("NFKC", value).strip()
    return "" if text in EMPTY_SIGNS else text
