"""What docs/operate.md says is so."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.db import connection

from cms.settings import BASE_DIR
from shop.jobs import hearing
from shop.models import Notice
from tests import world

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


def back_from_sqlite(database_url: str, folder) -> str:
    backup = folder / "backup.sqlite3"
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as running,
        closing(sqlite3.connect(backup)) as target,
    ):
        running.backup(target)
    restored = folder / "restored.sqlite3"
    shutil.copy(backup, restored)
    return f"sqlite:///{restored}"


def back_from_postgresql(database_url: str, folder) -> str:
    address, _, name = database_url.rpartition("/")
    restored = f"{address}/{name}_again"
    backup = str(folder / "backup.sql")
    for command in (
        ["pg_dump", "--no-owner", "--file", backup, database_url],
        ["psql", "--command", f'CREATE DATABASE "{name}_again"', database_url],
        ["psql", "--set", "ON_ERROR_STOP=1", "--quiet", "--file", backup, restored],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return restored


BACK = {"sqlite": back_from_sqlite, "postgresql": back_from_postgresql}


def test_what_was_saved_comes_back(fresh_database, tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        world.country()
        plums = world.plums()
        # Paid in truth: whatever says it is and has no payment, check_ledger finds.
        world.transferred_order(plums)
        world.order(plums, world.millet())
        assert Notice.objects.exists()
        figures = figures_of(fresh_database)
        restored = BACK[connection.vendor](fresh_database, tmp_path)
        # What happens after the backup is not in it.
        world.paid_order(plums)
    assert figures_of(restored) == figures != figures_of(fresh_database)
    assert is_append_only(restored)
    # What waited for the summaries is in them after one roll, and the figures are the same.
    manage(restored, "shell", "--command", "from shop.statistics.rolling import roll; roll()")
    checked = json.loads(manage(restored, "check_ledger", "--json").stdout)
    assert checked["entries"]
    assert checked["differences"] == []
    assert figures_of(restored) == figures
    if connection.vendor == "postgresql":
        drop = f'DROP DATABASE "{restored.rpartition("/")[2]}"'
        subprocess.run(["psql", "--quiet", "--command", drop, fresh_database], check=True)


def figures_of(database_url: str) -> str:
    asked = "--from 2020-01-01 --to 2099-12-31 --by product --json"
    return manage(database_url, "sales_report", *asked.split()).stdout


def is_append_only(database_url: str) -> bool:
    code = "from shop.models import Entry; Entry.objects.update(amount_fen=0)"
    done = manage(database_url, "shell", "--command", code, check=False)
    return "append only" in done.stderr


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
