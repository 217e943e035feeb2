"""Months as people choose them: 2022-07."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from shop.statistics.question import month_after, month_before

MONTHS_OFFERED = 72


class MonthField(forms.TypedChoiceField):
    """A month that is over: its first day."""

    def __init__(self, **kwargs):
        super().__init__(choices=months_that_are_over, coerce=first_of, empty_value=None, **kwargs)


def months_that_are_over() -> list[tuple[str, str]]:
    """The latest first."""
    day, months = timezone.localdate(), []
    for _month in range(MONTHS_OFFERED):
        day = month_before(day)
        months.append((f"{day:%Y-%m}", f"{day:%Y-%m}"))
    return months


def first_of(said: str) -> date:
    return date.fromisoformat(f"{said}-01")


def last_of(first: date) -> date:
    return month_after(first) - timedelta(days=1)
