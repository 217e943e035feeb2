"""What a page of figures is put together from: each block asks one thing, and says which template
shows it and which cells an export holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from producers.regions.codes import is_known_by_city, is_known_by_county
from shop.statistics import charts
from shop.statistics.answering import Answered, Line
from shop.statistics.asked import Asked
from shop.statistics.cells import Cells, figures_of
from shop.statistics.charts import Point
from shop.statistics.figures import Counted
from shop.statistics.forms import QuestionForm
from shop.statistics.question import (
    Buyer,
    By,
    Question,
    days_a_year_before,
    days_in,
    month_after,
    months_in,
)
from shop.statistics.sources import CITIES

# Longer periods are shown by month.
MOST_DAYS = 92
# What a page shows of a long ranking; its exports hold all of it.
MOST_LINES = 100
MOST_LINES_BESIDE = 20


@dataclass(frozen=True)
class Seen:
    """A line with where its rows are, and where one asks on from it."""

    line: Line
    rows_url: str
    narrower_url: str = ""
    # Of the same a year earlier; empty where there was nothing.
    before_url: str = ""


@dataclass(frozen=True)
class Ranking:
    """Shares and growth of each part."""

    name: str
    title: str
    asked: Asked
    answered: Answered
    most_lines: int = MOST_LINES
    # Taken apart by something else at a click.
    has_tabs: bool = False
    template = "statistics/blocks/ranking.html"

    @cached_property
    def seen(self) -> list[Seen]:
        return [
            Seen(
                line,
                self.asked.rows_url(key=line.name.key),
                narrower_url(self.asked, line),
                self.before_url(line, key=line.name.key),
            )
            for line in self.answered.lines[: self.most_lines]
        ]

    @property
    def left_out(self) -> int:
        return len(self.answered.lines) - len(self.seen)

    def cells(self) -> list[Cells]:
        return figures_of(self.answered)

    @property
    def rows_url(self) -> str:
        return self.asked.rows_url()

    @property
    def rows_before_url(self) -> str:
        return self.before_url(self.answered.total)

    def before_url(self, line: Line, **key) -> str:
        return self.asked.rows_before_url(**key) if line.before.sums.rows else ""

    @property
    def most(self) -> int:
        return max((line.amount_fen for line in self.answered.lines), default=0)

    @property
    def tabs(self) -> list[tuple[str, str, str]]:
        choices = self.asked.form.fields["by"].choices
        return [
            (value, label, self.asked.page_url(self.asked.page, by=value))
            for value, label in choices
        ]


@dataclass(frozen=True)
class Series:
    """The same over time, beside a year earlier."""

    asked: Asked
    answered: Answered
    name = "series"
    template = "statistics/blocks/series.html"

    @property
    def title(self) -> str:
        return _("Over time")

    def cells(self) -> list[Cells]:
        return figures_of(self.answered)

    @property
    def by(self) -> str:
        return self.answered.question.by

    @property
    def seen(self) -> list[Seen]:
        return [
            Seen(
                line,
                self.rows_url(line.name.key),
                before_url=self.rows_url(line.name.key, years_before=1)
                if line.before.sums.rows
                else "",
            )
            for line in self.answered.lines
        ]

    def rows_url(self, key: str, *, years_before: int = 0) -> str:
        question = self.answered.question
        return self.asked.rows_url(**days_of(key, question, years_before=years_before))

    @property
    def points(self) -> list[Point]:
        """Of every day or month of the period, those without sales too."""
        lines = {line.name.key: line for line in self.answered.lines}
        nothing = Line(None, Counted(), Counted(), Counted(), Counted())
        found = [(key, lines.get(key, nothing)) for key in keys_in_time(self.answered.question)]
        return [Point(key, line.amount_fen, line.previous.amount_fen) for key, line in found]

    @property
    def chart(self) -> SafeString:
        return charts.series_chart(
            self.points,
            title=_("Amount by day, in 10,000 yuan")
            if self.by == By.DAY
            else _("Amount by month, in 10,000 yuan"),
            description=_(
                "Columns are the period asked for, the line is the same period a year earlier. The "
                "table below has the numbers."
            ),
        )


Builder = Callable[[Asked, Series], object]


def series_of(asked: Asked) -> Series:
    question = asked.question
    by = By.DAY if (question.last - question.first).days < MOST_DAYS else By.MONTH
    return Series(asked, asked.answer(by=by))


def over_time(asked: Asked, series: Series) -> Series:
    return series


def parts(asked: Asked, series: Series) -> Ranking:
    """Taken apart by what the address says."""
    return Ranking("parts", _("Shares and ranking"), asked, asked.answer(), has_tabs=True)


def ranking(by: By) -> Builder:
    def build(asked: Asked, series: Series) -> Ranking:
        return ranking_of(by.value, by.label, asked.but(by=by.value))

    return build


def what_units_bought(asked: Asked, series: Series) -> Ranking:
    """Of the units registered in the place, wherever it was sent; seen from the origin, of those
    it was sent to."""
    side = "origin" if asked.said["side"] == "origin" else "buyer_region"
    units = asked.but(side=side, by=By.ORGANISATION.value, buyer=Buyer.ORGANISATION.value)
    return ranking_of("units", _("Which units bought"), units)


def the_other_way(asked: Asked, series: Series) -> Ranking:
    back = asked.but(side=asked.other_side, by=By.PRODUCT.value)
    return ranking_of("back", _("The other way: what our own place sent"), back)


def ranking_of(name: str, title: str, asked: Asked) -> Ranking:
    return Ranking(name, title, asked, asked.answer(), most_lines=MOST_LINES_BESIDE)


# What the address says of a line, and the page it leads to where that is not the one one is on.
PARAMETER_OF = {
    By.PRODUCT: "product",
    By.CATEGORY: "category",
    By.CHANNEL: "channel",
    By.PAIRING: "pairing",
    By.COOPERATIVE: "cooperative",
    By.ORGANISATION: "organisation",
    By.CAMPAIGN: "campaign",
}
SIDE_OF = {
    By.ORIGIN_PROVINCE: "origin",
    By.ORIGIN_PREFECTURE: "origin",
    By.ORIGIN_COUNTY: "origin",
    By.DESTINATION_PROVINCE: "destination",
    By.DESTINATION_PREFECTURE: "destination",
    By.DESTINATION_COUNTY: "destination",
    By.BUYER_REGION: "buyer_region",
}
PAGE_OF = {
    By.ORIGIN_COUNTY: "county",
    By.PRODUCT: "product",
    By.CHANNEL: "channel",
    By.COOPERATIVE: "cooperative",
    By.CAMPAIGN: "campaign",
}
# By what the narrower question is taken apart.
NEXT = {
    By.ORIGIN_PROVINCE: By.ORIGIN_COUNTY,
    By.ORIGIN_PREFECTURE: By.ORIGIN_COUNTY,
    By.ORIGIN_COUNTY: By.PRODUCT,
    By.DESTINATION_PROVINCE: By.DESTINATION_PREFECTURE,
    By.DESTINATION_PREFECTURE: By.DESTINATION_COUNTY,
    By.DESTINATION_COUNTY: By.PRODUCT,
    By.BUYER_REGION: By.ORGANISATION,
    By.CATEGORY: By.PRODUCT,
    By.PRODUCT: By.DESTINATION_PROVINCE,
    By.COOPERATIVE: By.PRODUCT,
    By.ORGANISATION: By.PRODUCT,
    By.CAMPAIGN: By.PRODUCT,
}


def narrower_url(asked: Asked, line: Line) -> str:
    """The same question of this line alone; empty where nothing narrower can be asked."""
    by, key = asked.question.by, line.name.key
    name = parameter_of(by, asked)
    if not name or not key:
        return ""
    if by in SIDE_OF and (is_known_wider(by, key) or is_wider(key, asked.said[name], asked.form)):
        return ""
    page = asked.page if asked.about == name else PAGE_OF.get(by, asked.page)
    return asked.page_url(page, **{name: key, "by": NEXT.get(by, by)})


def parameter_of(by: str, asked: Asked) -> str:
    if side := SIDE_OF.get(by):
        return {asked.said["side"]: "region", asked.other_side: "other"}.get(side, "")
    return PARAMETER_OF.get(by, "")


def is_known_wider(by: str, key: str) -> bool:
    """Of a line that is of a province alone, where cities are asked for, its place holds more than
    the line."""
    if by in (By.ORIGIN_COUNTY, By.DESTINATION_COUNTY):
        return not is_known_by_county(key)
    return by in CITIES and not is_known_by_city(key)


def is_wider(place: str, here: str, form: QuestionForm) -> bool:
    """The province a county lies in is wider than the county, and not its official's to ask."""
    return bool(here) and not form.lies_in(place, here)


def keys_in_time(question: Question) -> list[str]:
    times, length = (days_in, 10) if question.by == By.DAY else (months_in, 7)
    return [time.isoformat()[:length] for time in times(question.first, question.last)]


def days_of(key: str, question: Question, *, years_before: int = 0) -> dict:
    """The days of a line of the series that the question asks of, or of those it stands beside so
    many years earlier."""
    if question.by == By.DAY:
        first = last = question.first.fromisoformat(key)
    else:
        first = max(question.first, question.first.fromisoformat(f"{key}-01"))
        last = min(question.last, month_after(first) - timedelta(days=1))
    for _year in range(years_before):
        first, last = days_a_year_before(first, last)
    return {"since": first, "until": last}
