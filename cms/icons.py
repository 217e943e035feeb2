"""`{% lucide "mountain" size=40 %}`: the icon as django-lucide draws it, each drawn once in a
process, since to draw one takes as long as a card."""

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as draw

register = template.Library()


@register.simple_tag
@cache
def lucide(name: str, **attributes) -> SafeString:
    drawn = draw(template.Context(), name, **attributes)
    return mark_safe(drawn.replace("\n  ", "").replace("\n", ""))
