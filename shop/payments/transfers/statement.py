"""A bank's statement, XLSX or CSV: what came in, line by line. Each bank calls its columns by names
of its own; what went out is passed over."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from shop.ledger.reports.cells import Wrong, day_of, fen_of, text_of
from shop.ledger.reports.faults import Fault, ReportRefused
from shop.ledger.reports.reading import Table, read

CAME_IN = ("贷方发生额", "贷方金额", "收入金额", "收入", "贷方", "入账金额", "Credit")
BOOKED_ON = ("交易日期", "交易时间", "记账日期", "入账日期", "日期", "Date")
NUMBER = ("交易流水号", "流水号", "核心流水号", "交易号", "Serial number")
PAYER = ("对方户名", "对方名称", "付款人名称", "付款方户名", "Payer")
ACCOUNT = ("对方账号", "对方帐号", "付款人账号", "付款方账号", "Account")
TEXTS = ("附言", "用途", "摘要", "备注", "Reference")
# 20261125, as some banks write days.
CLOSE = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, kw_only=True)
class Came:
    """Money that came in: fen above zero, who sent it, and what the sender wrote. `number` is the
    bank's own, where it gives one."""

    booked_on: date
    amount_fen: int
    payer: str
    account: str
    text: str
    number: str

    def key(self, nth: int = 1) -> str:
        """What it is known by. Without a number of the bank, the first, second … of lines that say
        the same."""
        said = f"{self.booked_on:%Y%m%d}:{self.amount_fen}"
        if self.number:
            return f"{said}:{self.number}"
        told = "\n".join((self.payer, self.account, self.text, str(nth)))
        return f"{said}:{sha256(told.encode()).hexdigest()[:32]}"


def lines_of(content: bytes) -> list[tuple[str, Came]]:
    """Each line that came in, with its key. Raises ReportRefused with all that is wrong, by row
    and column."""
    table = read(content, known_by=CAME_IN)
    columns = columns_of(table)
    came, faults, alike = [], [], Counter()
    for row, cells in table.rows():
        if text_of(cells[columns["came_in"]]) in ("", "0", "0.00"):
            continue
        try:
            line = line_of(cells, columns)
        except CellRefused as refused:
            faults.append(Fault(str(refused), row=row, column=refused.column))
        else:
            alike[line] += 1
            came.append((line.key(alike[line]), line))
    if faults := table.faults + faults:
        raise ReportRefused(faults)
    return came


def columns_of(table: Table) -> dict[str, str | None]:
    """What this bank calls each column; None where it has none."""
    known = {
        "came_in": CAME_IN,
        "booked_on": BOOKED_ON,
        "number": NUMBER,
        "payer": PAYER,
        "account": ACCOUNT,
    }
    columns = {
        what: next((name for name in names if name in table.header), None)
        for what, names in known.items()
    }
    if columns["booked_on"] is None:
        raise ReportRefused(
            [Fault(_("The column %(column)s is missing.") % {"column": BOOKED_ON[0]})]
        )
    return columns


class CellRefused(Exception):
    def __init__(self, wrong: Wrong, column: str):
        super().__init__(str(wrong))
        self.column = column


def line_of(cells: dict, columns: dict[str, str | None]) -> Came:
    texts = (text_of(cells[name]) for name in TEXTS if name in cells)

    def said(what: str, longest: int) -> str:
        return text_of(cells.get(columns[what]))[:longest]

    return Came(
        booked_on=cell(cells, columns["booked_on"], day),
        amount_fen=cell(cells, columns["came_in"], fen_of),
        payer=said("payer", 100),
        account=said("account", 40),
        text=" ".join(dict.fromkeys(filter(None, texts)))[:300],
        number=said("number", 60),
    )


def cell(cells: dict, column: str, how):
    try:
        return how(cells[column])
    except Wrong as wrong:
        raise CellRefused(wrong, column) from wrong


def day(value) -> date:
    if found := CLOSE.fullmatch(text_of(value)):
        value = "-".join(found.groups())
    return day_of(value)
