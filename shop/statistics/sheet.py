"""What a page of figures shows, and what its exports hold: one question in the composition of the
page, all of one moment."""

from dataclasses import dataclass

from shop.statistics import figures
from shop.statistics.answering import Answered, Line
from shop.statistics.asked import Asked
from shop.statistics.blocks import Series, series_of
from shop.statistics.copied import usual_engine
from shop.statistics.figures import Households
from shop.statistics.forms import QuestionForm
from shop.statistics.growers import lots_behind
from shop.statistics.pages import OVERVIEW, Page
from shop.statistics.snapshot import one_snapshot
from shop.statistics.trusting import Trust, trust_in


@dataclass(frozen=True)
class Answers:
    """What a sentence is made of."""

    asked: Asked
    series: Series
    # All the places of the other side together, where one of them is asked for.
    whole: Answered | None

    @property
    def form(self) -> QuestionForm:
        return self.asked.form

    @property
    def total(self) -> Line:
        """Counted as the series counts orders: parcels, where no product is asked for."""
        return self.series.answered.total

    @property
    def is_empty(self) -> bool:
        return self.total.is_empty


@dataclass(frozen=True)
class Sheet(Answers):
    blocks: list
    trust: Trust
    # Only where the page tells them.
    households: Households | None
    # What is recorded by now, where the page shows what was recorded until then.
    corrected: Line | None

    def block(self, name: str):
        return next(block for block in self.blocks if block.name == name)


def answers_to(form: QuestionForm, page: Page = OVERVIEW) -> Answers:
    asked = Asked(form, usual_engine(form.reaches), page.slug, page.about)
    with one_snapshot():
        whole = asked.but(other="", by="").answer() if asked.said["other"] else None
        return Answers(asked, series_of(asked), whole)


def sheet_of(form: QuestionForm, page: Page = OVERVIEW) -> Sheet:
    with one_snapshot():
        answers = answers_to(form, page)
        asked, series = answers.asked, answers.series
        corrected = None
        if asked.said["as_of"]:
            corrected = asked.but(as_of=None, by="").answer().total
        blocks = [build(asked, series) for build in page.blocks_for(asked)]
        households = None
        if page.has_households:
            households = figures.households(lots_behind(asked.question))
        trust = trust_in(asked)
        return Sheet(asked, series, answers.whole, blocks, trust, households, corrected)
