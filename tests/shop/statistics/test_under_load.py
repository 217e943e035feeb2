"""Figures are those of the committed rows at any moment, while eight sell, refund and take back
what they began, rollers roll and somebody rebuilds the summaries."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.db.models import Count, Sum

from shop.ledger.writing import Return, record_refund
from shop.models import Entry, Pending
from shop.statistics.checking import summary_against_entries
from shop.statistics.engines import Part, SummaryEngine
from shop.statistics.question import By, Question
from shop.statistics.rolling import SUMMARIES, addition, rebuild, roll, sums_of, values_of
from shop.statistics.snapshot import one_snapshot
from tests import world
from tests.shop.statistics import rows

WRITERS, PROBES = 8, 500
ALL = Question(first=date(2023, 1, 15), last=date(2026, 12, 20))


class TakenBack(Exception):
    pass


def sell(seed: int, offer, done: Event) -> None:
    """Orders of the shop and rows of reports; of some sales a part is refunded, some transactions
    stay open for long, and some are rolled back."""
    random, sold = Random(seed), []
    while not done.is_set():
        try:
            with transaction.atomic():
                if random.random() < 0.1:
                    world.paid_order(offer, email=f"{seed}@shanhuo.example")
                new = [rows.a_sale(random, [offer.product]) for _ in range(random.randint(1, 3))]
                new = rows.write(new)
                if sold and random.random() < 0.3:
                    refund(sold.pop())
                keep_open(random)
                if random.random() < 0.15:
                    raise TakenBack
            sold += new
        except TakenBack:
            pass


def refund(sale: Entry) -> None:
    part = Return(
        source=f"back:{sale.source}",
        answers=sale.source,
        amount_fen=sale.amount_fen // 2,
        weight_g=0,
    )
    record_refund([part], confirmed_at=rows.at_end_of(sale.occurred_on))


def keep_open(random: Random) -> None:
    """On SQLite who writes keeps all others waiting anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [random.choice([0, 0.02, 0.02, 0.1])])


def repeat(work: Callable, done: Event) -> int:
    """Until it is done; how often it was."""
    times = 0
    while not done.is_set():
        work()
        times += 1
    return times


def probe(engine_class: type[SummaryEngine], probes: int) -> int:
    """How many of so many views of the figures were wrong: another total than the rows have, or
    parts that are not the total."""
    wrong = 0
    for number in range(probes):
        with one_snapshot():
            engine = engine_class()
            total = engine.answer(ALL).now.get("")
            parts = engine.answer(ALL.but(by=(By.MONTH, By.PRODUCT, By.ORIGIN_COUNTY)[number % 3]))
            there = Entry.objects.filter(occurred_on__range=(ALL.first, ALL.last))
            fen, many = there.aggregate(fen=Sum("amount_fen"), many=Count("pk")).values()
        said = (total.sold_fen - total.refunded_fen, total.rows) if total else (None, 0)
        added = [sum(column) for column in zip(*parts.now.values(), strict=True)] or None
        wrong += said != (fen, many) or added != (total and list(total))
    return wrong


def closing(work: Callable) -> Callable:
    def closed(*given):
        try:
            return work(*given)
        finally:
            connections.close_all()

    return closed


def wrong_probes(offer, engine_class: type[SummaryEngine], rollers: list[Callable], probes: int):
    done = Event()
    with ThreadPoolExecutor(WRITERS + len(rollers) + 1) as threads:
        writers = [threads.submit(closing(sell), n, offer, done) for n in range(WRITERS)]
        rolling = [threads.submit(closing(repeat), work, done) for work in rollers]
        try:
            wrong = threads.submit(closing(probe), engine_class, probes).result()
        finally:
            done.set()
        for writer in writers:
            writer.result()
        assert all(roller.result() for roller in rolling)
    return wrong


def a_market():
    world.country()
    return world.plums(grams=10**9)


def test_every_figure_is_that_of_the_committed_rows(fresh_database):
    offer = a_market()
    rollers = [lambda: roll(at_once=50), lambda: roll(at_once=20), rebuild]
    if connection.vendor == "sqlite":
        del rollers[1]
    assert wrong_probes(offer, SummaryEngine, rollers, PROBES) == 0
    roll()
    assert not Pending.objects.exists()
    assert Entry.objects.filter(source__startswith="order:").exists()
    assert Entry.objects.filter(kind="refund").exists()
    assert [found for summary in SUMMARIES for found in summary_against_entries(summary)] == []


class AfterTheMark(Part):
    def rows(self, question):
        return super().rows(question).extra(where=["shop_entry.id > (SELECT id FROM mark)"])


class NaiveEngine(SummaryEngine):
    """Takes what has a higher id than the last row summed for what is not summed yet."""

    def parts(self, question):
        *parts, tail = super().parts(question)
        return [*parts, AfterTheMark(tail.source, tail.first, tail.last)]


@transaction.atomic
def roll_naively() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(id) FROM shop_entry), id FROM mark")
        last, mark = cursor.fetchone()
        new = values_of(f"SELECT {{}} FROM shop_entry WHERE id > {mark} AND id <= {last or mark}")
        for summary in SUMMARIES:
            cursor.execute(addition(summary, sums_of(summary, f"({new}) AS entries")))
        cursor.execute("UPDATE mark SET id = %s", [last or mark])


def test_a_mark_by_id_loses_rows_that_commit_late(fresh_database):
    if connection.vendor == "sqlite":
        pytest.skip("where one writes after the other ids are in the order of commits")
    offer = a_market()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mark AS SELECT 0::bigint AS id")
    assert wrong_probes(offer, NaiveEngine, [roll_naively], 100) > 0
