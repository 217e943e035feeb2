"""`{% picture of "card" alt=text %}`: one of our pictures, in the sizes of a place on a page."""

from django import template

from shop.catalogue.pictures import USES, picture_html, shown

register = template.Library()


@register.simple_tag
def picture(of, use, alt, lazy=True):
    """Reads `of.renditions`: a list of pictures fetches them beforehand, with
    `prefetch_related("picture__renditions")`."""
    return picture_html(shown(of.renditions.all()), USES[use], alt=alt, lazy=lazy)
