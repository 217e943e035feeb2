from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from shop.models import CountyMonth, Entry, Pending, Product, WayMonth
from shop.statistics.checking import summary_against_entries
from shop.statistics.engines import LedgerEngine, SummaryEngine
from shop.statistics.models import MEASURES
from shop.statistics.question import By, Question
from shop.statistics.rolling import SUMMARIES, rebuild, roll
from shop.statistics.snapshot import one_snapshot
from tests import world
from tests.shop.statistics import rows


def differences() -> list:
    return [found for summary in SUMMARIES for found in summary_against_entries(summary)]


@pytest.mark.django_db
def test_what_is_pending_is_taken_into_every_summary_once():
    world.country()
    rows.many(300)
    pending = Pending.objects.count()
    assert roll(at_once=50) == pending > 300
    assert not Pending.objects.exists()
    assert all(summary.objects.exists() for summary in SUMMARIES)
    assert differences() == []
    assert roll() == 0


@pytest.mark.django_db
def test_every_summary_has_room_for_a_changed_sum():
    """Without it each change would be written into each index as well."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite changes a row where it lies")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE 'fillfactor=50' = ANY (reloptions)")
        with_room = {name for (name,) in cursor.fetchall()}
    assert {summary._meta.db_table for summary in SUMMARIES} <= with_room


@pytest.mark.django_db
def test_a_summary_that_is_wrong_is_found_and_made_again():
    world.country()
    plums = rows.product()
    rows.sold(plums, 10)
    roll()
    rows.sold(plums, 20)
    CountyMonth.objects.update(sold_fen=1)
    assert [(found.expected["sold_fen"], found.found["sold_fen"]) for found in differences()] == [
        (1000, 1)
    ]
    WayMonth.objects.all().delete()
    CountyMonth.objects.create(
        month=date(2022, 7, 1),
        origin="500236",
        cooperative_id=0,
        online=True,
        **dict.fromkeys(MEASURES, 1),
    )
    rebuild()
    assert differences() == []
    assert CountyMonth.objects.count() == WayMonth.objects.count() == 1
    assert Pending.objects.count() == 1
    call_command("rebuild_summaries")
    assert not Pending.objects.exists()
    assert differences() == []


class Undone(Exception):
    pass


def writes(seed: int, product: Product, times: int) -> None:
    """Sells and refunds, and now and then takes it all back before it is done."""
    random = Random(seed)
    try:
        for _ in range(times):
            try:
                with transaction.atomic():
                    sales = [rows.a_sale(random, [product]) for _ in range(3)]
                    rows.write(sales)
                    if random.random() < 0.2:
                        raise Undone
            except Undone:
                pass
    finally:
        connections.close_all()


def rolls(done: Event) -> int:
    rolled = 0
    try:
        while not done.is_set():
            rolled += roll(at_once=20)
    finally:
        connections.close_all()
    return rolled


def reads(done: Event) -> int:
    """A page's total is the sum of its parts, and both engines say the same, at any moment."""
    question = Question(first=date(2023, 1, 15), last=date(2025, 12, 20))
    pages = 0
    try:
        while not done.is_set():
            with one_snapshot():
                by_ledger = LedgerEngine().answer(question).now
                by_summary = SummaryEngine().answer(question).now
                by_month = SummaryEngine().answer(question.but(by=By.MONTH)).now
            assert by_summary == by_ledger
            total = sum(sums.rows for sums in by_ledger.values())
            assert sum(sums.rows for sums in by_month.values()) == total
            pages += 1
    finally:
        connections.close_all()
    return pages


def test_nothing_is_lost_or_counted_twice_while_many_sell_and_two_roll(fresh_database):
    world.country()
    product = rows.product()
    done = Event()
    with ThreadPoolExecutor(7) as threads:
        writers = [threads.submit(writes, seed, product, 60) for seed in range(4)]
        rollers = [threads.submit(rolls, done) for _ in range(2)]
        reader = threads.submit(reads, done)
        try:
            for writer in writers:
                writer.result()
        finally:
            done.set()
        assert sum(roller.result() for roller in rollers) > 0
        assert reader.result() > 0
    roll()
    assert Entry.objects.count() % 3 == 0
    assert not Pending.objects.exists()
    assert differences() == []


@pytest.mark.django_db
def test_inside_a_transaction_its_view_is_the_snapshot():
    with one_snapshot():
        assert Entry.objects.count() == 0


def test_who_only_reads_does_not_wait_for_who_writes(fresh_database):
    world.country()
    product = rows.product()

    def count() -> int:
        try:
            with one_snapshot():
                return Entry.objects.count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        rows.sold(product)
        assert threads.submit(count).result(timeout=15) == 0
    assert count() == 1
    assert connection.get_autocommit()
