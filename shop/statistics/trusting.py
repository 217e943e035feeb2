"""How far the figures of a page can be trusted: who of those expected has reported its days, and
what was sold offline and nobody confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from producers.regions.models import Posting
from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.ledger.confirming import unconfirmed
from shop.ledger.models import Unconfirmed
from shop.ledger.reach import Reaches
from shop.ledger.reports.completeness import completeness
from shop.statistics.asked import Asked
from shop.statistics.keys import rows_behind
from shop.statistics.question import Question
from shop.statistics.sources import Source, columns_asked

NOTES = Source(Unconfirmed, time="occurred_on")


@dataclass(frozen=True)
class Reported:
    # Channels of places.
    reported: int
    expected: int
    missing_url: str

    @property
    def is_complete(self) -> bool:
        return self.reported == self.expected


@dataclass(frozen=True)
class Trust(Reported):
    # Rows, and their fen; the amounts of the page hold them.
    unconfirmed: int
    unconfirmed_fen: int
    unconfirmed_url: str


def trust_in(asked: Asked) -> Trust:
    question, reaches = asked.question, asked.form.reaches
    rows = unconfirmed_behind(question, reaches)
    sums = rows.aggregate(rows=Count("*"), amount_fen=Sum("amount_fen", default=0))
    return Trust(
        *reported_by(asked.said["region"], question.first, question.last, reaches),
        sums["rows"],
        sums["amount_fen"],
        asked.rows_url(unconfirmed=True),
    )


def unconfirmed_behind(question: Question, reaches: Reaches) -> QuerySet:
    """The rows nobody confirmed, or, where these tell apart what is asked, the notes of them."""
    asked = columns_asked(question.but(by="", across=""), reaches)
    if NOTES.covers(asked):
        return NOTES.rows(question, question.first, question.last)
    return unconfirmed(rows_behind(question, keys={}, reaches=reaches))


def reported_in(year: int, postings: Iterable[Posting]) -> list[Reported]:
    """Of a year, in each place somebody is posted to."""
    days, reaches = (date(year, 1, 1), date(year, 12, 31)), Reaches()
    return [Reported(*reported_by(one.region_id or "", *days, reaches)) for one in postings]


def reported_by(place: str, first: date, last: date, reaches: Reaches) -> tuple[int, int, str]:
    """How many of the channels expected have reported, and where it is said who is missing."""
    days = {"since": first, "until": last, "place": place}
    missing_url = f"{reverse('reports_missing')}?{urlencode(days)}"
    return *counts_of(place, first, last, reaches), missing_url


def counts_of(place: str, first: date, last: date, reaches: Reaches) -> tuple[int, int]:
    """Kept a minute: of the whole country there are thousands to count."""

    def count() -> tuple[int, int]:
        found = completeness(reaches.of(place) if place else None, first, last)
        return found.reported, found.expected

    return kept(f"statistics-complete-{place}-{first}-{last}", NEVER_CHANGES, count)
