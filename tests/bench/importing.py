"""What it costs to take in a report of 100,000 rows, beside a bare COPY of the same rows and
reading the file, in processor time of Python and PostgreSQL; and what happens when it is killed in
the middle.

    make bench-import
"""

import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import django
import psycopg
from openpyxl import Workbook, load_workbook

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from shop.ledger.reports.importing import import_report
from tests.bench.aims import verdict
from tests.bench.processes import ROOT, TIED, Database, run
from tests.run import postgresql

ROWS = 100_000
MOST_RATIO, MOST_MB = 5, 300
# What a row of a report becomes, in the order in which one refers to the other.
TABLES = (
    "shop_channelreport",
    "shop_reportline",
    "shop_product",
    "shop_entry",
    "shop_pending",
    "shop_unconfirmed",
)
HEADER = (
    "来源单号", "销售日期", "产地县代码", "产地县", "供应商名称", "产品名称", "产品分类", "规格",
    "数量", "净重（克）", "销售金额（元）", "退款金额（元）", "采购方类型", "收货地市代码",
    "销售方式", "备注",
)  # fmt: skip
COUNTIES = [
    ("500237", "巫山县"), ("620524", "武山县"), ("500236", "奉节县"), ("533422", "德钦县"),
    ("520329", "余庆县"), ("361127", "余干县"), ("422822", "建始县"), ("610831", "子洲县"),
]  # fmt: skip
CITIES = ["370600", "370200", "441900", "110000", "310000", "330100", "320500", "500000"]


def main(arguments: list[str]) -> int:
    if arguments:
        return take_in(Path(arguments[0]))
    reached = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="shanhuo-bench-")))
        database = Database(stack.enter_context(postgresql()))
        base = environment(database.create("base"), folder)
        for command in ("migrate --verbosity 0", "load_regions", "load_reference"):
            run(f"manage.py {command}", base)
        for file in (write_csv(folder), write_xlsx(folder)):
            reached &= compare(file, database, folder)
        reached &= killed(folder / "report.csv", database, folder)
    return 0 if reached else 1


def environment(url: str, folder: Path) -> dict[str, str]:
    kept = {f"SHANHUO_{name}": str(folder / name) for name in ("CACHE_DIR", "MEDIA_ROOT")}
    return {
        "SHANHUO_DATABASE_URL": url,
        "SHANHUO_SECRET_KEY": "bench" * 10,
        "SHANHUO_LOG_LEVEL": "ERROR",
        **kept,
    }


def rows() -> Iterator[tuple]:
    rng = Random(1)
    for number in range(ROWS):
        code, county = COUNTIES[rng.randrange(len(COUNTIES))]
        packs = rng.randint(1, 20)
        fen = packs * rng.randint(2000, 9000)
        yield (
            f"BENCH{number:08}",
            date(2025, 1, 1) + timedelta(days=rng.randrange(300)),
            code,
            county,
            f"{county}合作社{rng.randrange(30)}",
            f"山货{rng.randrange(200)}",
            rng.choice(["鲜果", "粮食杂粮", "茶叶咖啡"]),
            "2.5kg/箱",
            packs,
            packs * 2500,
            f"{fen // 100}.{fen % 100:02}",
            f"{fen // 200}.00" if rng.random() < 0.03 else "",
            "个人",
            CITIES[rng.randrange(len(CITIES))],
            "线上" if rng.random() < 0.7 else "线下",
            "",
        )


def write_csv(folder: Path) -> Path:
    file = folder / "report.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows([HEADER, *rows()])
    return file


def write_xlsx(folder: Path) -> Path:
    file = folder / "report.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("销售台账")
    for row in (HEADER, *rows()):
        sheet.append(row)
    book.save(file)
    return file


def compare(file: Path, database: Database, folder: Path) -> bool:
    """Take a file in, copy the rows it became into an empty copy, and read the file; whether that
    reached the aims."""
    taken, bare = fresh(database, "taken"), fresh(database, "bare")
    before = database.used()
    done = json.loads(run(f"-m tests.bench.importing {file}", environment(taken, folder)))
    seconds = done["seconds"] + (database.used() - before) / 1000
    copied = copy(taken, bare, folder, database)
    read = used(lambda: read_only(file), database)
    ratio = seconds / (copied + read)
    cheap = ratio <= MOST_RATIO and done["mb"] <= MOST_MB
    reached = cheap and done["new"] == ROWS and done["said"] >= 100
    print(
        f"{file.suffix[1:]}: {done['new']:,} rows in {seconds:.1f} s, "
        f"COPY {copied:.1f} s and reading {read:.1f} s: {ratio:.2f} times (at most {MOST_RATIO}); "
        f"{done['mb']:.0f} MB (at most {MOST_MB}); progress said {done['said']} times: "
        f"{verdict(reached)}",
        flush=True,
    )
    return reached


def fresh(database: Database, name: str) -> str:
    with psycopg.connect(f"{database.server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE base")
    return f"{database.server}/{name}"


def copy(taken: str, bare: str, folder: Path, database: Database) -> float:
    for table in TABLES:
        with (
            psycopg.connect(taken) as source,
            (folder / table).open("wb") as file,
            source.cursor().copy(f"COPY {table} TO STDOUT") as lines,
        ):
            for piece in lines:
                file.write(piece)
    return used(lambda: copy_in(bare, folder), database)


def copy_in(bare: str, folder: Path) -> None:
    with psycopg.connect(bare) as target:
        for table in TABLES:
            with target.cursor().copy(f"COPY {table} FROM STDIN") as lines:
                lines.write((folder / table).read_bytes())


def read_only(file: Path) -> None:
    if file.suffix == ".csv":
        for _row in csv.reader(io.StringIO(file.read_text("utf-8-sig"))):
            pass
        return
    for _row in load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows():
        pass


def used(work: Callable, database: Database) -> float:
    """Seconds of the processor, of this process and of the database."""
    here, there = time.process_time(), database.used()
    work()
    return time.process_time() - here + (database.used() - there) / 1000


def killed(file: Path, database: Database, folder: Path) -> bool:
    """Killed while rows are being stored, and repeated: whether every row is there once."""
    url = fresh(database, "taken")
    importing = subprocess.Popen(
        [*TIED, sys.executable, "-m", "tests.bench.importing", str(file)],
        cwd=ROOT,
        env={**os.environ, **environment(url, folder), "SAY": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Rows are told once as they are read, and once more as they are stored.
    told = 0
    for line in importing.stderr:
        told += line.startswith("rows ")
        if told == ROWS // 1000 + ROWS // 2000:
            break
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    left = counts(url)
    run(f"-m tests.bench.importing {file}", environment(url, folder))
    after = counts(url)
    reached = left == (0, 0) and after == (ROWS, ROWS)
    print(
        f"killed in the middle: {left} rows were left; repeated: {after}: {verdict(reached)}",
        flush=True,
    )
    return reached


def counts(url: str) -> tuple[int, int]:
    """Lines, and sales of the ledger."""
    with psycopg.connect(url) as connection:
        lines = connection.execute("SELECT count(*) FROM shop_reportline").fetchone()[0]
        sales = "SELECT count(*) FROM shop_entry WHERE kind = 'sale'"
        return lines, connection.execute(sales).fetchone()[0]


def take_in(file: Path) -> int:
    said = []

    def progress(number: int) -> None:
        said.append(number)
        if os.environ.get("SAY"):
            print(f"rows {number}", file=sys.stderr, flush=True)

    began = time.process_time()
    outcome = import_report(
        file.read_bytes(), name=file.name, channel_code="ECOM", progress=progress
    )
    seconds = time.process_time() - began
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"new": outcome.new, "seconds": seconds, "mb": mb, "said": len(said)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
