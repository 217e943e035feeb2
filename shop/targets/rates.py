"""Which share is asked for in a place and a year."""

from collections import defaultdict
from itertools import product

from django.db.models import Q

from producers.regions.codes import level_of, line_of
from shop.targets.models import Rate


class Rates:
    """The rates of a year, read at once and asked for many places."""

    def __init__(self, year: int):
        in_force = Rate.objects.filter(
            Q(until_year=None) | Q(until_year__gte=year), from_year__lte=year
        )
        self.by_place = defaultdict(dict)
        # Of two that hold, the later one.
        for rate in in_force.order_by("from_year"):
            self.by_place[rate.of][rate.place, rate.level] = rate

    def of(self, what: str, place: str) -> Rate | None:
        """For who sits in that place: the rate of the smallest place around, else that of the whole
        country; one of their own level before one of all levels."""
        found = self.by_place[what]
        asked = product((*line_of(place), ""), (level_of(place), ""))
        return next((found[one] for one in asked if one in found), None)
