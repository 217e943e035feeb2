"""An answer as the cells of a table that is taken away: yuan, kilograms, per cent and points."""

from decimal import Decimal

from django.utils.translation import gettext as _

from shop import money, weight
from shop.statistics.answering import Answered, Line

Cells = list[str | int | Decimal | None]


def figures_of(answered: Answered) -> list[Cells]:
    head = [
        _("Code"),
        _("Name"),
        _("Amount (yuan)"),
        _("Weight (kg)"),
        _("Orders"),
        _("Sold (yuan)"),
        _("Refunded (yuan)"),
        _("Share of amount (%)"),
        _("Change of share (points)"),
        _("Amount a year earlier (yuan)"),
        _("Growth of amount (%)"),
    ]
    rows = [cells_of(line.name.key, str(line.name), line) for line in answered.lines]
    return [head, *rows, cells_of("", _("Total"), answered.total)]


def cells_of(key: str, name: str, line: Line) -> Cells:
    return [
        key,
        name,
        money.decimal(line.amount_fen),
        weight.decimal_kg(line.weight_g),
        line.orders,
        money.decimal(line.sold_fen),
        money.decimal(line.refunded_fen),
        hundredths(line.share, 100),
        hundredths(line.points, 1),
        money.decimal(line.previous.amount_fen),
        hundredths(line.growth, 100),
    ]


def hundredths(number: float | None, times: int) -> Decimal | None:
    return None if number is None else round(Decimal(number) * times, 2)
