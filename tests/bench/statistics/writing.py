"""What rows cost to write and to sum.

    python -m tests.bench.statistics.writing

Prints as JSON: rows a second of a rebuild and of the roller, milliseconds of the processor that ten
thousand pending rows add to a figure, and how many transactions of a livestream there are with and
without notes for the roller.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.db import connection, connections, transaction

from shop.ledger import inserting
from shop.ledger import writing as ledger
from shop.models import Entry
from shop.statistics.engines import SummaryEngine
from shop.statistics.rolling import rebuild, roll
from tests.bench.statistics.asking import worked
from tests.bench.statistics.questions import Asked

PENDING, ROLLED, SELLERS, SALES = 10_000, 200_000, 8, 40


def main() -> None:
    measured = {
        "pending": pending_adds(),
        "rolled a second": rolled_a_second(),
        **burst(),
        # Last: its table of all rows is still being written to disk when it is done.
        "rebuilt a second": Entry.objects.count() / seconds(rebuild),
    }
    json.dump(measured, sys.stdout)


def seconds(work: Callable, clock: Callable = time.perf_counter) -> float:
    begun = clock()
    work()
    return clock() - begun


def pending_adds() -> float:
    """Rows of the last days, as a roller that stood still leaves them."""
    engine = SummaryEngine()
    question = Asked("totals").question(engine.reaches)
    usual = median(seconds(lambda: engine.answer(question), worked) for _ in range(9))
    write(PENDING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE shop_pending")
    waiting = median(seconds(lambda: engine.answer(question), worked) for _ in range(9))
    roll()
    return (waiting - usual) * 1000


def rolled_a_second() -> float:
    write(ROLLED)
    return ROLLED / seconds(roll)


def write(many: int) -> None:
    """The latest rows once more."""
    columns = [f.column for f in Entry._meta.concrete_fields if f.column != "id"]
    changed = {"source": "'again:' || nextval('bench_again')"}
    values = [changed.get(name, name) for name in columns]
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS bench_again")
        cursor.execute(
            f"WITH new AS (INSERT INTO shop_entry ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM (SELECT * FROM shop_entry WHERE kind = 'sale' "
            f"ORDER BY id DESC LIMIT {many}) AS last RETURNING *) {inserting.NOTE}new"
        )


def burst() -> dict[str, float]:
    """Everybody buys the same goods by the same channel, and each transaction has other work to do
    after its rows are written."""
    model = Entry.objects.filter(kind="sale", online=True).latest("pk")
    said = {f.attname: getattr(model, f.attname) for f in inserting.SAID}

    def sell(seller: int) -> None:
        for number in range(SALES):
            with transaction.atomic():
                source = f"burst:{time.time_ns()}:{seller}:{number}"
                ledger.write([Entry(**said | {"source": source})])
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.005)")
        connections.close_all()

    def all_sell(statement: str) -> float:
        inserting.INSERT_AND_NOTE = statement
        with ThreadPoolExecutor(SELLERS) as threads:
            work = [threads.submit(sell, n) for n in range(SELLERS)]
            return seconds(lambda: [done.result() for done in work])

    noted = inserting.INSERT_AND_NOTE
    without = (
        f"WITH new AS ({inserting.INSERT}), lots AS (SELECT %s::text[], %s::bigint[]) TABLE new"
    )
    taken = {without: [], noted: []}
    for _ in range(5):
        for statement, times in taken.items():
            times.append(all_sell(statement))
    roll()
    return {"burst": median(taken[without]) / median(taken[noted])}


if __name__ == "__main__":
    main()
