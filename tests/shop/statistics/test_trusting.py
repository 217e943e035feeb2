"""What nobody confirmed is the same whether notes tell it or the rows themselves."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Sum

from producers.models import Pairing
from shop.ledger.confirming import confirm, should_wait
from shop.ledger.reach import Reaches
from shop.models import Entry, Unconfirmed
from shop.statistics.question import Buyer, By, Question
from shop.statistics.sources import LEDGER
from shop.statistics.trusting import unconfirmed_behind
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

ALL = Question(first=date(2023, 1, 1), last=date(2025, 12, 31))


def asked(**filters) -> Question:
    places = {
        side: Reaches().of(filters.pop(side)) for side in ("origin", "destination") & filters.keys()
    }
    return ALL.but(**places, **filters)


def test_notes_say_what_the_rows_say_whatever_is_asked():
    world.country()
    rows.many(900)
    product = rows.product()
    pairings = tuple(Pairing.objects.values_list("pk", flat=True))
    sales = Entry.objects.filter(kind=Entry.Kind.SALE, online=False, destination="370602")
    assert confirm(sales, by=world.user()) == sales.count() > 10
    from_notes = [
        asked(),
        asked(by=By.PRODUCT, across=By.DESTINATION_PROVINCE, compare=True),
        asked(origin="50"),
        asked(origin="500237", destination="37"),
        asked(destination="3706", recognised=True),
        asked(channels=("LIVE", "UNION"), category="FRU"),
        asked(pairings=pairings),
        asked(buyer=Buyer.ORGANISATION),
        asked(online=False),
        asked(as_of=datetime(2026, 1, 3, tzinfo=UTC)),
    ]
    from_rows = [asked(product=product.pk)]
    for question in [*from_notes, *from_rows]:
        found = unconfirmed_behind(question, Reaches())
        assert (found.model is Unconfirmed) == (question in from_notes)
        right = LEDGER.rows(question, ALL.first, ALL.last) & should_wait()
        assert totals(found) == totals(right), question
        assert found.count() > 0
    assert not unconfirmed_behind(asked(online=True), Reaches()).exists()


def totals(found) -> tuple[int, int]:
    return found.count(), found.aggregate(fen=Sum("amount_fen", default=0))["fen"]
