"""Months of a season, as they are asked and written."""

from django.db.models import BooleanField, Func
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class HasMonth(Func):
    """Whether a list of months kept as JSON holds one."""

    output_field = BooleanField()

    def __init__(self, months, month: int):
        super().__init__(months)
        self.month = month

    def as_sqlite(self, compiler, connection):
        months, params = compiler.compile(self.source_expressions[0])
        holds = f"EXISTS (SELECT 1 FROM json_each({months}) WHERE value = %s)"
        return holds, [*params, self.month]

    def as_postgresql(self, compiler, connection):
        months, params = compiler.compile(self.source_expressions[0])
        return f"({months} @> CAST(%s AS jsonb))", [*params, str(self.month)]


def season_label(months: list[int]) -> str:
    """[11, 12, 1, 2] → November to February; [] is nothing to say."""
    if len(months) == 12:
        return _("all year round")
    return pgettext("between spans of months", ", ").join(
        str(MONTHS[first])
        if first == last
        else _("%(first)s to %(last)s") % {"first": MONTHS[first], "last": MONTHS[last]}
        for first, last in spans(months)
    )


def spans(months: list[int]) -> list[tuple[int, int]]:
    """The first and last month of each span, over the turn of the year too."""
    inside = set(months)
    found = []
    for first in sorted(inside):
        if before(first) not in inside:
            last = first
            while after(last) in inside:
                last = after(last)
            found.append((first, last))
    return found


def before(month: int) -> int:
    return (month - 2) % 12 + 1


def after(month: int) -> int:
    return month % 12 + 1
