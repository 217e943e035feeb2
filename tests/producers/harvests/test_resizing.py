import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from producers.harvests import stock
from producers.harvests.resizing import resize
from producers.models import Lot
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot():
    world.country()
    return world.lot(world.cooperative(), 10_000)


def grams(lot) -> tuple:
    lot.refresh_from_db()
    return lot.total_g, lot.available_g, lot.held_g, lot.taken_g, lot.short_g


def test_a_raised_lot_has_more_left(lot):
    stock.hold(lot.pk, grams=4000, on=timezone.localdate())
    resize(lot, total_g=12_000, by=None)
    assert grams(lot) == (12_000, 8_000, 4_000, 0, 0)


def test_a_lowered_lot_has_less_left(lot):
    stock.hold(lot.pk, grams=4000, on=timezone.localdate())
    resize(lot, total_g=5_000, by=None)
    assert grams(lot) == (5_000, 1_000, 4_000, 0, 0)


def test_what_orders_count_on_beyond_the_harvest_is_short(lot):
    stock.hold(lot.pk, grams=4000, on=timezone.localdate())
    resize(lot, total_g=1_000, by=None)
    assert grams(lot) == (1_000, 0, 4_000, 0, 3_000)


def test_what_was_short_is_made_good_when_it_is_raised_again(lot):
    stock.hold(lot.pk, grams=4000, on=timezone.localdate())
    resize(lot, total_g=1_000, by=None)
    resize(lot, total_g=4_500, by=None)
    assert grams(lot) == (4_500, 500, 4_000, 0, 0)


def test_each_change_is_a_row(lot):
    by = world.desk(lot.cooperative)
    resize(lot, total_g=0, by=by, reason="冰雹")
    row = lot.changes.get()
    assert (row.kind, row.total_g, row.by, row.reason) == ("resized", 0, by, "冰雹")


class AnyOrderOfEvents(TestCase):
    """Whatever is held, taken, let go, put back and resized, in whatever order."""

    def setUp(self):
        world.country()
        self.lot = world.lot(world.cooperative(), 10_000)

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["hold", "take", "let_go", "put_back", "resize"]),
                st.integers(1, 15_000),
            ),
            max_size=12,
        )
    )
    def test_each_gram_stays_in_one_state(self, acts):
        lot = self.lot
        Lot.objects.filter(pk=lot.pk).update(
            total_g=10_000, available_g=10_000, held_g=0, taken_g=0, short_g=0
        )
        total, held, taken = 10_000, 0, 0
        for act, amount in acts:
            if act == "hold":
                try:
                    stock.hold(lot.pk, grams=amount, on=timezone.localdate())
                    held += amount
                    assert held + taken <= total
                except stock.SoldOut:
                    assert held + taken + amount > total
            elif act == "take":
                amount = min(amount, held)
                stock.take(lot.pk, grams=amount)
                held, taken = held - amount, taken + amount
            elif act == "let_go":
                amount = min(amount, held)
                stock.let_go(lot.pk, grams=amount)
                held -= amount
            elif act == "put_back":
                amount = min(amount, taken)
                stock.put_back(lot.pk, grams=amount)
                taken -= amount
            else:
                total = amount
                resize(lot, total_g=amount, by=None)
            left = total - held - taken
            assert grams(lot) == (total, max(left, 0), held, taken, max(-left, 0))
