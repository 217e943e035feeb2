"""Places that were divided. All that was sold under a code counts for one place of today; to which
others parts of it went is told beside."""

from collections.abc import Iterable
from typing import NamedTuple

from producers.regions.models import Region


class Taker(NamedTuple):
    region: Region
    year: str


class Division(NamedTuple):
    """A place, and the others that took a part of it, each with the year where it is known."""

    region: Region
    takers: list[Taker]


def divisions(codes: Iterable[str]) -> list[Division]:
    """Of those of these places that were divided."""
    divided = Region.objects.filter(code__in=codes).exclude(parts_went_to="")
    parts = {place: parts_of(place) for place in divided}
    taking = Region.objects.in_bulk({code for took in parts.values() for code, _year in took})
    return [
        Division(place, [Taker(taking[code], year) for code, year in took if code in taking])
        for place, took in parts.items()
    ]


def parts_of(place: Region) -> list[tuple[str, str]]:
    """Code and year of each part; the year may be empty."""
    said = (part.partition("@") for part in place.parts_went_to.split())
    return [(code, year) for code, _at, year in said]
