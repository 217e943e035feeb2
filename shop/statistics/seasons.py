"""Season to date, by days since the opening (开园): harvests begin earlier or later, so the same
calendar day says little about whether a season goes well."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shop import money
from shop.statistics import charts
from shop.statistics.asked import Asked
from shop.statistics.blocks import Series
from shop.statistics.cells import Cells
from shop.statistics.figures import ratio
from shop.statistics.question import By, in_year

# The table has a line for each so many days; the drawing has them all.
STEP = 7


@dataclass(frozen=True)
class Season:
    year: int
    opened_on: date | None
    # Net fen from the opening to the end of day 1, 2, …
    sums: list[int]

    def days(self, number: int) -> dict[str, date]:
        """From the opening to the end of that day, or of the season."""
        number = min(number, len(self.sums))
        return {"since": self.opened_on, "until": self.opened_on + timedelta(days=number - 1)}

    def by_day(self, number: int) -> int | None:
        """What there was by the end of that day since the opening; a season that is over keeps
        its last sum."""
        return self.sums[min(number, len(self.sums)) - 1] if self.sums else None


@dataclass(frozen=True)
class Seasons:
    """This season, the last, and the one before."""

    asked: Asked
    seasons: tuple[Season, Season, Season]
    name = "season"
    template = "statistics/blocks/season.html"

    @property
    def title(self) -> str:
        return _("Season to date, by days since the opening")

    @property
    def day(self) -> int:
        """How many days this season has lasted."""
        return len(self.seasons[0].sums)

    @property
    def reached(self) -> list[int | None]:
        return [season.by_day(self.day) for season in self.seasons] if self.day else []

    @property
    def growth(self) -> float | None:
        now, before, _earlier = self.reached
        return ratio(now - before, before) if before else None

    @property
    def days(self) -> list[int]:
        return [*range(STEP, self.day, STEP), self.day] if self.day else []

    @property
    def lines(self) -> list[tuple[int, list[tuple[int, str] | None]]]:
        """A row each so many days, with the sum of each season and where its rows are."""
        return [
            (
                day,
                [
                    (season.by_day(day), self.asked.rows_url(**season.days(day)))
                    if season.opened_on
                    else None
                    for season in self.seasons
                ],
            )
            for day in self.days
        ]

    @property
    def chart(self) -> SafeString:
        longest = max(len(season.sums) for season in self.seasons)
        return charts.lines_chart(
            [season.sums for season in self.seasons],
            labels_below=[str(day) for day in range(1, longest + 1)],
            title=_("Amount since the opening, in 10,000 yuan"),
            description=_("Days since the opening. The table below has the numbers."),
        )

    def cells(self) -> list[Cells]:
        head = [
            _("Days since the opening"),
            *(_("%(year)s (yuan)") % {"year": season.year} for season in self.seasons),
        ]
        opened = [
            _("Opening"),
            *(season.opened_on and season.opened_on.isoformat() for season in self.seasons),
        ]
        lines = (
            [day, *(decimal(season.by_day(day)) for season in self.seasons)] for day in self.days
        )
        return [head, opened, *lines]


def decimal(fen: int | None):
    return None if fen is None else money.decimal(fen)


def seasons(asked: Asked, series: Series) -> Seasons:
    periods = periods_of(asked.form.one_product.season_months, until=asked.last_day)
    return Seasons(asked, tuple(season_in(asked, *period) for period in periods))


def season_in(asked: Asked, first: date, last: date) -> Season:
    answered = asked.answer(first=first, last=last, by=By.DAY.value, compare=False)
    amounts = {date.fromisoformat(line.name.key): line.amount_fen for line in answered.lines}
    opened_on = next(
        (date.fromisoformat(line.name.key) for line in answered.lines if line.sold_fen > 0), None
    )
    if opened_on is None:
        return Season(first.year, None, [])
    days = (last - opened_on).days + 1
    by_day = (amounts.get(opened_on + timedelta(days=number), 0) for number in range(days))
    return Season(first.year, opened_on, list(accumulate(by_day)))


def periods_of(months: list[int], *, until: date) -> list[tuple[date, date]]:
    """The season that day lies in, to that day, and in full the two a year and two years earlier.
    One begins with a month after one without, and ends where the next begins."""
    begins = [month for month in months if (month - 2) % 12 + 1 not in months] or [1]
    years = range(until.year - 1, until.year + 2)
    starts = sorted(date(year, month, 1) for year in years for month in begins)
    first = max(start for start in starts if start <= until)
    following = min(start for start in starts if start > until)
    return [
        (
            in_year(first, first.year - ago),
            in_year(following, following.year - ago) - timedelta(days=1),
        )
        if ago
        else (first, until)
        for ago in range(3)
    ]
