"""What a search of 20,000 products costs beside the plain list, each right after the catalogue
changed, so that nothing is kept of it; in processor time of the server and of PostgreSQL.

    make bench-search
"""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import psycopg

from tests.bench.__main__ import prepare
from tests.bench.aims import verdict
from tests.bench.buying import Browser
from tests.bench.processes import Database, Server, run, serving
from tests.run import postgresql

ROUNDS, TIMES = 5, 10
AIM = 1.5
# As whoever lists goods does: what was kept counts no more.
CHANGE = "UPDATE shop_catalogueversion SET number = number + 1"
SEARCHES = {
    "as it is written": ["脆李", "巫山", "奉节脐橙", "蜂蜜", "城口腊肉"],
    "by its sound": ["cuili", "wushan", "fengjie qicheng", "wscl", "lanmei"],
    "in English": ["plum", "honey", "Wushan orange", "blueberries", "black tea"],
    "with a slip": ["翠李", "五山脆李", "bluebery", "wusan cuili", "巫山的脆李"],
    "of what is not here": ["榴莲", "durian", "xyz", "海参", "lobster tails"],
}


def main() -> int:
    reached = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="shanhuo-bench-")))
        database = Database(stack.enter_context(postgresql()))
        on_postgresql = prepare(database.create("market"), folder / "postgresql")
        on_sqlite = prepare(f"sqlite:///{folder}/market.sqlite3", folder / "sqlite")
        for environment in (on_postgresql, on_sqlite):
            run("-m tests.bench.assortment", environment)
        database.tidy(on_postgresql["SHANHUO_DATABASE_URL"])
        # One connection for all the changes: its process must not come and go while it is measured.
        postgres = psycopg.connect(on_postgresql["SHANHUO_DATABASE_URL"], autocommit=True)
        stack.enter_context(postgres)
        sqlite = sqlite3.connect(folder / "market.sqlite3", timeout=20, isolation_level=None)
        stack.callback(sqlite.close)
        for name, environment, connection, used in (
            ("PostgreSQL", on_postgresql, postgres, database.used),
            ("SQLite", on_sqlite, sqlite, lambda: 0),
        ):
            with serving("cms.wsgi:application", environment) as server:
                reached &= report(name, compare(server, connection, used))
    return 0 if reached else 1


def compare(server: Server, connection, used: Callable) -> dict[str, float]:
    """The milliseconds of the plain list and of each kind of search."""

    def cost(addresses: list[str]) -> float:
        before = server.used() + used()
        for number in range(TIMES):
            connection.execute(CHANGE)
            Browser(server.port).get(addresses[number % len(addresses)])
        return (server.used() + used() - before) / TIMES

    asked = {"the plain list": ["/products/"]} | {
        kind: [f"/products/?{urlencode({'q': typed})}" for typed in typed_so]
        for kind, typed_so in SEARCHES.items()
    }
    for addresses in asked.values():
        cost(addresses)
    costs = {kind: [] for kind in asked}
    for _ in range(ROUNDS):
        for kind, addresses in asked.items():
            costs[kind].append(cost(addresses))
    return {kind: median(spent) for kind, spent in costs.items()}


def report(name: str, costs: dict[str, float]) -> bool:
    """Whether the aim is reached: no search costs more than so many times the plain list."""
    plain = costs["the plain list"]
    print(f"\n{name}: processor milliseconds, median of {ROUNDS} rounds; aim {AIM} times the list")
    for kind, spent in costs.items():
        ratio = spent / plain
        print(f"{kind:<26}{spent:>8.1f}{ratio:>8.2f}  {verdict(ratio <= AIM)}", flush=True)
    return max(costs.values()) <= AIM * plain


if __name__ == "__main__":
    sys.exit(main())
