"""How far the figures of a page can be trusted: who of those expected has reported its days, and
what was sold offline and nobody confirmed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse

from shop.catalogue.keeping import NEVER_CHANGES, kept
from shop.ledger.confirming import unconfirmed
from shop.ledger.reports.completeness import completeness
from shop.statistics.asked import Asked
from shop.statistics.keys import rows_behind


@dataclass(frozen=True)
class Trust:
    # Channels of places.
    reported: int
    expected: int
    missing_url: str
    # Rows, and their fen; the amounts of the page hold them.
    unconfirmed: int
    unconfirmed_fen: int
    unconfirmed_url: str

    @property
    def is_complete(self) -> bool:
        return self.reported == self.expected


def trust_in(asked: Asked) -> Trust:
    question, place = asked.question, asked.said["region"]
    reported, expected = counts_of(asked, place)
    days = {"since": question.first, "until": question.last, "place": place}
    rows = unconfirmed(rows_behind(question, key=None, reaches=asked.form.reaches))
    sums = rows.aggregate(rows=Count("pk"), amount_fen=Sum("amount_fen", default=0))
    return Trust(
        reported,
        expected,
        f"{reverse('reports_missing')}?{urlencode(days)}",
        sums["rows"],
        sums["amount_fen"],
        asked.rows_url(unconfirmed=True),
    )


def counts_of(asked: Asked, place: str) -> tuple[int, int]:
    """Kept a minute: of the whole country there are thousands to count."""
    question = asked.question
    reach = asked.form.reaches.of(place) if place else None

    def count() -> tuple[int, int]:
        found = completeness(reach, question.first, question.last)
        return found.reported, found.expected

    name = f"statistics-complete-{place}-{question.first}-{question.last}"
    return kept(name, NEVER_CHANGES, count)
