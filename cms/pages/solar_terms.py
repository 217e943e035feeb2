"""The twenty-four solar terms (二十四节气), by which the land is worked."""

from datetime import date

from django.utils.translation import gettext_lazy as _

# Name, and the constant of its day in the years 2000 to 2099: day = [years x 0.2422 + constant]
# less the leap days since 2000 (for January and February, those of the years before).
TERMS = [
    (_("Minor Cold"), 5.4055),
    (_("Major Cold"), 20.12),
    (_("Start of Spring"), 3.87),
    (_("Rain Water"), 18.73),
    (_("Waking of Insects"), 5.63),
    (_("Spring Equinox"), 20.646),
    (_("Clear and Bright"), 4.81),
    (_("Grain Rain"), 20.1),
    (_("Start of Summer"), 5.52),
    (_("Grain Full"), 21.04),
    (_("Grain in Ear"), 5.678),
    (_("Summer Solstice"), 21.37),
    (_("Minor Heat"), 7.108),
    (_("Major Heat"), 22.83),
    (_("Start of Autumn"), 7.5),
    (_("End of Heat"), 23.13),
    (_("White Dew"), 7.646),
    (_("Autumn Equinox"), 23.042),
    (_("Cold Dew"), 8.318),
    (_("Frost's Descent"), 23.438),
    (_("Start of Winter"), 7.438),
    (_("Minor Snow"), 22.36),
    (_("Major Snow"), 7.18),
    (_("Winter Solstice"), 21.94),
]


def begins_on(number: int, year: int) -> int:
    """The day of the month on which a term begins; two lie in each month."""
    years = year % 100
    leap_days = (years - 1) // 4 if number < 4 else years // 4
    return int(years * 0.2422 + TERMS[number][1]) - leap_days


def term_of(day: date):
    """The term that a day lies in."""
    first = 2 * (day.month - 1)
    passed = sum(day.day >= begins_on(number, day.year) for number in (first, first + 1))
    return TERMS[first + passed - 1][0]
