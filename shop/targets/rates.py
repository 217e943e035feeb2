"""Which share is asked for in a place and a year."""

from collections import defaultdict

from django.db.models import Q

from producers.regions.codes import line_of
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
            self.by_place[rate.of][rate.place] = rate

    def of(self, what: str, place: str) -> Rate | None:
        """That of the smallest place around, else that of the whole country."""
        found = self.by_place[what]
        return next((found[code] for code in (*line_of(place), "") if code in found), None)
