"""What figures cost beside DuckDB's raw scan of the same rows in the same run, and what the ledger
costs whoever writes it. Ratios count, not milliseconds; of figures those of the processor, so that
little is told by what else the machine does.

    make bench-statistics [ROWS=10000000]
"""

import itertools
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psycopg

from tests.bench.__main__ import ROUNDS, Row, buy, fill_market, measure
from tests.bench.aims import verdict
from tests.bench.buying import Browser
from tests.bench.processes import Database, run, sandbox, serving
from tests.run import postgresql

TENTH = 10
BOUGHT = 20
# As a server of 16 GB has it; no query is compiled, none takes a second core.
SERVER = {
    "shared_buffers": "4GB",
    "effective_cache_size": "12GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "20GB",
    "max_parallel_workers_per_gather": "0",
    "random_page_cost": "1.1",
}

COPIED = {
    # Without what measuring wrote.
    "shop_entry": "source ~ '^(bench|back):'",
    "shop_confirmedsale": "true",
    "producers_lot": "true",
    "shop_lotsale": "true",
}
# But for those the database makes itself.
COLUMNS = (
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_name = %s AND is_generated = 'NEVER'"
)


def main(rows: int) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="shanhuo-bench-")))
        database = Database(stack.enter_context(postgresql(**SERVER)))
        url = {"SHANHUO_DATABASE_URL": database.create("figures"), "SHANHUO_LOG_LEVEL": "ERROR"}
        prepare(url)
        tenth, _ = fill_and_ask(url, database, folder / "tenth", rows // TENTH)
        on_sqlite = ask_sqlite(url, folder, folder / "tenth")
        all_, written = fill_and_ask(url, database, folder / "all", rows)
        holds = [*figures(all_, tenth, on_sqlite, rows), *writing(written)]
        print("Buying with and without the ledger …", flush=True)
        provider = stack.enter_context(sandbox())
        market, known = fill_market(database, folder, provider)
        bought = buying(stack, database, market, known)
        holds.append(line("a paid order, beside one without ledger", bought, 1.05))
    return 0 if all(holds) else 1


def prepare(url: dict[str, str]) -> None:
    for command in ("migrate --verbosity 0", "load_regions", "load_reference"):
        run(f"manage.py {command}", url)


def fill_and_ask(url: dict, database: Database, folder: Path, rows: int) -> tuple[dict, dict]:
    print(f"Making {rows:,} rows, summing and asking …", flush=True)
    folder.mkdir()
    run(f"-m tests.bench.statistics.filling {rows}", url)
    database.tidy(url["SHANHUO_DATABASE_URL"])
    run("manage.py rebuild_summaries", url)
    database.tidy(url["SHANHUO_DATABASE_URL"])
    asked = json.loads(run(f"-m tests.bench.statistics.asking {folder}", url))
    return asked, json.loads(run("-m tests.bench.statistics.writing", url))


def ask_sqlite(url: dict, folder: Path, rows_of_duckdb: Path) -> dict:
    """The same rows there: keys to other tables are not asked for."""
    file = folder / "figures.sqlite3"
    there = {**url, "SHANHUO_DATABASE_URL": f"sqlite:///{file}"}
    prepare(there)
    with (
        psycopg.connect(url["SHANHUO_DATABASE_URL"]) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        for table, condition in COPIED.items():
            copy(source, target, table, condition)
        target.commit()
        target.execute("ANALYZE")
    run("manage.py rebuild_summaries", there)
    return json.loads(run(f"-m tests.bench.statistics.asking {rows_of_duckdb}", there))


def copy(source, target, table: str, condition: str) -> None:
    names = [name for (name,) in source.execute(COLUMNS, [table])]
    columns = ", ".join(names)
    with source.cursor("rows") as found:
        found.itersize = 20_000
        found.execute(f"SELECT {columns} FROM {table} WHERE {condition}")
        target.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})",
            (tuple(map(plain, row)) for row in found),
        )


def plain(value):
    return value if value is None or isinstance(value, int | str) else str(value)


def figures(all_: dict, tenth: dict, on_sqlite: dict, rows: int) -> Iterator[bool]:
    """Prints them, and says of each aim whether it is reached."""
    print(f"\n{'beside DuckDB':44}{rows:>12,}{rows // TENTH:>12,}{'SQLite':>9}{'growth':>9}")
    table = [
        (name, *map(ratio, (all_[name], tenth[name], on_sqlite[name])), grown(all_, tenth, name))
        for name in all_
    ]
    for name, large, small, sqlite, growth in table:
        print(f"{name:44}{large:12.2f}{small:12.2f}{sqlite:9.2f}{growth:9.1f}")
    large, _, sqlite, growth = (list(column) for column in list(zip(*table, strict=True))[1:])
    print()
    yield line("the slowest figure", max(large), 3)
    yield line("the median figure", median(large), 1)
    yield line("the slowest on SQLite, of a tenth", max(sqlite), 8)
    products = {name for name in all_ if "products" in name}
    from_rows = {name for name in all_ if name.startswith("from rows: ")}
    others = all_.keys() - products - from_rows
    yield line("growth from a tenth", most_grown(all_, tenth, others), 3)
    yield line("growth of rankings of products", most_grown(all_, tenth, products), 6)


def ratio(times: dict) -> float:
    return times["ours"] / times["duckdb"]


def grown(all_: dict, tenth: dict, name: str) -> float:
    return all_[name]["ours"] / tenth[name]["ours"]


def most_grown(all_: dict, tenth: dict, names: set[str]) -> float:
    return max(grown(all_, tenth, name) for name in names)


def writing(written: dict) -> Iterator[bool]:
    yield line("rows a second of a rebuild", written["rebuilt a second"], 30_000, at_least=True)
    yield line("rows a second of the roller", written["rolled a second"], 30_000, at_least=True)
    yield line("ms that 10,000 pending rows add", written["pending"], 5)
    yield line("sales of a livestream, beside none noted", written["burst"], 0.90, at_least=True)


def buying(stack: ExitStack, database: Database, market: dict, known: dict) -> float:
    servers = {
        "site": stack.enter_context(serving("cms.wsgi:application", market)),
        "bare": stack.enter_context(
            serving("tests.bench.statistics.unledgered:application", market)
        ),
    }
    slugs, offers, buyers = known["slugs"], known["offers"], itertools.count(10)

    def buy_at(name: str):
        port = servers[name].port
        return lambda at, _: buy(Browser(port), slugs[at], offers[at], next(buyers))

    row = Row("paid", BOUGHT, buy_at("site"), buy_at("bare"))
    for _ in range(ROUNDS):
        measure(row, database, servers)
    return row.ratio


def line(what: str, is_: float, aim: float, *, at_least: bool = False) -> bool:
    holds = is_ >= aim if at_least else is_ <= aim
    aims = f"{'at least' if at_least else 'at most'} {aim:,}"
    print(f"{what:44}{is_:12,.2f}  {aims}: {verdict(holds)}", flush=True)
    return holds


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
