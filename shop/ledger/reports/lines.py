"""What one row of a report says, or everything that is wrong with it."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shop.buyers.models import BUYER_KIND_ZH
from shop.catalogue.models import Category
from shop.ledger.reports import columns as c
from shop.ledger.reports.cells import (
    BOXES,
    Wrong,
    as_kept,
    day_of,
    fen_of,
    fen_or_nothing,
    grams_of,
    grams_of_boxes,
    one_of,
    packs_of,
    refuse_formula,
    shown,
    text,
    text_of,
    text_or_nothing,
)
from shop.ledger.reports.faults import Fault
from shop.ledger.reports.places import Place, PlaceReader
from shop.ledger.reports.profiles import Wording
from shop.money import yuan

ONLINE = {"线上": True, "线下": False}
NUMBERS = {c.WEIGHT, c.AMOUNT, c.REFUND, c.NET, c.PACKS}
DAYS = {c.SOLD_ON, c.REFUNDED_ON}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row that can be taken. Fen, grams; places are codes of the day."""

    row: int
    order_no: str
    sold_on: date
    origin: Place
    county_today: str
    product: str
    category_id: str
    pack: str
    packs: int
    weight_g: int
    amount_fen: int
    refund_fen: int
    refunded_on: date
    destination: Place
    buyer_region: Place
    buyer_kind: str
    buyer_unit: str
    online: bool
    supplier: str
    recognition: str
    values: dict

    def key(self, channel: str) -> str:
        """What a line is known by, in any file."""
        return digest(channel, self.order_no, self.origin.code, self.product, self.pack)

    def parcel_key(self, channel: str) -> str:
        """One order number of one county is one parcel."""
        return digest(channel, self.order_no, self.origin.code)


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Reader:
    """Reads the rows of one report. Regions and categories are read at once, beforehand."""

    def __init__(self, *, channel: str, wording: Wording, days: tuple[date, date] | None = None):
        self.channel = channel
        self.wording = wording
        self.days = days
        self.places = PlaceReader()
        self.numbered = Counter()
        self.no_texts = {wording.name(column) for column in NUMBERS | DAYS}
        self.categories = {}
        for category in Category.objects.all():
            for name in (category.code, category.name_zh):
                self.categories[text_of(name)] = category.code

    def line(self, row: int, said: dict) -> tuple[Line | None, list[Fault]]:
        """The line, or None and every fault of the row."""
        cells, faults = self.wording.cells(said), []

        def read(column: str, how: Callable, *arguments):
            try:
                return how(cells.get(column), *arguments)
            except Wrong as wrong:
                faults.append(self.fault(wrong, row, column, cells))
                return None

        for column, value in said.items():
            if isinstance(value, str) and column not in self.no_texts:
                read(column, refuse_formula)
        sold_on = read(c.SOLD_ON, self.day)
        fields = {
            "sold_on": sold_on,
            "product": read(c.PRODUCT, text, 60),
            "category_id": read(c.CATEGORY, self.category),
            "pack": read(c.PACK, text_or_nothing, 60),
            "packs": read(c.PACKS, packs_of),
            "weight_g": read(c.WEIGHT, self.weight, cells),
            "supplier": read(c.SUPPLIER, text_or_nothing, 80),
            "buyer_unit": read(c.BUYER_UNIT, text_or_nothing, 80),
            "recognition": read(c.RECOGNITION, text_or_nothing, 40),
            "buyer_kind": read(c.BUYER_KIND, one_of, BUYER_KIND_ZH),
            "online": read(c.ONLINE, one_of, ONLINE),
            "refunded_on": read(c.REFUNDED_ON, self.refund_day, sold_on),
        }
        fields |= self.money(read)
        fields |= self.whereabouts(read, cells, sold_on.year if sold_on else None)
        fields["order_no"] = read(c.ORDER_NO, self.order_no, fields)
        if faults:
            return None, faults
        return Line(
            row=row,
            county_today=self.places.today_code(fields["origin"].code),
            values=self.kept(said, fields),
            **fields,
        ), []

    def money(self, read: Callable) -> dict:
        amount_fen = read(c.AMOUNT, fen_of, self.wording.unit(c.AMOUNT) or "元")
        refund_fen = read(c.REFUND, fen_or_nothing, self.wording.unit(c.REFUND) or "元")
        if amount_fen is not None and refund_fen is not None:
            read(c.REFUND, refund_within, refund_fen, amount_fen)
            read(c.NET, same_net, amount_fen - refund_fen, self.wording.unit(c.NET) or "元")
        read(c.CHANNEL, self.same_channel)
        return {"amount_fen": amount_fen, "refund_fen": refund_fen}

    def whereabouts(self, read: Callable, cells: dict, year: int | None) -> dict:
        """Without a day places are still read, as those of today, so that a code that never was is
        named beside the day that is wrong."""
        places = self.places
        column, said = place_said(cells, c.COUNTY_CODE, c.COUNTY, c.COUNTY_PROVINCE)
        origin = read(column, lambda _value: places.origin(*said, year))
        read_by_code = said[0]
        if origin and year and read_by_code:
            read(c.COUNTY, self.same_name, origin, year)
        column, said = place_said(cells, c.TO_CITY_CODE, c.TO_CITY, c.TO_PROVINCE)
        destination = read(column, lambda _value: places.destination(*said, year))
        buyer_region = read(c.BUYER_REGION, self.buyer_region, year, destination)
        return {"origin": origin, "destination": destination, "buyer_region": buyer_region}

    def fault(self, wrong: Wrong, row: int, column: str, cells: dict) -> Fault:
        """Named as the file names its columns."""
        return Fault(
            str(wrong),
            row=row,
            column=self.wording.name(column),
            said=text_of(cells.get(column))[:60] if wrong.proposals else "",
            means=column if wrong.proposals else "",
            proposals=wrong.proposals,
        )

    def kept(self, said: dict, fields: dict) -> dict:
        """All the row said; where the source says it otherwise, also as the ledger does."""
        kept = {column: as_kept(value) for column, value in said.items()}
        if self.wording.says_it_otherwise:
            kept |= {
                c.ORDER_NO: fields["order_no"],
                c.WEIGHT: str(fields["weight_g"]),
                c.AMOUNT: yuan(fields["amount_fen"]),
                c.REFUND: yuan(fields["refund_fen"]),
            }
        return kept

    def order_no(self, value, fields: dict) -> str:
        """A source without order numbers gets one from what the row says and how often."""
        if not self.wording.numbers_rows:
            return text(value, 60)
        known_by = [fields[name] for name in ("sold_on", "origin", "product", "destination")]
        if None in known_by:
            return ""
        about = digest(*map(str, known_by), str(fields["pack"]), str(fields["buyer_unit"]))[:12]
        self.numbered[about] += 1
        return f"{fields['sold_on']:%Y%m%d}-{about}-{self.numbered[about]}"

    def weight(self, value, cells: dict) -> int:
        unit = self.wording.unit(c.WEIGHT) or "克"
        if unit == BOXES:
            box_g = grams_of(cells.get(c.BOX), self.wording.unit(c.BOX) or "克")
            return grams_of_boxes(value, box_g)
        return grams_of(value, unit)

    def day(self, value) -> date:
        day = day_of(value, self.wording.unit(c.SOLD_ON))
        if self.days and not self.days[0] <= day <= self.days[1]:
            raise Wrong(
                _("%(day)s lies outside the report's days, %(first)s to %(last)s.")
                % {"day": day, "first": self.days[0], "last": self.days[1]}
            )
        return day

    def refund_day(self, value, sold_on: date | None) -> date | None:
        if text_of(value) == "":
            return sold_on
        day = day_of(value, self.wording.unit(c.REFUNDED_ON))
        if sold_on and day < sold_on:
            raise Wrong(_("The refund is before the sale."))
        return day

    def category(self, value) -> str:
        said = text_of(value)
        code = self.categories.get(said)
        if not code:
            raise Wrong(
                _("%(value)s is no category: write a code or name such as FRU or 鲜果.")
                % {"value": shown(value)},
                proposals=tuple((name, name) for name in self.categories if not name.isascii())
                if said
                else (),
            )
        return code

    def same_channel(self, value) -> None:
        if text_of(value) not in ("", self.channel):
            raise Wrong(
                _("The row says %(value)s, the report is for %(channel)s.")
                % {"value": shown(value), "channel": self.channel}
            )

    def buyer_region(self, value, year: int | None, destination: Place | None) -> Place | None:
        said = text_of(value)
        return self.places.anywhere(said, year) if said else destination

    def same_name(self, value, origin: Place, year: int) -> None:
        said = text_of(value)
        if self.wording.meanings.get((c.COUNTY, said)) != origin.code:
            self.places.refuse_other_name(said, origin.code, year)


def place_said(cells: dict, *columns: str) -> tuple[str, tuple[str, str, str]]:
    """The code, the name and the province of a place, and the column it is read from: its code's,
    or its name's where that alone is filled in or in the table. Where neither is, the empty cell
    to fill in."""
    code, name, province = (text_of(cells.get(column)) for column in columns)
    by_code, by_name, _province = columns
    reads_name = by_name in cells and not code and (name or by_code not in cells)
    return by_name if reads_name else by_code, (code, name if reads_name else "", province)


def refund_within(value, refund_fen: int, amount_fen: int) -> None:
    if refund_fen > amount_fen:
        raise Wrong(_("The refund is more than the sale."))


def same_net(value, net_fen: int, unit: str) -> None:
    if text_of(value) != "" and fen_of(value, unit) != net_fen:
        raise Wrong(
            _("Sale less refund is %(net)s, the row says %(value)s.")
            % {"net": yuan(net_fen), "value": shown(value)}
        )
