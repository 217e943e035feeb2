"""How the pages of figures write them: ten thousands of yuan, tonnes, percent and points."""

from django import template

from shop import money, weight

register = template.Library()


@register.filter
def wan(fen: int) -> str:
    return money.ten_thousands(fen)


@register.filter
def tonnes(grams: int) -> str:
    return weight.tonnes(grams)


@register.filter
def kilograms(grams: int) -> str:
    return weight.kilograms(grams)


@register.filter
def thousands(count: int) -> str:
    return f"{count:,}"


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f}%"


@register.filter
def change(growth: float | None) -> str:
    return "–" if growth is None else f"{signed(growth * 100)}%"


@register.filter
def signed(points: float | None) -> str:
    """With its sign; what rounds to nothing has none."""
    if points is None:
        return "–"
    rounded = round(points, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"
