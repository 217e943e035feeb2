"""What a page of figures tells of the targets of its place: targets know the figures, not the other
way round."""

from django import template

from shop.statistics.asked import Asked
from shop.targets.progress import progress_of_place

register = template.Library()


@register.inclusion_tag("targets/of_place.html")
def targets_of_place(asked: Asked) -> dict:
    """Of the year in which the period ends."""
    said, year = asked.said, asked.question.last.year
    sells, as_of = said["side"] == "origin", said["as_of"]
    progress = progress_of_place(said["region"], year, sells=sells, as_of=as_of)
    return {"targets": progress, "year": year, "as_of": as_of}
