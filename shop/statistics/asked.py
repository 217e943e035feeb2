"""What a page asks, changed in some of its words: as a question, and as the address of a page that
asks the same."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from shop.statistics.answering import Answered, ask
from shop.statistics.engines import LedgerEngine
from shop.statistics.forms import QuestionForm, opposite
from shop.statistics.question import Question


@dataclass(frozen=True)
class Asked:
    form: QuestionForm
    engine: LedgerEngine
    page: str = ""
    # The field of the form the page is about.
    about: str = ""
    changes: dict = field(default_factory=dict)

    def but(self, **changes) -> "Asked":
        return replace(self, changes=self.changes | changes)

    @property
    def said(self) -> dict:
        return self.form.cleaned_data | self.changes

    @cached_property
    def question(self) -> Question:
        return self.form.question(**self.changes)

    @property
    def last_day(self) -> date:
        """The last of its days that has come: who asks of all the year asks of later ones, too."""
        return min(self.question.last, timezone.localdate())

    def answer(self, **others) -> Answered:
        """Others are those fields of the question that no address has."""
        return ask(self.question.but(**others), engine=self.engine)

    @property
    def other_side(self) -> str:
        return opposite(self.said["side"])

    def rows_url(self, **changes) -> str:
        return self.url("statistics_rows", **changes)

    def rows_before_url(self, **changes) -> str:
        """The rows of the same days a year earlier."""
        before = self.question.a_year_before()
        return self.rows_url(since=before.first, until=before.last, **changes)

    def page_url(self, page: str, **changes) -> str:
        return self.url("statistics_page", page, **changes) if page else self.url(**changes)

    def url(self, name: str = "statistics", *args: str, **changes) -> str:
        told = self.form.told(**self.changes | changes)
        return f"{reverse(name, args=args)}?{urlencode(told)}"
