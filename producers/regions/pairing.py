"""The pairing a sale falls under. Pairings of provinces, cities and counties overlap: the most
specific in force counts, once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from itertools import product
from operator import itemgetter

from producers.regions.codes import digits_of, line_of
from producers.regions.models import Pairing
from producers.regions.resolving import moved, moved_of

# Goods from the west that are bought in the east are assistance; the other way they are not.
WEST_TO_EAST = "west_to_east"
EAST_TO_WEST = "east_to_west"


def pairing_of(*, origin: str, destination: str, on: date) -> tuple[Pairing, str] | None:
    """The pairing, and which way the goods go. Places are codes of the day."""
    return Pairings({origin, destination}).of(origin=origin, destination=destination, on=on)


class Pairings:
    """Pairings, read at once, for who asks for several sales: all, or those between the places."""

    def __init__(self, places: Collection[str] = ()):
        self.line_of = cache(self.line_of)
        self.moved = moved_of(places) if places else moved()
        found = Pairing.objects.all()
        if places:
            codes = set().union(*map(self.line_of, places))
            found = found.filter(east__in=codes, west__in=codes)
        self.pairings = sorted(found, key=how_specific, reverse=True)
        self.between = defaultdict(list)
        for rank, pairing in enumerate(self.pairings):
            self.between[pairing.west_id, pairing.east_id].append((rank, pairing))

    def of(self, *, origin: str, destination: str, on: date) -> tuple[Pairing, str] | None:
        grew_in, went_to = self.line_of(origin), self.line_of(destination)
        found = [
            *self.in_force(grew_in, went_to, WEST_TO_EAST, on),
            *self.in_force(went_to, grew_in, EAST_TO_WEST, on),
        ]
        if not found:
            return None
        _rank, pairing, direction = min(found, key=itemgetter(0))
        return pairing, direction

    def in_force(self, west: set[str], east: set[str], direction: str, on: date) -> Iterator:
        for pair in product(west, east):
            for rank, pairing in self.between.get(pair, ()):
                if pairing.holds_on(on):
                    yield rank, pairing, direction

    def line_of(self, code: str) -> set[str]:
        """A pairing names places as they are called today, a sale as they were on its day."""
        return {*line_of(code), *line_of(self.moved.get(code, code))}


def how_specific(pairing: Pairing) -> tuple[int, date, int]:
    """County with county goes before city with county, before city with city, before provinces;
    of equals the later one."""
    digits = sum(len(digits_of(code)) for code in (pairing.east_id, pairing.west_id))
    return digits, pairing.starts_on, -pairing.pk
