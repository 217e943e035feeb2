"""Who sells, refunds and takes back what they began, and who rolls, while a test looks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Event

from django.db import connection, connections, transaction

from shop.models import Entry, Product
from tests import world
from tests.shop.statistics import rows


class TakenBack(Exception):
    pass


def a_market():
    """Gives an offer of one of its products."""
    world.country()
    for name in ("巫山脆李干", "巫山茶"):
        rows.product(name)
    return world.plums(grams=10**9)


@contextmanager
def at_work(offer, *, writers: int, rollers: list[Callable]):
    """Meanwhile so many sell, each in a thread of their own, and so does each roller."""
    done = Event()
    with ThreadPoolExecutor(writers + len(rollers)) as threads:
        selling = [threads.submit(closing(sell), n, offer, done) for n in range(writers)]
        rolling = [threads.submit(closing(repeat), work, done) for work in rollers]
        try:
            yield
        finally:
            done.set()
        for writer in selling:
            writer.result()
        assert all(roller.result() for roller in rolling)


def sell(seed: int, offer, done: Event) -> None:
    """Orders of the shop and rows of reports; of some sales a part is refunded, some transactions
    stay open for long, and some are rolled back."""
    random, sold, products = Random(seed), [], list(Product.objects.all())
    while not done.is_set():
        try:
            with transaction.atomic():
                if random.random() < 0.1:
                    world.paid_order(offer, email=f"{seed}@shanhuo.example")
                new = [rows.a_sale(random, products) for _ in range(random.randint(1, 3))]
                new = rows.write(new)
                if sold and random.random() < 0.3:
                    refund_half(sold.pop())
                keep_open(random)
                if random.random() < 0.15:
                    raise TakenBack
            sold += new
        except TakenBack:
            pass


def refund_half(sale: Entry) -> None:
    half = sale.amount_fen // 2 / 100
    rows.a_refund_of(sale, half, at=rows.at_end_of(sale.occurred_on))


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


def closing(work: Callable) -> Callable:
    def closed(*given):
        try:
            return work(*given)
        finally:
            connections.close_all()

    return closed
