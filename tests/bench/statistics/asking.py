"""Asks all questions of one database, beside DuckDB's raw scan of the same rows, on one core.

    python -m tests.bench.statistics.asking FOLDER

Prints milliseconds of the processor as JSON. The rows DuckDB scans lie in FOLDER afterwards.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

import duckdb
from django.db import connection
from django.db.models import Count, Sum

from shop.ledger.reach import Reaches
from shop.models import Entry
from shop.statistics.copied import usual_engine
from shop.statistics.growers import lots_behind
from shop.statistics.trusting import unconfirmed_behind
from tests.bench.statistics.questions import Asked, asked, of_lots

ROUNDS = 5
COLUMNS = (
    "id, answers_id, occurred_on, origin, destination, buyer_region, product_id, category_id, "
    "channel_id, online, buyer_kind, recognised, pairing_id, cooperative_id, organisation_id, "
    "campaign_id, recorded_at AT TIME ZONE 'UTC' AS recorded_at, "
    "amount_fen, weight_g, parcel_count, product_count, "
    "kind = 'sale' OR kind = 'correction' AND amount_fen < 0 AS sold, "
    "(SELECT lot_id FROM shop_lotsale WHERE entry_id = id) AS lot_id"
)
COPIED = {
    "rows": f"SELECT {COLUMNS} FROM shop_entry",
    "confirmed": "SELECT entry_id FROM shop_confirmedsale",
}
# What DuckDB would take for numbers, and for text.
TYPES = (
    "{'origin': 'VARCHAR', 'destination': 'VARCHAR', 'buyer_region': 'VARCHAR', "
    "'answers_id': 'BIGINT', 'lot_id': 'BIGINT'}"
)
# A sale is what a row is, or answers, or what that answers.
SALES = ("told.id", "told.answers_id", "answered.answers_id")


def main(folder: str) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    duck = exported(Path(folder))
    engine = usual_engine(Reaches())
    measured = {}
    middle = those_in_the_middle()
    for question in asked(**middle):
        ours, theirs = question.question(engine.reaches), question.sql()
        sides = {
            "ours": partial(engine.answer, ours),
            "duckdb": partial(all_of, duck, theirs),
        }
        compare(question.name, engine, ours, all_of(duck, theirs))
        measured[question.name] = timed(sides)
    for name, places in {"the country": {}, "a province": {"origin": middle["county"][:2]}}.items():
        sides = unconfirmed(duck, Asked("", **places), engine.reaches)
        measured[f"from rows: not confirmed, of {name}"] = timed(sides)
    for question in of_lots(**middle):
        measured[question.name] = timed(lots_sold(duck, question, engine.reaches))
    measured["Q9 rows of a county"] = timed(rows_of_a_county(duck, middle["county"]))
    json.dump(measured, sys.stdout)


def exported(folder: Path) -> duckdb.DuckDBPyConnection:
    duck = duckdb.connect(str(folder / "rows.duckdb"), config={"threads": 1})
    if duck.execute("FROM duckdb_tables() WHERE table_name = 'rows'").fetchall():
        return duck
    file = folder / "rows.csv"
    for table, select in COPIED.items():
        copy = f"COPY ({select}) TO STDOUT (FORMAT csv, HEADER)"
        with connection.cursor() as cursor, file.open("wb") as written, cursor.copy(copy) as rows:
            for data in rows:
                written.write(data)
        types = f", types={TYPES}" if table == "rows" else ""
        duck.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{file}'{types})")
        file.unlink()
    return duck


def all_of(duck: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    return duck.execute(sql).fetchall()


def those_in_the_middle() -> dict:
    """What sells, buys or is sold as much as the average does."""

    def middle(column: str, values: list | None = None):
        found = values or list(
            Entry.objects.exclude(**{column: None})
            .values(column)
            .annotate(n=Count("*"))
            .order_by("n")
        )
        average = sum(row["n"] for row in found) / len(found)
        return next(row[column] for row in found if row["n"] >= average)

    cities: dict[str, int] = {}
    for row in Entry.objects.values("destination").annotate(n=Count("*")):
        city = row["destination"][:4]
        cities[city] = cities.get(city, 0) + row["n"]
    by_city = sorted(
        ({"city": city, "n": n} for city, n in cities.items()), key=lambda row: row["n"]
    )
    return {
        "county": middle("origin"),
        "city": middle("city", by_city),
        "product": middle("product_id"),
        "cooperative": middle("cooperative_id"),
        "campaign": middle("campaign_id"),
        "unit": middle("organisation_id"),
    }


def compare(name: str, engine, question, found: list) -> None:
    """Both say the same, or nothing is measured."""
    answer = engine.answer(question)
    ours = sum(s.sold_fen for side in (answer.now, answer.before) for s in side.values())
    theirs = sum(row[3] or 0 for row in found)
    assert ours == theirs, (name, ours, theirs)


def timed(sides: dict[str, Callable]) -> dict[str, float]:
    """The median of each in milliseconds, one after the other in each round. Each is asked once
    before it counts: whoever scans all rows leaves the other nothing in the processor's caches."""
    taken = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, ask in sides.items():
            ask()
            begun = worked()
            ask()
            taken[name].append((worked() - begun) * 1000)
    return {name: median(times) for name, times in taken.items()}


def worked() -> float:
    """Seconds that this process, and the one of PostgreSQL that serves it, had of the processor."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        seconds += int(server.read_text().split()[0]) / 1e9
    return seconds


def unconfirmed(duck, asked: Asked, reaches: Reaches) -> dict[str, Callable]:
    found = unconfirmed_behind(asked.question(reaches), reaches)
    unknown = [f"NOT EXISTS (FROM confirmed WHERE entry_id = {sale})" for sale in SALES]
    sql = (
        "SELECT count(*), sum(told.amount_fen)::bigint "
        f"FROM (FROM rows WHERE NOT online AND {asked.conditions()}) AS told "
        "LEFT JOIN rows AS answered ON answered.id = told.answers_id "
        f"WHERE {' AND '.join(unknown)}"
    )
    sides = {
        "ours": lambda: tuple(found.aggregate(rows=Count("*"), fen=Sum("amount_fen")).values()),
        "duckdb": lambda: all_of(duck, sql)[0],
    }
    assert sides["ours"]() == sides["duckdb"](), asked
    return sides


def lots_sold(duck, asked: Asked, reaches: Reaches) -> dict[str, Callable]:
    question = asked.question(reaches)
    known = f"AND recorded_at <= TIMESTAMP '{asked.as_of:%Y-%m-%d %H:%M}'" if asked.as_of else ""
    undone = f"FROM rows WHERE answers_id = back.id {known}"
    sql = (
        "SELECT DISTINCT lot_id FROM rows AS told "
        f"WHERE lot_id IS NOT NULL AND {asked.conditions()} AND NOT EXISTS ("
        "FROM rows AS back WHERE answers_id = told.id AND weight_g = -told.weight_g "
        f"AND NOT EXISTS ({undone}) {known})"
    )
    sides = {"ours": partial(lots_behind, question), "duckdb": partial(all_of, duck, sql)}
    found = {lot.lot for lot in sides["ours"]()}
    assert found == {lot for (lot,) in sides["duckdb"]()}, asked
    return sides


def rows_of_a_county(duck, county: str) -> dict[str, Callable]:
    ours = Entry.objects.filter(origin=county).order_by("-occurred_on", "-pk")[:50]
    return {
        "ours": lambda: list(ours.values_list("pk", "occurred_on", "amount_fen")),
        "duckdb": partial(
            all_of,
            duck,
            f"SELECT occurred_on, amount_fen FROM rows WHERE origin = '{county}' "
            "ORDER BY occurred_on DESC LIMIT 50",
        ),
    }


if __name__ == "__main__":
    main(sys.argv[1])
