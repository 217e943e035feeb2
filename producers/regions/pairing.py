"""The pairing a sale falls under. Pairings of provinces, cities and counties overlap: the most
specific in force counts, once."""

from datetime import date

from producers.regions.codes import digits_of, line_of
from producers.regions.models import Pairing
from producers.regions.resolving import moved

# Goods from the west that are bought in the east are assistance; the other way they are not.
WEST_TO_EAST = "west_to_east"
EAST_TO_WEST = "east_to_west"


def pairing_of(*, origin: str, destination: str, on: date) -> tuple[Pairing, str] | None:
    """The pairing, and which way the goods go. Places are codes of the day."""
    return Pairings().of(origin=origin, destination=destination, on=on)


class Pairings:
    """All pairings, read at once, for who asks for many sales."""

    def __init__(self):
        pairings = Pairing.objects.select_related("east", "west")
        self.pairings = sorted(pairings, key=how_specific, reverse=True)
        self.moved = moved()

    def of(self, *, origin: str, destination: str, on: date) -> tuple[Pairing, str] | None:
        grew_in, went_to = self.line_of(origin), self.line_of(destination)
        for pairing in self.pairings:
            if not pairing.holds_on(on):
                continue
            if pairing.west_id in grew_in and pairing.east_id in went_to:
                return pairing, WEST_TO_EAST
            if pairing.east_id in grew_in and pairing.west_id in went_to:
                return pairing, EAST_TO_WEST
        return None

    def line_of(self, code: str) -> set[str]:
        """A pairing names places as they are called today, a sale as they were on its day."""
        return {*line_of(code), *line_of(self.moved.get(code, code))}


def how_specific(pairing: Pairing) -> tuple[int, date, int]:
    """County with county goes before city with county, before city with city, before provinces;
    of equals the later one."""
    digits = sum(len(digits_of(code)) for code in (pairing.east_id, pairing.west_id))
    return digits, pairing.starts_on, -pairing.pk
