"""The weekly dispatch (周调度): who sold in a week, and who fell behind the week before or the same
week last year."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from producers.regions.models import Region
from shop import money
from shop.statistics import figures
from shop.statistics.answering import Answered
from shop.statistics.asked import Asked
from shop.statistics.blocks import Series
from shop.statistics.cells import Cells, hundredths
from shop.statistics.figures import Counted
from shop.statistics.names import Name
from shop.statistics.question import By

NOW = timedelta(0)
WEEK = timedelta(days=7)
# The same week last year, weekday for weekday.
YEAR = 52 * WEEK
# The weeks a line tells, by how long before its own.
AGO = (NOW, WEEK, YEAR)


@dataclass(frozen=True)
class InWeek:
    name: Name
    now: Counted
    week_before: Counted
    year_before: Counted
    dispatch: "Dispatch"
    # What its rows are asked by; of all of them nothing.
    key: dict[str, str]

    @cached_property
    def rows_url(self) -> str:
        return self.url_of(self.now, ago=NOW)

    @cached_property
    def week_before_url(self) -> str:
        return self.url_of(self.week_before, ago=WEEK)

    @cached_property
    def year_before_url(self) -> str:
        return self.url_of(self.year_before, ago=YEAR)

    def url_of(self, counted: Counted, *, ago: timedelta) -> str:
        """Empty where there is nothing to lead to."""
        if not counted.sums.rows:
            return ""
        monday = self.dispatch.monday - ago
        return self.dispatch.asked.rows_url(since=monday, until=sunday_of(monday), **self.key)

    @property
    def amount_fen(self) -> int:
        return figures.amount_fen(self.now)

    @property
    def week_before_fen(self) -> int:
        return figures.amount_fen(self.week_before)

    @property
    def year_before_fen(self) -> int:
        return figures.amount_fen(self.year_before)

    @property
    def orders(self) -> int:
        return figures.orders(self.now)

    @property
    def sold_nothing(self) -> bool:
        return figures.sold_fen(self.now) == 0

    @property
    def against_week(self) -> float | None:
        return figures.growth(self.now, self.week_before)

    @property
    def against_year(self) -> float | None:
        return figures.growth(self.now, self.year_before)

    @property
    def is_behind_week(self) -> bool:
        return self.amount_fen < self.week_before_fen

    @property
    def is_behind_year(self) -> bool:
        return self.amount_fen < self.year_before_fen

    @property
    def is_behind(self) -> bool:
        return self.is_behind_week or self.is_behind_year


@dataclass(frozen=True)
class Dispatch:
    asked: Asked
    monday: date
    # By who sold: the week, the week before, the same week last year.
    weeks: tuple[Answered, Answered, Answered]
    # Those of whom sales are expected, whether or not they sold.
    expected: list[Name]
    name = "dispatch"
    template = "statistics/blocks/dispatch.html"

    @property
    def title(self) -> str:
        return _("Who sold, and who fell behind")

    @property
    def sunday(self) -> date:
        return sunday_of(self.monday)

    @property
    def address(self) -> str:
        return self.asked.page_url("dispatch")

    @cached_property
    def lines(self) -> list[InWeek]:
        """Who sold most first; those who sold nothing last."""
        sides = [{line.name: line.now for line in week.lines} for week in self.weeks]
        names = set(self.expected).union(*sides)
        lines = [
            self.line(name, [side.get(name, Counted()) for side in sides], key=name.key)
            for name in names
        ]
        return sorted(lines, key=lambda line: (-line.amount_fen, line.name.key))

    def line(self, name: Name, sides: list[Counted], **key) -> InWeek:
        return InWeek(name, *sides, dispatch=self, key=key)

    @property
    def total(self) -> InWeek:
        return self.line(Name("", "合计", "Total"), [week.total.now for week in self.weeks])

    @property
    def sold(self) -> list[InWeek]:
        return [line for line in self.lines if not line.sold_nothing]

    @property
    def behind(self) -> list[InWeek]:
        return [line for line in self.lines if line.is_behind]

    @property
    def silent(self) -> list[InWeek]:
        return [line for line in self.lines if line.sold_nothing]

    def cells(self) -> list[Cells]:
        head = [
            _("Code"),
            _("Name"),
            _("Week from %(day)s (yuan)") % {"day": self.monday},
            _("The week before (yuan)"),
            _("Change (%)"),
            _("Same week last year (yuan)"),
            _("Change (%)"),
        ]
        return [head, *(cells_of(line) for line in [*self.lines, self.total])]


def cells_of(line: InWeek) -> Cells:
    return [
        line.name.key,
        str(line.name),
        money.decimal(line.amount_fen),
        money.decimal(line.week_before_fen),
        hundredths(line.against_week, 100),
        money.decimal(line.year_before_fen),
        hundredths(line.against_year, 100),
    ]


def dispatch(asked: Asked, series: Series | None = None) -> Dispatch:
    """Of the last week that was over by the end of the period."""
    asked = asked.but(by=who_sells(asked).value)
    monday = last_monday(asked.last_day)
    weeks = tuple(
        asked.answer(first=monday - ago, last=sunday_of(monday - ago), compare=False) for ago in AGO
    )
    return Dispatch(asked, monday, weeks, expected(asked))


def who_sells(asked: Asked) -> By:
    """The provinces of the country, the counties of a place, the cooperatives of a county; what
    came to a place, by the counties it came from."""
    region = asked.form.places.get(asked.said["region"])
    if region is None:
        return By.ORIGIN_PROVINCE
    if asked.said["side"] == "origin" and region.level == Region.Level.COUNTY:
        return By.COOPERATIVE
    return By.ORIGIN_COUNTY


def expected(asked: Asked) -> list[Name]:
    """The counties of the list in the place asked for."""
    if asked.said["side"] != "origin" or asked.question.by != By.ORIGIN_COUNTY:
        return []
    reach = asked.question.origin
    counties = Region.objects.in_force().listed().filter(code__range=(reach.first, reach.last))
    return [Name(*row) for row in counties.values_list("code", "name_zh", "name_en")]


def last_monday(until: date) -> date:
    """Of the last week from Monday to Sunday that ends on that day or before."""
    sunday = until - timedelta(days=(until.weekday() + 1) % 7)
    return sunday - timedelta(days=6)


def sunday_of(monday: date) -> date:
    return monday + timedelta(days=6)
