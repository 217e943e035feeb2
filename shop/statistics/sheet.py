"""What the page of figures shows, and what its exports hold: one question taken apart by what it
asks and by time, all of one moment."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from shop.statistics.answering import Answered, Line, ask
from shop.statistics.charts import Point
from shop.statistics.copied import usual_engine
from shop.statistics.figures import Counted
from shop.statistics.forms import QuestionForm
from shop.statistics.question import By, Question, month_after
from shop.statistics.snapshot import one_snapshot

# Longer periods are shown by month.
MOST_DAYS = 92
# What a page shows of a long ranking; its exports hold all of it.
MOST_LINES = 100


@dataclass(frozen=True)
class Seen:
    """A line with where its rows are, and where one asks on from it."""

    line: Line
    rows_url: str
    narrower_url: str = ""


@dataclass(frozen=True)
class Sheet:
    form: QuestionForm
    parts: Answered
    series: Answered
    # All the places of the other side together, where one of them is asked for.
    whole: Answered | None

    @property
    def total(self) -> Line:
        """Counted as the series counts orders: parcels, where no product is asked for."""
        return self.series.total

    @property
    def is_empty(self) -> bool:
        return self.total.is_empty

    @property
    def seen_parts(self) -> list[Seen]:
        return [
            Seen(line, self.rows_url(key=line.name.key), self.narrower_url(line))
            for line in self.parts.lines[:MOST_LINES]
        ]

    @property
    def left_out(self) -> int:
        return len(self.parts.lines) - len(self.parts.lines[:MOST_LINES])

    @property
    def seen_series(self) -> list[Seen]:
        return [
            Seen(line, self.rows_url(**days_of(line.name.key, self.series.question)))
            for line in self.series.lines
        ]

    @property
    def points(self) -> list[Point]:
        """Of every day or month of the period, those without sales too."""
        question, lines = self.series.question, {ln.name.key: ln for ln in self.series.lines}
        keys, day = [], question.first
        while day <= question.last:
            by_day = question.by == By.DAY
            keys.append(day.isoformat()[: 10 if by_day else 7])
            day = day + timedelta(days=1) if by_day else month_after(day)
        nothing = Line(None, Counted(), Counted(), Counted(), Counted())
        found = [(key, lines.get(key, nothing)) for key in keys]
        return [Point(key, ln.amount_fen, ln.previous.amount_fen) for key, ln in found]

    @property
    def all_rows_url(self) -> str:
        return self.rows_url()

    def rows_url(self, **changes: str) -> str:
        return self.url("statistics_rows", **changes)

    def narrower_url(self, line: Line) -> str:
        """The same question of this line alone; empty where nothing narrower can be asked."""
        by, side = self.parts.question.by, self.form.cleaned_data["side"]
        name = PARAMETER_OF.get(by, "")
        place = by.partition("_")[0]
        if place in ("origin", "destination"):
            name = "region" if place == side else "other" if place == self.form.other_side else ""
        if not name or not line.name.key:
            return ""
        asked = self.form.cleaned_data["region"]
        # The province a county lies in is wider than the county, and not its official's to ask.
        if name == "region" and asked and not self.form.lies_in(line.name.key, asked):
            return ""
        return self.url("statistics", **{name: line.name.key, "by": NEXT.get(by, by)})

    def url(self, page: str, **changes: str) -> str:
        return f"{reverse(page)}?{urlencode({**self.form.told(), **changes})}"


PARAMETER_OF = {
    By.PRODUCT: "product",
    By.CATEGORY: "category",
    By.CHANNEL: "channel",
    By.PAIRING: "pairing",
}
# By what the narrower question is taken apart.
NEXT = {
    By.ORIGIN_PROVINCE: By.ORIGIN_COUNTY,
    By.ORIGIN_COUNTY: By.PRODUCT,
    By.DESTINATION_PROVINCE: By.DESTINATION_PREFECTURE,
    By.DESTINATION_PREFECTURE: By.PRODUCT,
    By.CATEGORY: By.PRODUCT,
    By.PRODUCT: By.DESTINATION_PROVINCE,
}


def days_of(key: str, question: Question) -> dict[str, str]:
    """The days of a line of the series that the question asks of."""
    if question.by == By.DAY:
        return {"since": key, "until": key}
    first = max(question.first, question.first.fromisoformat(f"{key}-01"))
    last = min(question.last, month_after(first) - timedelta(days=1))
    return {"since": first.isoformat(), "until": last.isoformat()}


def sheet_of(form: QuestionForm) -> Sheet:
    question, engine = form.question(), usual_engine(form.reaches)
    by_time = By.DAY if (question.last - question.first).days < MOST_DAYS else By.MONTH
    with one_snapshot():
        series = ask(question.but(by=by_time), engine=engine)
        parts = ask(question, engine=engine)
        whole = None
        if form.cleaned_data["other"]:
            whole = ask(question.but(by="", **{form.other_side: None}), engine=engine)
        return Sheet(form, parts, series, whole)
