"""What rows cost to write and to sum.

    python -m tests.bench.statistics.writing

Prints as JSON: rows a second of a rebuild and of the roller, milliseconds that ten thousand pending
rows add to a figure, and how many transactions of a livestream there are with and without notes
for the roller.
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
from django.utils import timezone

from shop.models import Entry, Pending
from shop.statistics.engines import SummaryEngine
from shop.statistics.rolling import rebuild, roll
from tests.bench.statistics.questions import Asked

PENDING, ROLLED, SELLERS, SALES = 10_000, 50_000, 8, 40


def main() -> None:
    measured = {"rebuilt a second": Entry.objects.count() / seconds(rebuild)}
    if connection.vendor == "postgresql":
        measured |= {"pending": pending_adds(), "rolled a second": rolled_a_second(), **burst()}
    json.dump(measured, sys.stdout)


def seconds(work: Callable) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def pending_adds() -> float:
    """Rows of the last days, as a roller that stood still leaves them."""
    engine = SummaryEngine()
    question = Asked("totals").question(engine.reaches)
    usual = median(seconds(lambda: engine.answer(question)) for _ in range(9))
    write(PENDING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE shop_pending")
    waiting = median(seconds(lambda: engine.answer(question)) for _ in range(9))
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
            f"ORDER BY id DESC LIMIT {many}) AS last RETURNING id) "
            "INSERT INTO shop_pending SELECT id FROM new"
        )


def burst() -> dict[str, float]:
    """Everybody buys the same goods by the same channel, and each transaction has other work to do
    after its rows are written."""
    model = Entry.objects.filter(kind="sale").latest("pk")

    def sell(seller: int, with_note: bool) -> None:
        for number in range(SALES):
            with transaction.atomic():
                model_of = {
                    f.attname: getattr(model, f.attname) for f in Entry._meta.concrete_fields
                }
                new = Entry(**model_of | {"id": None, "recorded_at": timezone.now()})
                new.source = f"burst:{time.time_ns()}:{seller}:{number}"
                (new,) = Entry.objects.bulk_create([new])
                if with_note:
                    Pending.objects.bulk_create([Pending(entry_id=new.pk)])
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.005)")
        connections.close_all()

    def all_sell(with_note: bool) -> float:
        with ThreadPoolExecutor(SELLERS) as threads:
            work = [threads.submit(sell, n, with_note) for n in range(SELLERS)]
            return seconds(lambda: [done.result() for done in work])

    taken = {False: [], True: []}
    for _ in range(5):
        for with_note, times in taken.items():
            times.append(all_sell(with_note))
    roll()
    return {"burst": median(taken[False]) / median(taken[True])}


if __name__ == "__main__":
    main()
