"""Two real nodes of ClickHouse, each killed twice while rows are sold, fed to them and asked for,
and a fifth of their answers to the feeders is lost. No wrong answer may be accepted, and in the end
both must hold what PostgreSQL holds.

    make test-cluster
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from shop.statistics.copying import TABLE
from tests.bench.processes import ROOT, TIED, Database, run
from tests.cluster.machines import NEEDED as CLUSTER
from tests.cluster.machines import Server, cluster
from tests.run import NEEDED, install_what_is_missing, postgresql

PLAYERS = {"sell": 3, "feed": 2, "ask": 2}
# Seconds between two blows, and that a node is away.
BETWEEN, AWAY = 8, 5
HELD = {
    "rows": ("count()", "count(*)"),
    "fen": ("sum(sold_fen - refunded_fen)", "sum(amount_fen)"),
    "grams": ("sum(weight_g)", "sum(weight_g)"),
    "rows told apart": ("uniqExact(id)", "count(DISTINCT id)"),
}


def main() -> int:
    install_what_is_missing({"postgresql": NEEDED["postgresql"], **CLUSTER})
    with TemporaryDirectory(prefix="shanhuo-cluster-") as folder, postgresql() as address:
        zookeeper, servers = cluster(Path(folder))
        try:
            return play(address, servers)
        finally:
            for machine in (*servers, zookeeper):
                machine.kill()


def play(address: str, servers: list[Server]) -> int:
    database = Database(address).create("cluster")
    site = {
        "SHANHUO_DATABASE_URL": database,
        "SHANHUO_STATISTICS_URL": ",".join(server.url for server in servers),
        "SHANHUO_LOG_LEVEL": "CRITICAL",
    }
    for command in ("migrate --verbosity 0", "load_regions", "load_reference", "copy_ledger"):
        run(f"manage.py {command}", site)
    run("-m tests.cluster.playing stock 0", site)
    happened = kill_while_they_play(site, servers)
    run("-m tests.cluster.playing catch_up 0", site)
    return judge(happened, held_by(database), servers)


def kill_while_they_play(site: dict, servers: list[Server]) -> Counter:
    players = [
        subprocess.Popen(
            [*TIED, sys.executable, "-m", "tests.cluster.playing", what, str(number)],
            cwd=ROOT,
            env={**os.environ, **site},
            stdout=subprocess.PIPE,
            text=True,
        )
        for what, many in PLAYERS.items()
        for number in range(many)
    ]
    for server in [*servers, *servers]:
        time.sleep(BETWEEN)
        print(f"Killing the {server.folder.name} node …", flush=True)
        server.kill()
        time.sleep(AWAY)
        server.start()
    time.sleep(BETWEEN)
    happened = Counter()
    for player in players:
        player.terminate()
        said, _ = player.communicate()
        if player.returncode:
            sys.exit("A player fell.")
        happened.update(json.loads(said))
    return happened


def held_by(database: str) -> list[str]:
    sums = ", ".join(of_postgresql for _, of_postgresql in HELD.values())
    with psycopg.connect(database) as connection:
        return [
            str(number)
            for number in connection.execute(f"SELECT {sums} FROM shop_entry").fetchone()
        ]


def judge(happened: Counter, held: list[str], servers: list[Server]) -> int:
    """A node that was killed takes up what it missed, in its own time."""
    sums = ", ".join(of_clickhouse for of_clickhouse, _ in HELD.values())
    for server in servers:
        server.wait_until(lambda node: node.ask(f"SELECT {sums} FROM {TABLE}") == [held])
    for what, many in sorted(happened.items()):
        print(f"{many:12,}  {what}")
    for what, number in zip(HELD, held, strict=True):
        print(f"{int(number):12,}  {what}, in PostgreSQL and both nodes")
    is_worth_something = all(happened[what] for what in ("accepted", "answers lost", "Unanswered"))
    if happened["wrong"] or not is_worth_something:
        print("A wrong answer was accepted, or too little happened to say anything.")
        return 1
    print("No wrong answer was accepted.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
