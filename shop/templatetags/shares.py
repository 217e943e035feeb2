"""How pages write what is reached of a target: to the hundredth of a percent."""

from django import template

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.2f}%"


@register.filter
def of_thousand(per_mille: int) -> str:
    """100 -> '10%', 255 -> '25.5%'."""
    return f"{per_mille / 10:g}%"
