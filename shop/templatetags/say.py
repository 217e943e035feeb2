"""How pages write money, weight, and Chinese words among English ones."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from shop import money, weight

register = template.Library()


@register.filter
def yuan(fen):
    return "" if fen is None else f"¥{money.yuan(fen)}"


@register.filter(name="weight")
def weight_label(grams):
    return "" if grams is None else weight.label(grams)


@register.simple_tag
def zh(text):
    """Chinese data on a page: on English pages marked as Chinese, for voices and fonts."""
    if get_language() == "en" and any("\u3400" <= c <= "\u9fff" for c in str(text)):
        return format_html('<span lang="zh-Hans">{}</span>', text)
    return text
