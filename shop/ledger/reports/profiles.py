"""How a source writes its reports: what it calls the columns of the sales ledger, in which units
and days, and what its words mean. A source that has no profile names the columns as the ledger
does."""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from django.utils.translation import gettext as _

from producers.regions.models import Region
from shop.channels.models import Channel
from shop.ledger.reports import columns as c
from shop.ledger.reports.cells import GRAMS, YUAN, text_of
from shop.ledger.reports.faults import Fault, ReportRefused
from shop.ledger.reports.models import Meaning, Profile

# Written so, an order number is made from the row: the source gives none.
NUMBERED_HERE = "自动"
# A column whose word was explained is read from this one.
CODE_OF = {
    c.COUNTY: c.COUNTY_CODE,
    c.TO_CITY: c.TO_CITY_CODE,
    c.COUNTY_CODE: c.COUNTY_CODE,
    c.TO_CITY_CODE: c.TO_CITY_CODE,
}
MEASURED = {c.WEIGHT: GRAMS, c.BOX: GRAMS, c.AMOUNT: YUAN, c.REFUND: YUAN, c.NET: YUAN}
IN_BRACKETS = re.compile(r"(.+)\((.+)\)")


@dataclass(frozen=True)
class Wording:
    """What a source calls each column (empty: as the ledger does), how it writes it, what always
    holds, and what its words mean."""

    called: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    meanings: dict[tuple[str, str], str] = field(default_factory=dict)

    def known_by(self) -> str:
        """The column by which the header is known among the title rows above it."""
        return self.name(c.ORDER_NO if c.ORDER_NO not in self.written else c.SOLD_ON)

    def name(self, column: str) -> str:
        """What the file calls a column of the ledger."""
        return self.called.get(column, column)

    def unit(self, column: str) -> str:
        return self.written.get(column, "")

    @property
    def says_it_otherwise(self) -> bool:
        return bool(self.called or self.written)

    @property
    def numbers_rows(self) -> bool:
        return self.unit(c.ORDER_NO) == NUMBERED_HERE

    def of_header(self, header: list[str]) -> "Wording":
        """With the units that names of columns give: 净重（斤）, 销售金额（万元）."""
        called, written = dict(self.called), dict(self.written)
        for column, units in MEASURED.items():
            stem = IN_BRACKETS.fullmatch(normalize("NFKC", column))[1]
            for name in header:
                found = IN_BRACKETS.fullmatch(name)
                if found and found[1] == stem and found[2] in units and self.name(column) == column:
                    called[column], written[column] = name, found[2]
        return Wording(called, written, self.values, self.meanings)

    def cells(self, row: dict) -> dict:
        """A row of the file as the ledger names its columns; what it does not know stays."""
        cells = dict(row)
        for column, name in self.called.items():
            if name in row:
                cells[column] = row[name]
        for column, value in self.values.items():
            if text_of(cells.get(column)) == "":
                cells[column] = value
        for (column, said), meant in self.meanings.items():
            if text_of(cells.get(column)) == said:
                cells[CODE_OF.get(column, column)] = meant
        return cells

    def missing_from(self, header: list[str]) -> list[str]:
        """The columns nothing can be read without."""
        there = {column for column in header if column}
        there |= {column for column, name in self.called.items() if name in there}
        there |= {column for column, value in self.values.items() if value}
        if self.numbers_rows:
            there.add(c.ORDER_NO)
        missing = [column for column in c.NEEDED if column not in there]
        for column, names in c.INSTEAD_OF_CODES.items():
            named = names[-1] in self.called or all(name in there for name in names)
            if column not in there and not (named and names[-1] in there):
                missing.append(column)
        return [self.name(column) for column in missing]


def wording_of(
    profile: Profile | None, *, channel: Channel, region: Region | None = None
) -> Wording:
    """Of a profile, with what officials of the place said its words mean in this channel."""
    said = Meaning.objects.filter(channel=channel, region=region)
    meanings = {(row.column, row.said): row.meant for row in said}
    columns = list(profile.columns.all()) if profile else []
    return Wording(
        called={row.column: normalize("NFKC", row.called) for row in columns if row.called},
        written={row.column: row.written for row in columns if row.written},
        values={row.column: row.value for row in columns if row.value},
        meanings=meanings,
    )


def refuse_missing_columns(wording: Wording, header: list[str]) -> None:
    if missing := wording.missing_from(header):
        raise ReportRefused(
            Fault(_("The column %(column)s is missing.") % {"column": column}) for column in missing
        )
