"""Pages of rows by where the last one ended, so that the thousandth page costs what the first
does."""

import re
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from shop.ledger.models import Entry

ON_A_PAGE = 50


class KeysetPage:
    """Rows from the latest day on, after the row that `after` names as day_id."""

    def __init__(self, rows: QuerySet, *, after: str):
        self.all = rows
        self.after = after

    @cached_property
    def rows(self) -> list[Entry]:
        # One more than is shown says whether there are more.
        return list(self.from_there[: ON_A_PAGE + 1])

    @property
    def from_there(self) -> QuerySet:
        place = re.fullmatch(r"(\d{4}-\d\d-\d\d)_(\d{1,18})", self.after, re.ASCII)
        try:
            day = date.fromisoformat(place[1]) if place else None
        except ValueError:
            day = None
        if day is None:
            return self.all
        return self.all.filter(Q(occurred_on__lt=day) | Q(occurred_on=day, pk__lt=int(place[2])))

    def __iter__(self):
        return iter(self.rows[:ON_A_PAGE])

    @property
    def next(self) -> str:
        if len(self.rows) <= ON_A_PAGE:
            return ""
        last = self.rows[ON_A_PAGE - 1]
        return f"{last.occurred_on.isoformat()}_{last.pk}"
