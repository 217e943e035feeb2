"""Pages of rows by where the last one ended, so that the thousandth page costs what the first
does."""

import re
from datetime import date

from django.db.models import Q, QuerySet

ON_A_PAGE = 50


class KeysetPage:
    """Rows from the latest day on, after the row that `after` names as day_id."""

    def __init__(self, rows: QuerySet, *, after: str):
        self.after = after
        # One more than is shown says whether there are more.
        self.rows = list(rows.filter(later_than(after))[: ON_A_PAGE + 1])

    def __iter__(self):
        return iter(self.rows[:ON_A_PAGE])

    @property
    def next(self) -> str:
        if len(self.rows) <= ON_A_PAGE:
            return ""
        last = self.rows[ON_A_PAGE - 1]
        return f"{last.occurred_on.isoformat()}_{last.pk}"


def later_than(after: str) -> Q:
    """What comes after that row; all, where it names none."""
    place = re.fullmatch(r"(\d{4}-\d\d-\d\d)_(\d{1,18})", after, re.ASCII)
    try:
        day = date.fromisoformat(place[1]) if place else None
    except ValueError:
        day = None
    return Q(occurred_on__lt=day) | Q(occurred_on=day, pk__lt=int(place[2])) if day else Q()
