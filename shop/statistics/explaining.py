"""The figures of a page's total, each with the formula it came by and its numbers put in."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shop import money, weight
from shop.statistics import figures
from shop.statistics.answering import Line
from shop.statistics.figures import Households
from shop.statistics.sheet import Sheet
from shop.templatetags.figures import change, percent, signed


@dataclass(frozen=True)
class Explained:
    label: str
    value: str
    formula: str
    # To the fen and gram, where the value is rounded.
    exact: str = ""


def explained(sheet: Sheet) -> list[Explained]:
    total = sheet.total
    told = [net(total), net_weight(total), orders(total), refunded(total), price(total)]
    if sheet.whole:
        told += share_and_points(total, sheet.whole.total, sheet.asked.rows_url(other=""))
    told.append(growth(total, sheet.asked.rows_before_url()))
    if sheet.households:
        told.append(households(sheet.households))
    return told


def net(total: Line) -> Explained:
    return Explained(
        _("Net sales (10,000 yuan)"),
        money.ten_thousands(total.amount_fen),
        _("Sold %(sold)s − refunded %(refunded)s = %(net)s")
        % {
            "sold": yuan(total.sold_fen),
            "refunded": yuan(total.refunded_fen),
            "net": yuan(total.amount_fen),
        },
        yuan(total.amount_fen),
    )


def net_weight(total: Line) -> Explained:
    return Explained(
        _("Net weight (t)"),
        weight.tonnes(total.weight_g),
        _("Sold, less what was cancelled before it was sent"),
        f"{weight.kilograms(total.weight_g)} kg",
    )


def orders(total: Line) -> Explained:
    counted = (
        _("Each product in each parcel counts once, refunded or not")
        if total.now.counts_products
        else _("Each parcel counts once, refunded or not")
    )
    return Explained(_("Orders"), f"{total.orders:,}", counted)


def refunded(total: Line) -> Explained:
    return Explained(
        _("Refunded (10,000 yuan)"),
        money.ten_thousands(total.refunded_fen),
        _("Refunds confirmed in these days, whenever it was sold"),
        yuan(total.refunded_fen),
    )


def price(total: Line) -> Explained:
    price_fen = total.price_fen_per_kg
    return Explained(
        _("Average price (yuan a kg)"),
        "–" if price_fen is None else money.yuan(price_fen),
        f"{yuan(total.amount_fen)} ÷ {weight.kilograms(total.weight_g)} kg",
    )


def share_and_points(total: Line, whole: Line, whole_url: str) -> list[Explained]:
    share = figures.share(total.now, whole.now)
    share_before = figures.share(total.before, whole.before)
    return [
        Explained(
            _("Share of the amount"),
            percent(share),
            format_html("{} ÷ {}", yuan(total.amount_fen), linked(whole.amount_fen, whole_url)),
        ),
        Explained(
            _("Change of the share (points)"),
            signed(figures.points(share, share_before)),
            f"{percent(share)} − {percent(share_before)}",
        ),
    ]


def growth(total: Line, before_url: str) -> Explained:
    return Explained(
        _("Growth of the amount"),
        change(total.growth),
        format_html(
            "{} ÷ {} − 1",
            yuan(total.amount_fen),
            linked(total.previous.amount_fen, before_url),
        ),
    )


def households(reached: Households) -> Explained:
    recorded = {"recorded": reached.lots_recorded, "lots": reached.lots}
    formula = _(
        "Of each cooperative its lot with the most households, as recorded, since who delivered to "
        "several of its lots counts once. It does not add up over months or products: one lot is "
        "sold in several. Reports name no lots."
    )
    value = _("not recorded")
    if reached.by_lot is not None:
        value = f"{reached.at_least:,}"
        formula += " " + _("Added up lot by lot: %(sum)s.") % {"sum": f"{reached.by_lot:,}"}
    return Explained(
        _("Households reached, at least"),
        value,
        formula,
        _("recorded for %(recorded)s of %(lots)s lots") % recorded,
    )


def linked(fen: int, rows_url: str) -> SafeString:
    """An amount of other rows than those of the total."""
    return format_html('<a href="{}">{}</a>', rows_url, yuan(fen))


def yuan(fen: int) -> str:
    return f"¥{money.yuan(fen)}"
