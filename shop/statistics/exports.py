"""What is seen, as XLSX and CSV: yuan with two decimals, codes as text, and no cell that a table
program would take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from shop import money
from shop.ledger.models import Entry
from shop.sheets import XLSX, safe, sheet_name
from shop.statistics.cells import Cells
from shop.statistics.models import Export
from shop.statistics.sentences import sentences_of
from shop.statistics.sheet import Sheet


def exported(
    request: HttpRequest, *, file: str, tables: dict[str, list[Cells]], again: Sequence[Cells] = ()
) -> HttpResponse:
    """The tables as a file, and what `seen_again` says: a CSV holds the first table and ends with
    it, a workbook has it on the sheet of the question."""
    if file.endswith(".csv"):
        table = next(iter(tables.values()))
        rows, kind = len(table) - 1, "text/csv; charset=utf-8"
        body = as_csv([*table, *again])
    else:
        rows, kind = sum(len(table) - 1 for table in tables.values()), XLSX
        question = _("Question")
        if again:
            tables = {**tables, question: [*tables.get(question, []), *again]}
        body = as_xlsx(tables)
    return handed_out(request, body, kind=kind, file=file, rows=rows)


def seen_again(page_url: str, moment: datetime) -> list[Cells]:
    """At which moment it was taken, and where a page says the same as recorded until then."""
    return [
        [_("As recorded until"), timezone.localtime(moment).isoformat()],
        [_("To be seen again at"), f"{settings.SITE_URL}{page_url}"],
    ]


def handed_out(
    request: HttpRequest, body: bytes | BinaryIO, *, kind: str, file: str, rows: int
) -> HttpResponse | FileResponse:
    """A file, with a row that says who took it, from which address."""
    Export.objects.create(
        by=request.user, file=file, asked=request.get_full_path()[:2000], rows=rows
    )
    answer = HttpResponse if isinstance(body, bytes) else FileResponse
    response = answer(body, content_type=kind)
    # Afterwards: a FileResponse sets what it thinks itself.
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def as_csv(rows: Iterable[Cells]) -> bytes:
    """With the mark by which table programs know UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([[as_text(value) for value in row] for row in rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_text(value) -> str:
    return "" if value is None else str(safe(value))


def as_xlsx(tables: dict[str, list[Cells]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        page = book.create_sheet(sheet_name(name))
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values, 1):
                fill(page.cell(row, column), value)
        page.freeze_panes = "A2"
        for cell in page[1]:
            cell.font = Font(bold=True)
        for column in range(1, page.max_column + 1):
            page.column_dimensions[get_column_letter(column)].width = 18
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill(cell: Cell, value) -> None:
    cell.value = safe(value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"


def tables_of(sheet: Sheet) -> dict[str, list[Cells]]:
    """What the page shows, block by block, and what was asked."""
    tables = {str(block.title): block.cells() for block in sheet.blocks}
    return {**tables, _("Question"): question_of(sheet)}


def question_of(sheet: Sheet) -> list[Cells]:
    form = sheet.form
    said = [[str(form.fields[name].label), value] for name, value in form.told(as_of="").items()]
    sentences = sentences_of(sheet)
    trust = sheet.trust
    return [
        [_("Asked"), _("Said")],
        *said,
        [_("Channels that have reported"), f"{trust.reported}/{trust.expected}"],
        [_("Sold offline and not confirmed (yuan)"), money.decimal(trust.unconfirmed_fen)],
        ["中文", sentences.zh],
        ["English", sentences.en],
    ]


def rows_table(rows: Iterable[Entry]) -> list[Cells]:
    """Rows of the ledger. Of an order of our own its code is said, and nobody's name."""
    head = [
        _("Day"),
        _("Kind"),
        _("Product"),
        _("County of origin (code)"),
        _("County of origin"),
        _("Sent to (code)"),
        _("Sent to"),
        _("Channel"),
        _("Way of sale"),
        _("Buyers"),
        _("Organisation"),
        _("Pairing"),
        _("Net weight (g)"),
        _("Amount (yuan)"),
        _("Source"),
    ]
    return [
        head,
        *(
            [
                row.occurred_on.isoformat(),
                row.get_kind_display(),
                row.product_name,
                row.origin,
                row.origin_name,
                row.destination,
                row.destination_name,
                row.channel.name,
                _("Online") if row.online else _("Offline"),
                row.get_buyer_kind_display(),
                row.organisation_name,
                row.pairing.code if row.pairing else "",
                row.weight_g,
                money.decimal(row.amount_fen),
                source_of(row),
            ]
            for row in rows
        ),
    ]


def source_of(row: Entry) -> str:
    """The order that the row is from, or file, sheet and line, and who handed it in."""
    if row.order_code:
        return row.order_code
    if row.report_line:
        report = row.report_line.report
        where = ":".join(filter(None, [report.file_name, report.sheet, str(row.report_line.row)]))
        return f"{where} ({report.handed_in_by.name})" if report.handed_in_by else where
    return row.source
