"""One view of the ledger for all questions of a page, so that its total is the sum of its parts
while others sell."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot():
    """Read, and read only. Inside a transaction that has begun, its view is what there is."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with deferred(), transaction.atomic():
            yield


@contextmanager
def deferred():
    """SQLite's transactions take the write lock when they begin; who only reads waits for nobody
    and keeps nobody waiting."""
    connection.ensure_connection()
    usual = connection.transaction_mode
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
