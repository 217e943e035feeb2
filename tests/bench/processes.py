"""Servers under measurement, and the processor time they and PostgreSQL have used."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.run import free_port

ROOT = Path(__file__).resolve().parents[2]
# Where the bench dies, what it started does.
TIED = ["setpriv", "--pdeathsig=TERM"]
TICK = 1000 / os.sysconf("SC_CLK_TCK")
"""Milliseconds of the unit in which the kernel counts."""


class Database:
    """A PostgreSQL server, with a database for each who asks."""

    def __init__(self, url: str):
        self.server = url.rpartition("/")[0]
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            # Nobody tidies up while the others are measured.
            connection.execute("ALTER SYSTEM SET autovacuum = off")
            connection.execute("SELECT pg_reload_conf()")
            backend = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
            self.pid = int(stat(backend)[1])

    def change_catalogue(self) -> None:
        """As whoever lists goods does: what was kept of the list counts no more."""
        with psycopg.connect(f"{self.server}/market", autocommit=True) as connection:
            connection.execute("UPDATE shop_catalogueversion SET number = number + 1")

    def create(self, name: str) -> str:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.server}/{name}"

    def tidy(self, url: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def used(self) -> float:
        """By all its processes, those that ended as well."""
        ended = stat(self.pid)[13:15]
        running = [stat(pid)[11:13] for pid in (self.pid, *children(self.pid))]
        return TICK * sum(int(ticks) for pair in (ended, *running) for ticks in pair)


class Server:
    """gunicorn with one worker."""

    def __init__(self, port: int, master: int):
        self.port = port
        self.master = master
        (self.worker,) = children(master)

    def used(self) -> float:
        return TICK * sum(map(int, stat(self.worker)[11:13]))

    def kill(self) -> None:
        """At once, whatever it was doing."""
        for pid in (self.master, self.worker):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def serving(application: str, environment: dict[str, str], *, port: int = 0):
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    process = subprocess.Popen(
        [*TIED, *command, "--log-level", "error", application],
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    try:
        yield Server(wait_for_worker(process, port), process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def sandbox():
    """The payment provider, in a process that is not measured. Gives its address."""
    port = free_port()
    process = subprocess.Popen(
        [*TIED, sys.executable, "-m", "shop.payments.sandbox", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait()


def wait_for_worker(process: subprocess.Popen, port: int) -> int:
    for _ in range(300):
        if process.poll() is None and children(process.pid):
            return port
        time.sleep(0.1)
    sys.exit("The server did not start.")


def run(module: str, environment: dict[str, str]) -> str:
    """What a program of this folder, or the site's manage.py, printed."""
    return subprocess.run(
        [sys.executable, *module.split()],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def stat(pid: int) -> list[str]:
    """Of /proc/PID/stat what follows the name: state, parent, …, user and system time and those of
    the children that ended."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
