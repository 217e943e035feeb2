"""The suite on SQLite and on PostgreSQL, side by side, each on a core of its own.

    .venv/bin/python tests/run.py [what pytest takes]

Starts a PostgreSQL of its own in a temporary folder. With nothing named the browser's tests and
the demo's run too, on SQLite, and the coverage of both together is held.
"""

import glob
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import psycopg

ROOT = Path(__file__).resolve().parent.parent
AS_ROOT = os.geteuid() == 0
NEEDED = {
    "postgresql": lambda: bool(postgresql_commands()),
    "chromium": lambda: bool(shutil.which("chromium")),
    "fonts-wqy-microhei": lambda: bool(glob.glob("/usr/share/fonts/**/wqy-*", recursive=True)),
}
# What a browser shows, the demo, which runs on SQLite, and what documents and sources say: they are
# looked at once.
SQLITE_WILL_DO = [
    *(
        f"--ignore=tests/{path}"
        for path in ("browser", "cms/pages/demo", "test_docs.py", "test_house.py")
    ),
    "--deselect=tests/cms/test_every_page.py::test_in_english",
]
# Two hundred buyers at once are what the database of a real site is for; each database draws every
# page in one of the languages.
POSTGRESQL_WILL_DO = [
    "--ignore=tests/load",
    "--deselect=tests/cms/test_every_page.py::test_in_chinese",
]
# Percent of the lines of producers and shop that one of their tests must have run through …
LEAST_LINES = 90
# … and of the branches where one not taken is money not counted.
LEAST_BRANCHES = 100
EVERY_BRANCH = "shop/orders/*,shop/payments/*,shop/ledger/*"
# So many of a failure are said once more at the end.
LINES_OF_A_FAILURE = 12
# The sandbox moves no money, and much of it runs in a process of its own.
EXCEPT = "shop/payments/sandbox/*"


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    install_what_is_missing(NEEDED)
    with tempfile.TemporaryDirectory(prefix="shanhuo-run-") as name, postgresql() as address:
        folder = Path(name)
        runs = [
            Run("sqlite", f"sqlite:///{folder}/sqlite3", folder, arguments or POSTGRESQL_WILL_DO),
            Run("postgresql", address, folder, arguments or SQLITE_WILL_DO),
        ]
        try:
            for run, core in zip(runs, cores(), strict=True):
                run.start(core)
            for run in runs:
                run.wait()
        finally:
            for run in runs:
                run.stop()
        passed, failed, skipped = map(sum, zip(*(run.counts() for run in runs), strict=True))
        if not arguments and not coverage_holds(folder):
            failed += 1
        for run in runs:
            run.name_what_failed()
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed or not passed else 0


def install_what_is_missing(needed: dict[str, Callable[[], bool]]) -> None:
    """By the name of its Debian package, what says whether it is there."""
    missing = [package for package, is_there in needed.items() if not is_there()]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *missing]
    if not (AS_ROOT and shutil.which("apt-get")):
        sys.exit(f"The tests need {', '.join(missing)}: sudo {' '.join(install)}")
    print(f"Installing {', '.join(missing)} …", flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "--quiet"], install):
        done = subprocess.run(command, env=quietly, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def postgresql_commands() -> str:
    """The folder of initdb and postgres: Debian keeps them off the path."""
    found = shutil.which("initdb")
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return os.path.dirname(found or (debian[-1] if debian else ""))


@contextmanager
def postgresql(**settings: str):
    """A server on a free port, its data in a folder that vanishes with it. Gives its URL."""
    settings = {"fsync": "off", "full_page_writes": "off", "max_connections": "300", **settings}
    with tempfile.TemporaryDirectory(prefix="shanhuo-postgresql-") as folder:
        # PostgreSQL refuses to run as root.
        account = unprivileged_account() if AS_ROOT else None
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        become = (
            [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
            if account
            else []
        )
        commands, port = postgresql_commands(), free_port()
        data = f"{folder}/data"
        subprocess.run(
            ["setpriv", *become, f"{commands}/initdb", "--pgdata", data, "--auth=trust"]
            + ["--username=shanhuo", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        with open(f"{folder}/log", "wb") as log:
            server = subprocess.Popen(
                ["setpriv", *become, "--pdeathsig=INT", f"{commands}/postgres", "-D", data]
                + ["-p", str(port), "-k", folder, "-h", "127.0.0.1"]
                + [word for pair in settings.items() for word in ("-c", "=".join(pair))],
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            address = f"postgres://shanhuo@127.0.0.1:{port}"
            wait_until_ready(address, server, Path(folder, "log"))
            yield f"{address}/shanhuo"
        finally:
            # SIGQUIT: stop at once, nothing in it is wanted any more.
            server.send_signal(signal.SIGQUIT)
            server.wait()


def unprivileged_account():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL does not run as root, and there is no account postgres or nobody.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_until_ready(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        # It listens before it answers.
        with suppress(psycopg.OperationalError), psycopg.connect(f"{address}/postgres"):
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{log.read_text()[-2000:]}")


def cores() -> list[set[int]]:
    """A core for each of the two runs, or all of what there is for both."""
    usable = sorted(os.sched_getaffinity(0))
    return [{usable[0]}, {usable[1]}] if len(usable) == 2 else [set(usable)] * 2


class Run:
    """pytest on one database, its output printed as it comes with the database's name before."""

    def __init__(self, name: str, database_url: str, folder: Path, arguments: list[str]):
        self.name = name
        self.results = folder / f"{name}.xml"
        self.command = [sys.executable, "-m", "coverage", "run", "-m", "pytest"]
        self.command += [f"--junit-xml={self.results}", "--color=no", *arguments]
        self.process = None
        self.environment = {
            **os.environ,
            "SHANHUO_DATABASE_URL": database_url,
            "COVERAGE_FILE": str(folder / f".coverage.{name}"),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, core: set[int]) -> None:
        self.process = subprocess.Popen(
            # Nobody but this run wants the answer: where it dies, they do.
            ["setpriv", "--pdeathsig=TERM", *self.command],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        os.sched_setaffinity(self.process.pid, core)
        self.printer = Thread(target=self.print_what_comes)
        self.printer.start()

    def print_what_comes(self) -> None:
        for line in self.process.stdout:
            print(f"{self.name:>10} | {line}", end="", flush=True)

    def wait(self) -> None:
        self.process.wait()
        self.printer.join()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.wait()

    def counts(self) -> tuple[int, int, int]:
        """Passed, failed, skipped; a run that crashed or found nothing is one failure."""
        passed = failed = skipped = 0
        if self.results.exists():
            for suite in ElementTree.parse(self.results).iter("testsuite"):
                skipped += int(suite.get("skipped"))
                failed += int(suite.get("failures")) + int(suite.get("errors"))
                passed += int(suite.get("tests"))
        passed -= failed + skipped
        if self.process.returncode and not failed:
            print(f"{self.name} ended with {self.process.returncode}, and no test failed.")
            failed = 1
        return passed, failed, skipped

    def name_what_failed(self) -> None:
        """Last of all, where whoever reads no more than the end finds it."""
        if not self.results.exists():
            return
        for test in ElementTree.parse(self.results).iter("testcase"):
            for found in (*test.iter("failure"), *test.iter("error")):
                print(f"{self.name}: {test.get('classname')}::{test.get('name')}")
                print("\n".join(found.text.splitlines()[-LINES_OF_A_FAILURE:]))


def coverage_holds(folder: Path) -> bool:
    """Of both databases together."""
    os.environ["COVERAGE_FILE"] = str(folder / ".coverage")
    coverage("combine", "--quiet", str(folder))
    print(coverage("report"))
    everything, money = totals(), totals(f"--include={EVERY_BRANCH}", f"--omit={EXCEPT}")
    lines = percent(everything["covered_lines"], everything["num_statements"])
    branches = percent(money["covered_branches"], money["num_branches"])
    print(f"Lines run: {lines:.1f} % (at least {LEAST_LINES})")
    print(f"Branches of {EVERY_BRANCH} taken: {branches:.1f} % (at least {LEAST_BRANCHES})")
    return lines >= LEAST_LINES and branches >= LEAST_BRANCHES


def totals(*options: str) -> dict:
    return json.loads(coverage("json", "--quiet", *options, "-o", "-"))["totals"]


def percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100


def coverage(*arguments: str) -> str:
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
