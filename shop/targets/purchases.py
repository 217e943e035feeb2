"""What an organisation bought here in a year, as the ledger has it. What it bought elsewhere is
reported under a name, which anybody might give their organisation: it does not count here."""

from dataclasses import dataclass
from datetime import date, datetime

from shop.buyers.models import Organisation
from shop.statistics import figures
from shop.statistics.answering import Answered, Line, ask
from shop.statistics.copied import usual_engine
from shop.statistics.question import By, Question
from shop.statistics.snapshot import one_snapshot
from shop.targets.bought import questions_of_assistance


@dataclass(frozen=True)
class Purchases:
    """A year by month, county of origin and channel; and how much of it was recognised goods, and
    how much counts as bought for assistance."""

    total: Line
    months: list[Line]
    counties: list[Line]
    channels: list[Line]
    recognised: Line
    others: Line
    assistance_fen: int

    @property
    def recognised_share(self) -> float | None:
        return figures.ratio(self.recognised.amount_fen, self.total.amount_fen)

    @property
    def assistance_share(self) -> float | None:
        return figures.ratio(self.assistance_fen, self.total.amount_fen)


def question_of(
    organisation: Organisation, year: int, *, as_of: datetime | None = None
) -> Question:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Question(first=first, last=last, organisation=organisation.pk, as_of=as_of)


def purchases_of(
    organisation: Organisation, year: int, *, as_of: datetime | None = None
) -> Purchases:
    question, engine = question_of(organisation, year, as_of=as_of), usual_engine()

    def answer(asked: Question) -> Answered:
        return ask(asked, engine=engine)

    with one_snapshot():
        months = answer(question.but(by=By.MONTH))
        return Purchases(
            total=months.total,
            months=months.lines,
            counties=answer(question.but(by=By.ORIGIN_COUNTY)).lines,
            channels=answer(question.but(by=By.CHANNEL)).lines,
            recognised=answer(question.but(recognised=True)).total,
            others=answer(question.but(recognised=False)).total,
            assistance_fen=sum(
                answer(part).total.amount_fen for part in questions_of_assistance(question)
            ),
        )
