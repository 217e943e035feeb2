from datetime import date, timedelta

import pytest

from producers.harvests.opening import BatchTaken, next_batch, open_again, open_lot, years_later
from producers.models import Lot
from tests import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


def last_season(grower, **fields) -> Lot:
    fields = {
        "harvest_from": date(2025, 6, 25),
        "harvest_to": date(2025, 8, 20),
        "sells_from": date(2025, 6, 1),
        "sells_to": date(2025, 8, 25),
        **fields,
    }
    return world.lot(grower, 10_000, **fields)


def test_all_grams_are_to_be_had_and_a_row_says_who_opened_it(grower):
    by = world.desk(grower)
    lot = Lot(
        cooperative=grower,
        batch="A",
        produce_zh="巫山脆李",
        harvest_from=TODAY,
        harvest_to=TODAY,
        sells_from=TODAY,
        sells_to=TODAY,
        total_g=5000,
    )
    open_lot(lot, by=by)
    assert (lot.available_g, lot.changes.get().by, lot.changes.get().kind) == (5000, by, "opened")


def test_the_same_batch_opened_at_the_same_moment_is_refused(grower):
    lot = world.lot(grower, batch="A")
    lot.pk = None
    with pytest.raises(BatchTaken):
        open_lot(lot, by=None)


def test_the_next_season_lies_a_year_later(grower):
    again = open_again(last_season(grower), today=TODAY, by=None)
    assert (again.harvest_from, again.sells_to) == (date(2026, 6, 25), date(2026, 8, 25))
    assert (again.total_g, again.available_g, again.batch) == (10_000, 10_000, "2026-01")
    assert again.certificate is None


def test_a_season_of_some_years_ago_comes_back_this_year(grower):
    old = last_season(
        grower,
        harvest_from=date(2022, 6, 25),
        harvest_to=date(2022, 8, 20),
        sells_from=date(2022, 6, 1),
        sells_to=date(2022, 8, 25),
    )
    assert open_again(old, today=TODAY, by=None).sells_to == date(2026, 8, 25)


def test_a_season_over_for_this_year_comes_back_the_next(grower):
    spring = last_season(
        grower,
        harvest_from=date(2025, 3, 1),
        harvest_to=date(2025, 4, 1),
        sells_from=date(2025, 3, 1),
        sells_to=date(2025, 4, 1),
    )
    assert open_again(spring, today=TODAY, by=None).sells_to == date(2027, 4, 1)


def test_a_leap_day_becomes_the_28th():
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_batch_numbers_go_on_by_the_year(grower):
    assert next_batch(grower, year=2026) == "2026-01"
    for batch in ("2026-01", "2026-09", "2026-spring", "2025-12"):
        world.lot(grower, batch=batch)
    assert next_batch(grower, year=2026) == "2026-10"
    assert next_batch(world.cooperative(), year=2026) == "2026-01"


def test_a_season_that_still_runs_is_copied_to_the_next_year(grower):
    soon = TODAY + timedelta(days=30)
    running = last_season(grower, sells_to=soon, harvest_to=soon)
    assert open_again(running, today=TODAY, by=None).sells_to == date(2027, 7, 31)
