"""From a file to rows of cells: XLSX, or CSV in UTF-8 or GB 18030. Rows are given out one by one,
since a report may have a hundred thousand."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from unicodedata import normalize

from django.utils.translation import gettext as _

from shop.ledger.reports.columns import NAMES
from shop.ledger.reports.faults import Fault, ReportRefused, refuse
from shop.ledger.reports.unseen import Unseen, unseen_in
from shop.sheets import Damaged, TooLarge, opened, values_of

LEDGER_SHEET = "销售台账"
LARGEST_FILE = 40 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 150_000
MOST_COLUMNS = 100
HEADER_WITHIN = 30
EMPTY_SIGNS = ("-", "—", "——", "–")
TOTALS = ("合计", "总计")
SUBTOTALS = ("小计", "本页小计", "本页合计", "累计")

Numbered = Iterator[tuple[int, list]]


@dataclass
class Table:
    """A report as a grid: where its header stands, and the rows below it that are not empty. A row
    of totals at the end is kept apart; it is known when the rows have been read."""

    sheet: str | None
    header: list[str]
    below: Numbered
    unseen: Unseen = field(default_factory=Unseen)
    rows_read: int = 0
    total: tuple[int, dict] | None = None
    faults: list[Fault] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, dict]]:
        for number, cells in self.below:
            # A line of a CSV may end before its last columns.
            row = {
                name: plain(cell)
                for name, cell in zip_longest(self.header, cells[: len(self.header)])
                if name
            }
            if all(cell in (None, "") for cell in row.values()):
                continue
            if self.total:
                self.fault(self.total[0], _("A row of totals stands only at the end: delete it."))
                self.total = None
            if self.rows_read == MOST_ROWS:
                refuse(
                    _("The report has more than %(most)s rows: hand it in in parts.")
                    % {"most": MOST_ROWS}
                )
            if number in self.unseen.hidden:
                self.fault(number, _("The row is hidden: show it or delete it."))
            word = total_said(row)
            if word in SUBTOTALS:
                self.fault(number, _("A row of totals stands only at the end: delete it."))
            elif word:
                self.total = number, row
            else:
                self.rows_read += 1
                yield number, row
        refuse_merged(self.unseen, total_row=self.total[0] if self.total else None)

    def fault(self, row: int, message: str) -> None:
        self.faults.append(Fault(message, row=row))


def refuse_merged(unseen: Unseen, *, total_row: int | None) -> None:
    """What is merged along the total row hides nothing that is stored."""
    hiding = [
        Fault(
            _("The cells %(cells)s are merged: unmerge them and fill in each.")
            % {"cells": reference},
            row=first,
        )
        for first, last, reference in unseen.merged
        if not first == last == total_row
    ]
    if hiding:
        raise ReportRefused(hiding)


def read(content: bytes, *, known_by: Sequence[str]) -> Table:
    """The table in a file; its header is known by one of the columns, below rows of title. Raises
    ReportRefused for a file that is none, or none we dare open."""
    if len(content) > LARGEST_FILE:
        refuse(
            _("The file is larger than %(most)s MB: hand it in in parts.")
            % {"most": LARGEST_FILE // 1024 // 1024}
        )
    if content[:4] == b"PK\x03\x04":
        return from_xlsx(content, known_by)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        refuse(_("This is an old .xls workbook: save it as .xlsx and hand that in."))
    lines = from_csv(content)
    _row, header = header_of(lines, known_by)
    return Table(None, header, lines)


def from_csv(content: bytes) -> Numbered:
    if b"\0" in content:
        refuse(_("The file is neither XLSX nor CSV."))
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding_of(content), newline="")
    reader = csv.reader(text, strict=True)
    try:
        yield from enumerate(reader, 1)
    except csv.Error as error:
        refuse(
            _("Line %(line)s is not CSV (%(error)s): is a quotation mark left open?")
            % {"line": reader.line_num, "error": error}
        )


def encoding_of(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    refuse(_("The text is neither UTF-8 nor GB 18030: save the CSV as UTF-8."))


def from_xlsx(content: bytes, known_by: Sequence[str]) -> Table:
    try:
        book = opened(content, most_unpacked=LARGEST_UNPACKED)
        named = LEDGER_SHEET in book.sheetnames
        sheet = book[LEDGER_SHEET] if named else book.worksheets[0]
        if not named:
            refuse_second_sheet(book.worksheets, known_by)
        lines = lines_of(sheet)
        header_row, header = header_of(lines, known_by)
        unseen = unseen_in(content, sheet, below=header_row)
    except TooLarge:
        refuse(_("Unpacked, the workbook is too large: hand it in in parts."))
    except (Damaged, IndexError):
        refuse_damaged()
    return Table(sheet.title, header, lines, unseen)


def refuse_second_sheet(sheets: list, known_by: Sequence[str]) -> None:
    """Sales of a sheet nobody reads would be missing, and nobody would know."""
    with_sales = [sheet.title for sheet in sheets if has_header(sheet, known_by)]
    if len(with_sales) > 1:
        refuse(
            _("The sheets %(sheets)s all hold sales: call the one to be read %(name)s.")
            % {"sheets": "、".join(with_sales), "name": LEDGER_SHEET}
        )


def has_header(sheet, known_by: Sequence[str]) -> bool:
    rows = values_of(sheet, most_rows=HEADER_WITHIN, most_columns=MOST_COLUMNS)
    return any(is_header([plain(cell) for cell in row], known_by) for row in rows)


def is_header(names: list, known_by: Sequence[str]) -> bool:
    return any(name in names for name in known_by)


def lines_of(sheet) -> Numbered:
    rows = values_of(sheet, most_rows=MOST_ROWS + HEADER_WITHIN + 2, most_columns=MOST_COLUMNS)
    try:
        yield from enumerate(rows, 1)
    except Damaged:
        refuse_damaged()


def refuse_damaged():
    refuse(_("The workbook is damaged, or is none: open it, save it as .xlsx and try again."))


def header_of(lines: Numbered, known_by: Sequence[str]) -> tuple[int, list[str]]:
    """Takes rows up to the one that names the columns."""
    for number, cells in lines:
        names = [plain(cell) for cell in cells[:MOST_COLUMNS]]
        if is_header(names, known_by):
            header = ["" if name is None else str(name) for name in names]
            header = [NAMES.get(name, name) for name in header]
            for name in header:
                if name and header.count(name) > 1:
                    refuse(
                        _("The column %(column)s stands there twice.") % {"column": name},
                        row=number,
                    )
            return number, header
        if number >= HEADER_WITHIN:
            break
    refuse(_("No header row was found: it holds the column %(column)s.") % {"column": known_by[0]})


def total_said(row: dict) -> str:
    """The word by which a row is known as one of totals."""
    said = (cell for cell in row.values() if isinstance(cell, str) and "计" in cell)
    words = (re.sub(r"[\s:]", "", cell) for cell in said)
    return next((word for word in words if word in TOTALS + SUBTOTALS), "")


def plain(value):
    """Texts compare after NFKC and trimming; a lone dash is an empty cell."""
    if not isinstance(value, str):
        return value
    text = (value if value.isascii() else normalize("NFKC", value)).strip()
    return "" if text in EMPTY_SIGNS else text
