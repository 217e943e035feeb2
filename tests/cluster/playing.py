"""Sells, feeds the copy of the ledger, or asks it, until it is told to end; then says as JSON how
often what happened.

    python -m tests.cluster.playing stock|sell|feed|ask|catch_up SEED
"""

import json
import os
import signal
import sys
from collections import Counter
from datetime import date
from random import Random
from threading import Event

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.db import transaction

from shop.ledger.writing import Return, record_refund
from shop.models import Product
from shop.statistics import copying
from shop.statistics.clickhouse import Node, Unanswered, nodes
from shop.statistics.copied import CopyEngine
from shop.statistics.engines import LedgerEngine
from shop.statistics.question import By, Question
from shop.statistics.rolling import roll
from shop.statistics.snapshot import one_snapshot
from tests.shop.statistics import rows

# Of the answers that a batch was taken.
LOST = 0.2
PAUSE = 0.05
ALL = Question(first=date(2022, 1, 1), last=date(2027, 12, 31))
QUESTIONS = [
    ALL,
    ALL.but(by=By.MONTH),
    ALL.but(by=By.ORIGIN_COUNTY, across=By.CHANNEL),
    ALL.but(by=By.PRODUCT, first=date(2024, 1, 15)),
]

done = Event()


def stock(_: Random) -> Counter:
    goods = [
        ("巫山脆李", "500237", "FRU"),
        ("奉节脐橙", "500236", "FRU"),
        ("武山茶", "620524", "TEA"),
    ]
    return Counter(products=len([rows.product(*good) for good in goods]))


def sell(random: Random) -> Counter:
    """Rows of the ledger; half of some is refunded."""
    happened, products = Counter(), list(Product.objects.order_by("pk"))
    while not done.wait(PAUSE):
        sales = [rows.a_sale(random, products) for _ in range(random.randint(1, 20))]
        for sale in sales:
            sale.source = f"cluster:{random.getrandbits(64):016x}"
        with transaction.atomic():
            written = rows.write(sales)
            back = written[0]
            part = Return(
                source=f"back:{back.source}",
                answers=back.source,
                amount_fen=back.amount_fen // 2,
                weight_g=0,
            )
            record_refund([part], confirmed_at=rows.at_end_of(back.occurred_on))
        happened["rows sold"] += len(written)
    return happened


def feed(random: Random) -> Counter:
    """As the worker does, but that of the answers some are lost on their way."""
    happened, insert = Counter(), Node.insert

    def forgetful(node: Node, table: str, sent: bytes) -> None:
        insert(node, table, sent)
        happened["batches taken by a node"] += 1
        if random.random() < LOST:
            happened["answers lost"] += 1
            raise Unanswered("lost")

    Node.insert = forgetful
    while not done.wait(PAUSE):
        roll()
        try:
            copying.feed(at_once=500)
        except Unanswered:
            happened["batches nobody took"] += 1
    return happened


class Watched(CopyEngine):
    """Asks one node only, and says so where it is not believed."""

    def refused(self, error: Exception) -> None:
        self.why = type(error).__name__


def ask(random: Random) -> Counter:
    """Each node in turn, beside the ledger itself in one view of the database."""
    happened = Counter()
    while not done.wait(PAUSE):
        question, node = random.choice(QUESTIONS), random.choice(nodes())
        with one_snapshot():
            engine = Watched(nodes=[node])
            engine.why = "accepted"
            answer = engine.answer(question)
            is_right = answer.now == LedgerEngine().answer(question).now
        happened[engine.why] += 1
        happened["wrong"] += not is_right
    return happened


def catch_up(_: Random) -> Counter:
    roll()
    return Counter(rows=copying.feed())


PLAYS = {play.__name__: play for play in (stock, sell, feed, ask, catch_up)}

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: done.set())
    print(json.dumps(PLAYS[sys.argv[1]](Random(sys.argv[2]))))
