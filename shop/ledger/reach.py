"""Which codes of the day count for a place of today: sales keep the code of their day, and a code
that ended counts where its successors lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from producers.regions.codes import DIRECTLY_RULED, DIVIDED, prefecture_of, province_of, range_of
from producers.regions.resolving import moved

# The first four digits of codes that do not all count for one city.
BY_COUNTY = (*DIRECTLY_RULED, *DIVIDED)


@dataclass(frozen=True)
class Reach:
    """A place as codes of the day: all from the first to the last, with those outside that moved
    in, without those inside that moved away."""

    first: str
    last: str
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def q(self, field: str) -> Q:
        if self.first == self.last:
            # Each is looked up in an index; of one or the other the rows would be.
            return Q(**{f"{field}__in": (self.first, *self.joined)})
        inside = Q(**{f"{field}__range": (self.first, self.last)})
        if self.left:
            inside &= ~Q(**{f"{field}__in": self.left})
        if self.joined:
            inside |= Q(**{f"{field}__in": self.joined})
        return inside

    def __contains__(self, code: str) -> bool:
        """Whether a code of the day counts here."""
        return code in self.joined or (self.first <= code <= self.last and code not in self.left)

    @property
    def width(self) -> int:
        """Over how many numbers the codes from the first to the last go, less one: the larger the
        place, the more."""
        return int(self.last) - int(self.first)

    @property
    def is_province(self) -> bool:
        return self.last == f"{self.first[:2]}9999" and self.first == province_of(self.first)


class Reaches:
    """The codes that moved, read at once and asked many times."""

    @cached_property
    def moved(self) -> Mapping[str, str]:
        return moved()

    def of(self, code: str) -> Reach:
        """Of 2, 4 or 6 digits, or six with trailing zeros. A place that ended is asked as the one
        it counts for today. Raises ValueError for another text."""
        first, last = range_of(self.today(range_of(code)[0]))
        joined, left = [], []
        for then, now in self.moved.items():
            was_inside, is_inside = first <= then <= last, first <= now <= last
            if is_inside and not was_inside:
                joined.append(then)
            if was_inside and not is_inside:
                left.append(then)
        return Reach(first, last, joined=tuple(joined), left=tuple(left))

    def today(self, code: str) -> str:
        return self.moved.get(code, code)

    @cached_property
    def cross_provinces(self) -> bool:
        """Whether any code moved to another province, so that its first two digits do not say
        where it counts."""
        return any(old[:2] != new[:2] for old, new in self.moved.items())

    @cached_property
    def cross_cities(self) -> bool:
        """Whether any code moved to another city, so that its first four digits do not say where
        it counts, and it is not of a city known to be divided."""
        moved = {
            old[:4] for old, new in self.moved.items() if prefecture_of(old) != prefecture_of(new)
        }
        return not moved.issubset(BY_COUNTY)
