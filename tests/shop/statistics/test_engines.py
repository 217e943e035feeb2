from datetime import date

import pytest

from shop.ledger.reach import Reaches
from shop.models import Pending
from shop.statistics.engines import LedgerEngine, SummaryEngine
from shop.statistics.question import By, Question
from shop.statistics.rolling import roll
from shop.statistics.sources import LEDGER, UNSUMMED
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


def test_old_codes_count_for_the_county_of_today():
    world.country()
    plums = rows.product()
    for code in ("500105", "500112", "500157"):
        rows.sold(plums, 10, origin=code, destination=code)
    roll()
    reaches = Reaches()
    for engine in (LedgerEngine(reaches), SummaryEngine(reaches)):
        year = Question(first=date(2022, 1, 1), last=date(2022, 12, 31), by=By.ORIGIN_COUNTY)
        assert {key: s.sold_fen for key, s in engine.answer(year).now.items()} == {"500157": 3000}
        here = year.but(origin=reaches.of("500157"), by="")
        assert engine.answer(here).now[""].sold_fen == 3000
        assert engine.answer(here.but(origin=reaches.of("500105"))).now[""].sold_fen == 3000
        there = year.but(origin=None, destination=reaches.of("500157"), by="")
        assert engine.answer(there).now[""].sold_fen == 3000


def test_a_successor_learned_of_later_counts_for_what_is_summed_already():
    world.country()
    rows.sold(rows.product(), 10, origin="500236")
    roll()
    moved = world.Region.objects.get(pk="500236")
    moved.until_year, moved.successor_id = 2025, "620524"
    moved.save()
    year = Question(first=date(2022, 1, 1), last=date(2022, 12, 31), by=By.ORIGIN_PROVINCE)
    for engine in (LedgerEngine(), SummaryEngine()):
        assert engine.answer(year).now.keys() == {"620000"}
        gansu = year.but(origin=engine.reaches.of("62"), by="")
        assert engine.answer(gansu).now[""].sold_fen == 1000
        assert engine.answer(year.but(origin=engine.reaches.of("50"))).now == {}


def test_a_county_that_moved_to_another_city_is_sent_to_where_it_lies_today():
    """Each of a province by city: of cities whose counties were known to have moved, of one learned
    of later, and of counties that lie in none."""
    world.country()
    world.region("371200", "prefecture", "莱芜市", "莱芜", "Laiwu", until=2019, successor="370200")
    for code, city in (("371202", "370200"), ("370681", "370600"), ("469001", None)):
        world.region(code, "county", f"{code}县", code, code, parent=city)
    plums = rows.product()
    for code, packs in (("371202", 1), ("370681", 2), ("370613", 4), ("469001", 8)):
        rows.sold(plums, packs, origin="500237", destination=code)
    roll()
    for code in ("371202", "370681"):
        world.Region.objects.filter(pk=code).update(until_year=2025, successor="370203")
        for engine in (LedgerEngine(), SummaryEngine()):
            year = Question(
                first=date(2022, 1, 1),
                last=date(2022, 12, 31),
                by=By.DESTINATION_PREFECTURE,
                origin=engine.reaches.of("50"),
            )
            sold = {key: sums.sold_fen for key, sums in engine.answer(year).now.items()}
            moved = 100 if code == "371202" else 300
            assert sold == {"370200": moved, "370600": 700 - moved, "469001": 800}
    assert engine.reaches.cross_cities


def test_a_leap_day_is_compared_with_the_28th():
    world.country()
    plums = rows.product()
    rows.sold(plums, 3, occurred_on=date(2023, 2, 28))
    rows.sold(plums, 5, occurred_on=date(2024, 2, 29))
    day = Question(first=date(2024, 2, 29), last=date(2024, 2, 29), compare=True, by=By.DAY)
    answer = SummaryEngine().answer(day)
    assert answer.now["2024-02-29"].sold_fen == 500
    assert answer.before["2024-02-29"].sold_fen == 300
    both = SummaryEngine().answer(day.but(first=date(2024, 2, 28)))
    assert both.before["2024-02-28"].sold_fen == 300
    spring = Question(first=date(2025, 2, 1), last=date(2025, 3, 31), compare=True, by=By.DAY)
    assert SummaryEngine().answer(spring).before["2025-02-28"].sold_fen == 500


def test_a_month_after_a_leap_day_is_compared_alike_alone_and_within_its_year():
    world.country()
    plums = rows.product()
    for day in (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)):
        rows.sold(plums, 5, occurred_on=day)
    roll()
    february, december = date(2025, 2, 28), date(2025, 12, 31)
    for last, by, before in (
        (february, "", {"": 1000}),
        (february, By.MONTH, {"2025-02": 1000}),
        (february, By.DAY, {"2025-02-28": 1000}),
        (december, By.MONTH, {"2025-02": 1000, "2025-03": 500}),
        (december, By.DAY, {"2025-02-28": 1000, "2025-03-01": 500}),
    ):
        asked = Question(first=date(2025, 2, 1), last=last, by=by, compare=True)
        for engine in (LedgerEngine(), SummaryEngine()):
            found = {key: sums.sold_fen for key, sums in engine.answer(asked).before.items()}
            assert found == before, (asked, engine)


def test_whole_months_are_read_from_a_summary_and_the_tail_from_what_is_pending():
    world.country()
    plums = rows.product()
    rows.sold(plums, 10, occurred_on=date(2022, 7, 9))
    roll()
    rows.sold(plums, 20, occurred_on=date(2022, 7, 10))
    assert Pending.objects.count() == 1
    july = Question(first=date(2022, 7, 1), last=date(2022, 7, 31))
    engine = SummaryEngine()
    summary, tail = engine.parts(july)
    assert summary.source is not LEDGER
    assert tail.source is UNSUMMED
    assert engine.answer(july).now[""].sold_fen == 3000


def test_of_whoever_had_no_row_yet_nothing_is_reported():
    world.country()
    rows.sold(rows.product(), recorded_at=rows.at_end_of(date(2022, 7, 31)))
    roll()
    july = Question(
        first=date(2022, 7, 1),
        last=date(2022, 7, 31),
        by=By.COOPERATIVE,
        as_of=rows.at_end_of(date(2022, 7, 30)),
    )
    for engine in (LedgerEngine(), SummaryEngine()):
        assert engine.answer(july).now == {}, engine


def test_what_was_recorded_later_is_not_in_what_was_reported(django_assert_num_queries):
    world.country()
    plums = rows.product()
    rows.sold(plums, 10, recorded_at=rows.at_end_of(date(2022, 7, 31)))
    rows.sold(plums, 20, recorded_at=rows.at_end_of(date(2022, 8, 2)))
    roll()
    july = Question(
        first=date(2022, 7, 1),
        last=date(2022, 7, 31),
        as_of=rows.at_end_of(date(2022, 8, 1)),
    )
    engine = SummaryEngine()
    assert engine.reaches.cross_provinces is False
    with django_assert_num_queries(1):
        assert engine.answer(july).now[""].sold_fen == 1000


def test_of_days_after_the_moment_only_what_was_told_ahead_was_reported():
    world.country()
    plums = rows.product()
    for day, recorded, yuan in ((9, 9, 10), (10, 20, 20), (17, 12, 160), (25, 12, 40)):
        at = rows.at_end_of(date(2022, 7, recorded))
        rows.sold(plums, yuan, occurred_on=date(2022, 7, day), recorded_at=at)
    roll()
    at = rows.at_end_of(date(2022, 7, 12))
    rows.sold(plums, 80, occurred_on=date(2022, 7, 11), recorded_at=at)
    as_of = rows.at_end_of(date(2022, 7, 15))
    for first, fen in ((1, 1000 + 8000 + 16000 + 4000), (20, 4000)):
        days = Question(first=date(2022, 7, first), last=date(2022, 7, 31), as_of=as_of)
        for engine in (LedgerEngine(), SummaryEngine()):
            assert engine.answer(days).now[""].sold_fen == fen


def test_a_question_about_nothing_has_no_keys():
    world.country()
    day = Question(first=date(2022, 7, 1), last=date(2022, 7, 1), compare=True)
    answer = SummaryEngine().answer(day)
    assert (answer.now, answer.before) == ({}, {})
