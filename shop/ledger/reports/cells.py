"""What one cell of a report says: texts, numbers, money, weight, days. Nothing is guessed."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from time import strptime

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE

FORMULA_SIGNS = ("=", "+", "-", "@")
MOST_FEN = 10**13
MOST_G = 10**12
MOST_PACKS = 10**7
# Grams. 斤 is the market's half kilogram.
GRAMS = {
    "克": 1, "g": 1, "斤": 500, "市斤": 500, "公斤": 1000, "千克": 1000, "kg": 1000,
    "吨": 10**6, "t": 10**6,
}  # fmt: skip
BOXES = "箱"
YUAN = {"元": 1, "万元": 10_000}
NUMBER = re.compile(r"\d{1,15}(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?")
WITH_UNIT = re.compile(r"([\d,.]+)\s*([a-z]+|[\u4e00-\u9fff]+)", re.IGNORECASE)
DAY = re.compile(
    r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)


class Wrong(Exception):
    """One cell cannot be taken: what is wrong with it and what to do. `proposals` are what it may
    mean, as value and label, for a person to choose from."""

    def __init__(self, message: str, *, proposals: tuple = ()):
        self.proposals = proposals
        super().__init__(message)


def text_of(value) -> str:
    if type(value) is str:
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def shown(value) -> str:
    return text_of(value)[:40] or _("An empty cell")


def refuse_formula(value) -> None:
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        raise Wrong(
            _("A text must not start with %(sign)s: a table program takes it for a formula.")
            % {"sign": value[0]}
        )
    if value in ERROR_CODES:
        raise Wrong(_("%(value)s is the result of a formula that failed.") % {"value": value})


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
    if (said := text_of(value)) not in choices:
        raise Wrong(
            _("%(value)s is not one of %(choices)s.")
            % {"value": shown(value), "choices": "、".join(choices)},
            proposals=tuple((name, name) for name in choices) if said else (),
        )
    return choices[said]


def number_of(value) -> Decimal:
    """A cell's number; of a float what the table program shows, which has 15 digits."""
    said = f"{value:.15g}" if isinstance(value, float) else text_of(value)
    if not NUMBER.fullmatch(said):
        raise Wrong(_("%(value)s is no number above zero.") % {"value": shown(value)})
    return Decimal(said.replace(",", ""))


def measured(value, unit: str, units: dict[str, int]) -> Decimal:
    """A number in the smallest of the units; one written in the cell goes before the column's."""
    if isinstance(value, str) and (found := WITH_UNIT.fullmatch(value)):
        said, unit = found.groups()
        if unit.lower() not in units:
            raise Wrong(
                _("%(unit)s is no unit: write %(units)s.")
                % {"unit": unit[:20], "units": "、".join(units)}
            )
        value, unit = said, unit.lower()
    return number_of(value) * units[unit]


def fen_of(value, unit: str = "元") -> int:
    fen = measured(value, unit, YUAN) * 100
    if fen != int(fen):
        raise Wrong(_("%(value)s has more than two decimals.") % {"value": shown(value)})
    if fen > MOST_FEN:
        raise Wrong(_("%(value)s is too large an amount.") % {"value": shown(value)})
    return int(fen)


def fen_or_nothing(value, unit: str = "元") -> int:
    return 0 if text_of(value) == "" else fen_of(value, unit)


def grams_of(value, unit: str = "克") -> int:
    grams = measured(value, unit, GRAMS)
    if grams != int(grams):
        raise Wrong(_("%(value)s is no whole number of grams.") % {"value": shown(value)})
    if not 0 < grams <= MOST_G:
        raise Wrong(_("The weight is above 0 grams and at most a million tonnes."))
    return int(grams)


def grams_of_boxes(value, box_g: int) -> int:
    grams = number_of(text_of(value).removesuffix(BOXES).strip()) * box_g
    return grams_of(f"{grams:f}")


def packs_of(value) -> int:
    if text_of(value) == "":
        return 0
    packs = number_of(value)
    if packs != int(packs) or packs > MOST_PACKS:
        raise Wrong(_("%(value)s is no whole number of packs.") % {"value": shown(value)})
    return int(packs)


def day_of(value, form: str = "") -> date:
    """A day of this century up to today. `form` is how a source writes days, for strptime; years
    first need none."""
    if isinstance(value, datetime):
        return day_that_was(value.date())
    return day_written(text_of(value), form)


@lru_cache(maxsize=2000)
def day_written(said: str, form: str) -> date:
    try:
        if form:
            return day_that_was(date(*strptime(said, form)[:3]))
        if match := DAY.fullmatch(said):
            return day_that_was(date(*map(int, match.groups())))
    except ValueError:
        raise Wrong(_("%(value)s is no day of the calendar.") % {"value": shown(said)}) from None
    raise Wrong(_("%(value)s is no date: write 2022-07-09.") % {"value": shown(said)})


def day_that_was(day: date) -> date:
    if day > timezone.localdate():
        raise Wrong(_("%(value)s is in the future.") % {"value": day.isoformat()})
    if day.year < 2000:
        raise Wrong(_("%(value)s is before 2000.") % {"value": day.isoformat()})
    return day


def as_kept(value) -> str:
    return value.isoformat() if isinstance(value, date) else text_of(value)
