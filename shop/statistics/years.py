"""A period beside the same a year earlier, and the year before that."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shop import money
from shop.statistics import charts, figures
from shop.statistics.answering import Answered, Line
from shop.statistics.asked import Asked
from shop.statistics.blocks import Series, keys_in_time
from shop.statistics.cells import Cells, hundredths
from shop.statistics.engines import day_asked
from shop.statistics.figures import Counted
from shop.statistics.question import By


@dataclass(frozen=True)
class InYears:
    """A day or month of this period, and its amounts in the three years, the latest first."""

    label: str
    sides: tuple[Counted, Counted, Counted]
    rows_urls: list[str]

    @property
    def amounts(self) -> list[int]:
        return [figures.amount_fen(side) for side in self.sides]

    @property
    def seen(self) -> list[tuple[int, str]]:
        """Each amount with where its rows are; nowhere, where there are none."""
        return [
            (amount, url if side.sums.rows else "")
            for amount, side, url in zip(self.amounts, self.sides, self.rows_urls, strict=True)
        ]

    @property
    def growth(self) -> float | None:
        return figures.growth(self.sides[0], self.sides[1])

    @property
    def growth_before(self) -> float | None:
        return figures.growth(self.sides[1], self.sides[2])


@dataclass(frozen=True)
class Years:
    series: Series
    # The same a year earlier, which knows the year before that.
    earlier: Answered
    name = "years"
    template = "statistics/blocks/years.html"

    @property
    def title(self) -> str:
        return _("Against last year, and the year before")

    @property
    def by(self) -> str:
        return self.series.by

    @property
    def labels(self) -> list[str]:
        year = self.series.answered.question.last.year
        return [str(year), str(year - 1), str(year - 2)]

    @property
    def lines(self) -> list[InYears]:
        now = {line.name.key: line for line in self.series.answered.lines}
        question = self.series.answered.question
        # A leap day stands under the 28th, where it may not take the place of that day's own.
        earlier = {
            a_year_on(line.name.key, question.first): line
            for line in self.earlier.lines
            if line.before.sums.rows
        }
        keys = keys_in_time(question)
        return [
            in_years(
                key,
                now.get(key),
                earlier.get(key),
                [self.series.rows_url(key, years_before=ago) for ago in range(3)],
            )
            for key in keys
        ]

    @property
    def total(self) -> InYears:
        now, before = self.series.answered.question, self.earlier.question
        urls = [
            self.series.asked.rows_url(since=asked.first, until=asked.last)
            for asked in (now, before, before.a_year_before())
        ]
        return in_years(_("Total"), self.series.answered.total, self.earlier.total, urls)

    @property
    def chart(self) -> SafeString:
        return charts.lines_chart(
            [[line.amounts[year] for line in self.lines] for year in range(len(self.labels))],
            labels_below=[line.label for line in self.lines],
            title=_("Amount in three years, in 10,000 yuan"),
            description=_("A line for each year. The table below has the numbers."),
        )

    def cells(self) -> list[Cells]:
        head = [
            _("Day") if self.by == By.DAY else _("Month"),
            *(_("%(year)s (yuan)") % {"year": label} for label in self.labels),
            _("Growth of amount (%)"),
            _("Growth a year earlier (%)"),
        ]
        return [head, *(cells_of(line) for line in [*self.lines, self.total])]


def cells_of(line: InYears) -> Cells:
    growths = (line.growth, line.growth_before)
    return [
        line.label,
        *(money.decimal(amount) for amount in line.amounts),
        *(hundredths(growth, 100) for growth in growths),
    ]


def in_years(label: str, line: Line | None, earlier: Line | None, urls: list[str]) -> InYears:
    nothing = Counted()
    sides = (
        line.now if line else nothing,
        line.before if line else nothing,
        earlier.before if earlier else nothing,
    )
    return InYears(label, sides, urls)


def a_year_on(key: str, first: date) -> str:
    """The day or month of the period from that first day beside which the key stands."""
    return day_asked(first, len(key), f"{key}-01"[: len("2022-07-09")], years_before=1)


def years(asked: Asked, series: Series) -> Years:
    before = asked.question.a_year_before()
    return Years(series, asked.answer(first=before.first, last=before.last, by=series.by))
