"""What a reader of values does not see in the sheet of a workbook: merged cells, whose value stands
only in the first; rows hidden from the eye; formulas whose result was never computed."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

from django.utils.translation import gettext as _

from shop.ledger.reports.faults import Fault, ReportRefused
from shop.sheets import UNREADABLE, Damaged

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Most sheets have none of it, and to look into each cell takes as long as to read it.
TRACES = re.compile(rb"mergeCell|hidden=|<(?:\w+:)?f[ />]")
PIECE = 1024 * 1024
LONGEST_TRACE = 20
RANGE = re.compile(r"[A-Z]+(\d+):[A-Z]+(\d+)")


@dataclass
class Unseen:
    """Ranges of merged cells as first row, last row and name; numbers of hidden rows."""

    merged: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


def unseen_in(content: bytes, sheet, *, below: int) -> Unseen:
    """From the header row on. Raises ReportRefused for formulas without a result."""
    path = sheet._worksheet_path.lstrip("/")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not has_traces(archive, path):
                return Unseen()
            with archive.open(path) as xml:
                return looked_for(xml, below)
    except UNREADABLE:
        raise Damaged from None


def has_traces(archive: zipfile.ZipFile, path: str) -> bool:
    end_of_last = b""
    with archive.open(path) as xml:
        while piece := xml.read(PIECE):
            if TRACES.search(end_of_last + piece):
                return True
            end_of_last = piece[-LONGEST_TRACE:]
    return False


def looked_for(xml, below: int) -> Unseen:
    unseen, faults, rows = Unseen(), [], None
    for event, element in iterparse(xml, events=("start", "end")):
        if event == "start":
            if element.tag == f"{MAIN}sheetData":
                rows = element
            continue
        if element.tag == f"{MAIN}mergeCell":
            found = RANGE.fullmatch(element.get("ref", ""))
            if found and int(found[2]) >= below:
                unseen.merged.append((int(found[1]), int(found[2]), found[0]))
        elif element.tag == f"{MAIN}c" and is_formula_without_result(element):
            fault = without_result(element.get("r", ""))
            faults += [fault] if fault.row >= below else []
        elif element.tag == f"{MAIN}row":
            if element.get("hidden") in ("1", "true"):
                unseen.hidden.add(int(element.get("r", 0)))
            # What was looked into is let go, or the tree would hold the whole sheet.
            rows.clear()
    if faults:
        raise ReportRefused(faults)
    return unseen


def is_formula_without_result(cell: Element) -> bool:
    return cell.find(f"{MAIN}f") is not None and not cell.findtext(f"{MAIN}v")


def without_result(reference: str) -> Fault:
    return Fault(
        _("%(cell)s is a formula without a result: paste it as a value.") % {"cell": reference},
        row=int(re.sub(r"\D", "", reference) or 0),
    )
