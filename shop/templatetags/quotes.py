"""How pages write a figure they quote."""

from django import template

from shop.quoting.counting import written
from shop.quoting.models import QuotedFigure

register = template.Library()


@register.filter
def quoted(figure: QuotedFigure) -> str:
    return written(figure.measure, figure.part, figure.whole)
