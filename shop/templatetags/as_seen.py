"""The code on a page of figures by which paper leads back to it."""

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from shop.paper import qr_svg
from shop.statistics.forms import as_told

register = template.Library()


@register.inclusion_tag("statistics/as_seen.html", takes_context=True)
def as_seen(context, asked: dict | None = None, **more) -> dict:
    """Leads to what the page says now, whatever is reported later; to what it said at `as_of`,
    where it speaks of that moment. `asked` and more are what the address must say beside: all that
    would be another by itself next year."""
    moment = context.get("as_of") or timezone.now()
    said = {name: value for name, value in {**(asked or {}), **more}.items() if name != "as_of"}
    return {"qr": code_of(context, said | {"as_of": as_told(moment)})}


@register.inclusion_tag("statistics/page_code.html", takes_context=True)
def page_code(context, asked: dict | None = None, **more) -> dict:
    """Leads to a page that speaks of no moment, as it stands when it is opened."""
    return {"qr": code_of(context, {**(asked or {}), **more})}


@register.simple_tag(takes_context=True)
def as_of_too(context, before: str) -> str:
    """For the address of what stands behind a figure: the moment the page speaks of, after `?` or
    `&`; nothing where it speaks of now."""
    moment = context.get("as_of")
    return f"{before}{urlencode({'as_of': as_told(moment)})}" if moment else ""


def code_of(context, asked: dict) -> SafeString:
    """Of the page as it is asked."""
    address = f"{settings.SITE_URL}{context['request'].path}"
    return qr_svg(f"{address}?{urlencode(asked)}" if asked else address)
