"""How pages of bulletins name what was kept as plain numbers, and write differences."""

from django import template
from django.utils.translation import get_language

from shop import money, weight

register = template.Library()


@register.filter
def named(line: dict) -> str:
    """A line of kept figures in the language of the page."""
    return line["en" if get_language() == "en" else "zh"]


@register.filter
def more_yuan(fen: int) -> str:
    """With its sign: what is nothing has none."""
    return f"+{money.yuan(fen)}" if fen > 0 else money.yuan(fen)


@register.filter
def more_kilograms(grams: int) -> str:
    return f"+{weight.kilograms(grams)}" if grams > 0 else weight.kilograms(grams)


@register.filter
def more(number: int) -> str:
    return f"{number:+,}" if number else "0"
