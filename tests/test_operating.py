"""What docs/operate.md says is so."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from cms.settings import BASE_DIR
from shop.jobs import hearing
from shop.models import Notice, Pending
from shop.statistics.rolling import roll_batch
from tests import world
from tests.run import postgresql
from tests.shop.statistics import rows

OPERATE = (BASE_DIR / "docs" / "operate.md").read_text()
VARIABLE = re.compile(r"SHANHUO_[A-Z_]+")


def test_every_setting_is_described():
    read = set(VARIABLE.findall((BASE_DIR / "cms" / "settings.py").read_text()))
    assert read == set(re.findall(r"^\| `(SHANHUO_[A-Z_]+)` \|", OPERATE, re.MULTILINE))


def test_every_setting_is_read_in_one_place():
    for source in (*BASE_DIR.glob("shop/**/*.py"), *BASE_DIR.glob("producers/**/*.py")):
        assert not VARIABLE.findall(source.read_text()), source


@pytest.mark.parametrize("kind", hearing.HEARERS)
def test_every_event_that_is_heard_is_described(kind):
    family = kind[: kind.rindex(".")]
    while family and f"`{family}.*`" not in OPERATE and f"`{kind}`" not in OPERATE:
        family = family.rpartition(".")[0]
    assert family, f"Set up a webhook for {kind}, too"


PRODUCTION = {
    "SHANHUO_SITE_URL": "https://shanhuo.example",
    "SHANHUO_SECRET_KEY": "fifty characters that nobody knows, 0123456789 abc",
    "SHANHUO_STRIPE_SECRET_KEY": "sk_live_1",
    "SHANHUO_STRIPE_WEBHOOK_SECRET": "whsec_1",
    "SHANHUO_OPERATOR_NAME": "山货集运营有限公司",
    "SHANHUO_BUSINESS_LICENCE": "91500237MA5U00001X",
    "SHANHUO_ICP_RECORD": "渝ICP备00000001号",
    "SHANHUO_POLICE_RECORD": "渝公网安备50023700000001号",
    "SHANHUO_FOOD_RECORD": "渝网食备50023700001",
}


def in_production(code: str, **changes: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": "cms.settings", **changes}
    asked = [sys.executable, *code.split()]
    return subprocess.run(asked, cwd=BASE_DIR, env=environment, capture_output=True, text=True)


def test_django_has_nothing_to_say_against_a_site_in_production():
    done = in_production("manage.py check --deploy --fail-level WARNING")
    assert done.returncode == 0, done.stderr


def test_django_asks_for_what_the_law_wants_at_the_foot_of_a_page():
    done = in_production("manage.py check --deploy", SHANHUO_ICP_RECORD="")
    assert done.returncode == 1 and "legal.icp" in done.stderr


@pytest.mark.parametrize("name", ["SITE_URL", "SECRET_KEY", "STRIPE_SECRET_KEY"])
def test_a_site_in_production_does_not_start_without(name):
    unsafe = "http://shanhuo.example" if name == "SITE_URL" else ""
    done = in_production("-m cms.settings", **{f"SHANHUO_{name}": unsafe})
    assert done.returncode != 0
    assert f"SHANHUO_{name}" in done.stderr


@contextmanager
def back_from_sqlite(database_url: str, folder):
    backup = folder / "backup.sqlite3"
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as running,
        closing(sqlite3.connect(backup)) as target,
    ):
        running.backup(target)
    restored = folder / "restored.sqlite3"
    shutil.copy(backup, restored)
    yield f"sqlite:///{restored}"


@contextmanager
def back_from_postgresql(database_url: str, folder):
    """In another server, whose transactions are numbered from the beginning."""
    backup = str(folder / "backup.sql")
    with postgresql() as restored:
        for command in (
            ["pg_dump", "--no-owner", "--file", backup, database_url],
            ["createdb", f"--maintenance-db={restored.rpartition('/')[0]}/postgres", "shanhuo"],
            ["psql", "--set", "ON_ERROR_STOP=1", "--quiet", "--file", backup, restored],
        ):
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        yield restored


BACK = {"sqlite": back_from_sqlite, "postgresql": back_from_postgresql}


def test_what_was_saved_comes_back(fresh_database, tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        world.country()
        plums = world.plums()
        # Sales, refunds and corrections, recorded up to forty days late: some summed, some not.
        rows.many(450)
        roll_batch(300)
        # Paid in truth: whatever says it is and has no payment, check_ledger finds.
        world.transferred_order(plums)
        world.order(plums, world.millet())
        assert Notice.objects.exists()
        assert Pending.objects.count() > 100
        figures = figures_of(fresh_database)
        with BACK[connection.vendor](fresh_database, tmp_path) as restored:
            # What happens after the backup is not in it.
            world.paid_order(plums)
            assert figures_of(restored) == figures != figures_of(fresh_database)
            assert is_append_only(restored)
            # What waited for the summaries is in them after one roll, and the figures are the same.
            in_shell(restored, "from shop.statistics.rolling import roll; roll()")
            checked = json.loads(manage(restored, "check_ledger", "--json").stdout)
            assert checked["entries"] > 450
            assert checked["differences"] == []
            assert figures_of(restored) == figures


ALL_DAYS = "--from 2020-01-01 --to 2099-12-31 --compare last-year --json"
ASKED = [
    "--by product",
    "--by month",
    "--by origin_county",
    "--by destination_prefecture --recognised",
    "--by channel --origin 500000",
    "--by pairing",
    "--by product --as-of 2026-01-03",
    "--by destination_province --as-of 2026-01-08",
]


def figures_of(database_url: str) -> list[dict]:
    asked = [f"{ALL_DAYS} {one}".split() for one in ASKED]
    code = (
        "from django.core.management import call_command\n"
        f"for asked in {asked}: call_command('sales_report', *asked); print()"
    )
    figures = [
        json.loads(line) for line in in_shell(database_url, code).stdout.splitlines() if line
    ]
    assert len(figures) == len(ASKED) and all(one["rows"] for one in figures)
    return figures


def is_append_only(database_url: str) -> bool:
    code = "from shop.models import Entry; Entry.objects.update(amount_fen=0)"
    return "append only" in in_shell(database_url, code, check=False).stderr


def in_shell(database_url: str, code: str, *, check=True) -> subprocess.CompletedProcess:
    return manage(database_url, "shell", "--no-imports", "--command", code, check=check)


def manage(database_url: str, *arguments: str, check=True) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "SHANHUO_DATABASE_URL": database_url,
        },
        capture_output=True,
        text=True,
    )
    assert not check or done.returncode == 0, done.stderr
    return done
