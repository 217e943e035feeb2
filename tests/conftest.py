import sqlite3
from contextlib import contextmanager
from ipaddress import ip_address
from socket import AF_INET, AF_INET6, socket

import pytest
from coverage import Coverage
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from tests.payments_sandbox import running_sandbox


class NetworkRefused(Exception):
    pass


def refuse_the_network() -> None:
    """Nothing in a test reaches another machine: neither by mistake nor by a library's habit."""
    for name in ("connect", "connect_ex"):
        setattr(socket, name, to_this_machine_only(getattr(socket, name)))


def to_this_machine_only(connect):
    def guarded(self, address):
        if self.family in (AF_INET, AF_INET6) and not is_loopback(address[0]):
            raise NetworkRefused(f"A test tried to reach {address[0]}:{address[1]}.")
        return connect(self, address)

    return guarded


def is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


refuse_the_network()
# What of producers and shop is run through, their own tests say. Those that go through every page
# for everybody take a third longer while it is written down, and show little more.
MEASURED = ("tests/producers/", "tests/shop/")
measuring = Coverage.current()


def pytest_runtest_logstart(nodeid):
    is_to, does = nodeid.startswith(MEASURED), Coverage.current() is not None
    if measuring and is_to != does:
        (measuring.start if is_to else measuring.stop)()


@pytest.fixture(autouse=True)
def start_clean():
    """What one test leaves in a cache, or as the language spoken, is not there for the next."""
    translation.activate(settings.LANGUAGE_CODE)
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="session")
def one_sandbox():
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(one_sandbox, settings):
    """The payment provider, empty, at `.address`: see tests/payments_sandbox.py for its verbs.

    Nothing is posted to a webhook until `sandbox.webhooks(url=…)`.
    """
    one_sandbox.clear()
    one_sandbox.webhooks(secret=one_sandbox.secret)
    settings.STRIPE_API_BASE = one_sandbox.address
    settings.STRIPE_SECRET_KEY = one_sandbox.key
    settings.STRIPE_WEBHOOK_SECRET = one_sandbox.secret
    return one_sandbox


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb
):
    """As pytest-django's own, but also where each test that runs works on a copy of it."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture
def fresh_database(django_db_setup, django_db_blocker, tmp_path):
    """A copy of the migrated database, for a test that commits or needs several processes.

    Gives its URL. The ledger refuses to be emptied, so nothing is flushed: the copy is dropped.
    """
    with django_db_blocker.unblock(), database_copied_to(tmp_path) as url:
        yield url


@contextmanager
def database_copied_to(folder):
    migrated = connections["default"]
    name = migrated.settings_dict["NAME"]
    copy = COPY[migrated.vendor](migrated, folder)
    del connections["default"]
    migrated.settings_dict["NAME"] = copy
    yield database_url()
    connections["default"].close()
    migrated.settings_dict["NAME"] = name
    connections["default"] = migrated
    if migrated.vendor == "postgresql":
        with migrated._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def copy_of_sqlite(migrated, folder) -> str:
    migrated.ensure_connection()
    copy = str(folder / "fresh.sqlite3")
    with sqlite3.connect(copy) as target:
        migrated.connection.backup(target)
    target.close()
    return copy


def copy_of_postgresql(migrated, folder) -> str:
    # A database can be copied while nobody is connected to it.
    migrated.close()
    copy = f"{migrated.settings_dict['NAME']}_fresh"
    with migrated._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{migrated.settings_dict["NAME"]}"')
    return copy


COPY = {"sqlite": copy_of_sqlite, "postgresql": copy_of_postgresql}


def database_url() -> str:
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
