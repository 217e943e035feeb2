"""What one row of a report says, or everything that is wrong with it."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from producers.regions.codes import MUNICIPALITIES
from producers.regions.models import Region
from producers.regions.resolving import Places, in_year
from shop.buyers.models import BUYER_KIND_ZH
from shop.catalogue.models import Category
from shop.ledger.reports import columns as c
from shop.ledger.reports.faults import Fault

FORMULA_SIGNS = ("=", "+", "-", "@")
MOST_FEN = 10**13
MOST_G = 10**12
MOST_PACKS = 10**7
ONLINE = {"线上": True, "线下": False}
DAY = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?(?: 00:00:00)?")


class Wrong(Exception):
    """One cell cannot be taken: what is wrong with it and what to do."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row that can be taken. Fen, grams; places are codes of the day."""

    row: int
    order_no: str
    sold_on: date
    origin: Region
    county_today: str
    product: str
    category_id: str
    pack: str
    packs: int
    weight_g: int
    amount_fen: int
    refund_fen: int
    refunded_on: date
    destination: Region
    buyer_region: Region
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

    def __init__(self, *, channel: str):
        self.channel = channel
        self.places = Places()
        self.divided = {region.parent_id for region in self.places.regions.values()}
        self.today = timezone.localdate()
        self.categories = {}
        for category in Category.objects.all():
            for name in (category.code, category.name_zh):
                self.categories[text_of(name)] = category.code

    def line(self, row: int, cells: dict) -> tuple[Line | None, list[Fault]]:
        """The line, or None and every fault of the row."""
        faults = []

        def read(column: str, how: Callable, *arguments):
            try:
                return how(cells.get(column), *arguments)
            except Wrong as wrong:
                faults.append(Fault(str(wrong), row=row, column=column))
                return None

        for column in cells:
            if column not in NUMBERS and column not in DAYS:
                read(column, refuse_formula)
        sold_on = read(c.SOLD_ON, self.day)
        amount_fen = read(c.AMOUNT, fen_of)
        refund_fen = read(c.REFUND, fen_or_nothing)
        said = {
            "order_no": read(c.ORDER_NO, text, 60),
            "product": read(c.PRODUCT, text, 60),
            "category_id": read(c.CATEGORY, self.category),
            "pack": read(c.PACK, text_or_nothing, 60),
            "packs": read(c.PACKS, packs_of),
            "weight_g": read(c.WEIGHT, grams_of),
            "supplier": read(c.SUPPLIER, text_or_nothing, 80),
            "buyer_unit": read(c.BUYER_UNIT, text_or_nothing, 80),
            "recognition": read(c.RECOGNITION, text_or_nothing, 40),
            "buyer_kind": read(c.BUYER_KIND, one_of, BUYER_KIND_ZH),
            "online": read(c.ONLINE, one_of, ONLINE),
            "refunded_on": read(c.REFUNDED_ON, self.day_or, sold_on),
        }
        # Without a day places are still read, as those of today, so that a code that never was
        # is named beside the day that is wrong.
        origin = read(said_in(cells, c.COUNTY_CODE, c.COUNTY), self.origin, cells, sold_on)
        if origin and sold_on:
            read(c.COUNTY, self.same_name, origin, sold_on)
        city_column = said_in(cells, c.TO_CITY_CODE, c.TO_CITY)
        destination = read(city_column, self.destination, cells, sold_on)
        said["buyer_region"] = read(c.BUYER_REGION, self.buyer_region, sold_on, destination)
        read(c.CHANNEL, self.same_channel)
        if amount_fen is not None and refund_fen is not None:
            read(c.REFUND, refund_within, refund_fen, amount_fen)
            read(c.NET, same_net, amount_fen - refund_fen)
        if sold_on and said["refunded_on"] and said["refunded_on"] < sold_on:
            faults.append(Fault(_("The refund is before the sale."), row=row, column=c.REFUNDED_ON))
        if faults:
            return None, faults
        line = Line(
            row=row,
            sold_on=sold_on,
            amount_fen=amount_fen,
            refund_fen=refund_fen,
            origin=origin,
            county_today=self.places.today_code(origin.code),
            destination=destination,
            values={column: as_kept(value) for column, value in cells.items()},
            **said,
        )
        return line, []

    def day(self, value) -> date:
        if isinstance(value, datetime):
            found = value.date()
        else:
            match = DAY.fullmatch(text_of(value))
            if not match:
                raise Wrong(_("%(value)s is no date: write 2022-07-09.") % {"value": shown(value)})
            try:
                found = date(*map(int, match.groups()))
            except ValueError:
                raise Wrong(
                    _("%(value)s is no day of the calendar.") % {"value": shown(value)}
                ) from None
        if found > self.today:
            raise Wrong(_("%(value)s is in the future.") % {"value": found.isoformat()})
        if found.year < 2000:
            raise Wrong(_("%(value)s is before 2000.") % {"value": found.isoformat()})
        return found

    def day_or(self, value, otherwise: date | None) -> date | None:
        return otherwise if text_of(value) == "" else self.day(value)

    def category(self, value) -> str:
        code = self.categories.get(text_of(value))
        if not code:
            raise Wrong(
                _("%(value)s is no category: write a code or name such as FRU or 鲜果.")
                % {"value": shown(value)}
            )
        return code

    def same_channel(self, value) -> None:
        if text_of(value) not in ("", self.channel):
            raise Wrong(
                _("The row says %(value)s, the report is for %(channel)s.")
                % {"value": shown(value), "channel": self.channel}
            )

    def origin(self, value, cells: dict, on: date | None) -> Region:
        if given(cells, c.COUNTY_CODE):
            region = self.coded(value, on)
        else:
            region = self.named(value, on, within=text_of(cells.get(c.COUNTY_PROVINCE)))
        # Some prefectures have no counties below them.
        if region.level != Region.Level.COUNTY and region.code in self.divided:
            raise Wrong(_("%(place)s is no county.") % {"place": region.name_zh})
        return region

    def destination(self, value, cells: dict, on: date | None) -> Region:
        if given(cells, c.TO_CITY_CODE):
            region = self.coded(value, on)
        else:
            region = self.named(value, on, within=text_of(cells.get(c.TO_PROVINCE)))
        if region.level == Region.Level.PROVINCE and region.code[:2] not in MUNICIPALITIES:
            raise Wrong(
                _("%(place)s is a province: name the city the goods went to.")
                % {"place": region.name_zh}
            )
        return region

    def buyer_region(self, value, on: date | None, destination: Region | None) -> Region | None:
        return destination if text_of(value) == "" else self.coded(value, on)

    def same_name(self, value, region: Region, on: date) -> None:
        """Any it had in that year, or has today."""
        names = {span.name_zh for span in self.places.spans[region.code] if in_year(span, on.year)}
        if text_of(value) not in {"", region.name_zh, region.short_zh, *names}:
            raise Wrong(
                _("%(code)s is %(place)s, the row says %(name)s.")
                % {"code": region.code, "place": region.name_zh, "name": shown(value)}
            )

    def coded(self, value, on: date | None) -> Region:
        code = text_of(value)
        if not re.fullmatch(r"\d{6}", code):
            raise Wrong(
                _("%(value)s is no code of six digits: format the column as text.")
                % {"value": shown(value)}
            )
        region = self.places.in_force_on(code, on) if on else self.places.regions.get(code)
        if not region:
            raise Wrong(
                _("No place had the code %(code)s in %(year)s.") % {"code": code, "year": on.year}
                if on
                else unknown_today(code)
            )
        return region

    def named(self, value, on: date | None, *, within: str) -> Region:
        name = text(value, 60)
        lies_in = None
        if within:
            provinces = self.places.find(within, level=Region.Level.PROVINCE, on=on)
            if len(provinces) != 1:
                raise Wrong(_("%(name)s is no province.") % {"name": within})
            lies_in = provinces[0].code
        found = self.places.find(name, within=lies_in, on=on)
        if not found:
            raise Wrong(
                _("No place was called %(name)s in %(year)s: write its code.")
                % {"name": name, "year": on.year}
                if on
                else unknown_today(name)
            )
        if len(found) > 1:
            raise Wrong(
                _("%(name)s may be %(codes)s: write the code.")
                % {"name": name, "codes": "、".join(region.code for region in found)}
            )
        return self.places.in_force_on(found[0].code, on) if on else found[0]


NUMBERS = {c.WEIGHT, c.AMOUNT, c.REFUND, c.NET, c.PACKS}
DAYS = {c.SOLD_ON, c.REFUNDED_ON}


def given(cells: dict, column: str) -> bool:
    return text_of(cells.get(column)) != ""


def said_in(cells: dict, code: str, name: str) -> str:
    """The column a place is read from: its code's, or its name's where that alone is filled in or
    in the table. Where neither is, the empty cell to fill in."""
    if given(cells, code) or name not in cells:
        return code
    return name if given(cells, name) or code not in cells else code


def unknown_today(said: str) -> str:
    return _("No place is called %(name)s today. Write its name or six-digit code.") % {
        "name": said
    }


def text_of(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def shown(value) -> str:
    return text_of(value)[:40] or _("An empty cell")


def refuse_formula(value) -> None:
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        raise Wrong(
            _("A text must not start with %(sign)s: a table program takes it for a formula.")
            % {"sign": value[0]}
        )


def text_or_nothing(value, longest: int) -> str:
    said = text_of(value)
    if len(said) > longest:
        raise Wrong(_("At most %(longest)s characters.") % {"longest": longest})
    if ILLEGAL_CHARACTERS_RE.search(said):
        raise Wrong(_("The cell holds a character that is no text."))
    return said


def text(value, longest: int) -> str:
    said = text_or_nothing(value, longest)
    if not said:
        raise Wrong(_("The cell is empty: fill it in."))
    return said


def one_of(value, choices: dict):
    if text_of(value) not in choices:
        raise Wrong(
            _("%(value)s is not one of %(choices)s.")
            % {"value": shown(value), "choices": "、".join(choices)}
        )
    return choices[text_of(value)]


def number_of(value) -> Decimal:
    """A cell's number; of a float what the table program shows, which has 15 digits."""
    said = f"{value:.15g}" if isinstance(value, float) else text_of(value)
    if not re.fullmatch(r"\d{1,15}(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?", said):
        raise Wrong(_("%(value)s is no number above zero.") % {"value": shown(value)})
    return Decimal(said.replace(",", ""))


def fen_of(value) -> int:
    fen = number_of(value) * 100
    if fen != int(fen):
        raise Wrong(_("%(value)s has more than two decimals.") % {"value": shown(value)})
    if fen > MOST_FEN:
        raise Wrong(_("%(value)s is too large an amount.") % {"value": shown(value)})
    return int(fen)


def fen_or_nothing(value) -> int:
    return 0 if text_of(value) == "" else fen_of(value)


def refund_within(value, refund_fen: int, amount_fen: int) -> None:
    if refund_fen > amount_fen:
        raise Wrong(_("The refund is more than the sale."))


def same_net(value, net_fen: int) -> None:
    if text_of(value) != "" and fen_of(value) != net_fen:
        raise Wrong(
            _("Sale less refund is %(net)s, the row says %(value)s.")
            % {"net": f"{net_fen // 100}.{net_fen % 100:02}", "value": shown(value)}
        )


def grams_of(value) -> int:
    grams = number_of(value)
    if grams != int(grams):
        raise Wrong(_("%(value)s is no whole number of grams.") % {"value": shown(value)})
    if not 0 < grams <= MOST_G:
        raise Wrong(_("The weight is above 0 grams and at most a million tonnes."))
    return int(grams)


def packs_of(value) -> int:
    if text_of(value) == "":
        return 0
    packs = number_of(value)
    if packs != int(packs) or packs > MOST_PACKS:
        raise Wrong(_("%(value)s is no whole number of packs.") % {"value": shown(value)})
    return int(packs)


def as_kept(value) -> str:
    return value.isoformat() if isinstance(value, date) else text_of(value)
