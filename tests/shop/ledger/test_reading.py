"""Who may read which rows of the ledger."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from shop.models import Entry
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger():
    world.country()
    plums = rows.product()
    for name, places in {
        "grown": {"origin": "500237", "destination": "110101"},
        "sent": {"origin": "620524", "destination": "370613", "buyer_region": "110101"},
        "bought": {"origin": "620524", "destination": "110101", "buyer_region": "370602"},
        "old": {"origin": "500105", "destination": "110101"},
    }.items():
        rows.sold(plums, source=name, **places)


def seen_by(user) -> set[str]:
    return set(Entry.objects.visible_to(user).values_list("source", flat=True))


@pytest.mark.parametrize(
    ("region", "seen"),
    [
        ("500237", {"grown"}),
        ("500000", {"grown", "old"}),
        ("500157", {"old"}),
        ("370600", {"sent", "bought"}),
        ("540000", set()),
        (None, {"grown", "sent", "bought", "old"}),
    ],
)
def test_an_official_sees_what_concerns_their_region(ledger, region, seen):
    assert seen_by(world.official(region)) == seen


def test_a_posting_that_ended_shows_nothing(ledger):
    assert seen_by(world.official("500237", ends_on=date(2021, 1, 1))) == set()


def test_nobody_else_reads_the_ledger(ledger):
    grower = world.cooperative()
    people = [world.user(), world.desk(grower), world.operator(), AnonymousUser()]
    assert [seen_by(person) for person in people] == [set()] * 4
