"""What is wrong with a report, said so that who handed it in can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Fault:
    """Where it stands, and what is wrong there and what to do. A fault of the whole file has
    neither row nor column; `row` counts as the sheet does, from 1. Where a word was not
    understood, what it said, the column of the ledger it is read for, and what it may mean."""

    message: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None
    said: str = ""
    means: str = ""
    proposals: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": str(self.message),
        }


class ReportRefused(Exception):
    """The report cannot be taken; nothing of it was stored. `rows` is how many lines were read."""

    def __init__(self, faults: Iterable[Fault], *, rows: int = 0):
        self.faults = list(faults)
        self.rows = rows
        super().__init__("; ".join(str(fault.message) for fault in self.faults[:3]))


def refuse(message: str, *, row: int | None = None, column: str | None = None) -> NoReturn:
    raise ReportRefused([Fault(message, row=row, column=column)])
