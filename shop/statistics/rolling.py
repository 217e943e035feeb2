"""Taking the pending rows into the summaries. Any number may do it at once, and it may stop for
an hour: figures read what is pending beside what is summed."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Model

from shop.statistics.models import DAILY, MEASURES, MONTHLY

SUMMARIES = (*DAILY, *MONTHLY)
AT_ONCE = 10_000
# A correction of a refund is above zero, one of a sale below.
IS_SOLD = "(kind = 'sale' OR kind = 'correction' AND amount_fen < 0)"
# What summaries are made of, of each row of the ledger.
VALUES = {
    "day": "occurred_on",
    "month": {
        "sqlite": "date(occurred_on, 'start of month')",
        "postgresql": "date_trunc('month', occurred_on)::date",
    },
    "origin": "origin",
    "origin_province": "substr(origin, 1, 2)",
    "destination": "destination",
    "destination_province": "substr(destination, 1, 2)",
    "product_id": "product_id",
    "category_id": "category_id",
    "channel_id": "channel_id",
    "online": "online",
    "buyer_kind": "buyer_kind",
    "recognised": "recognised",
    "pairing_id": "coalesce(pairing_id, 0)",
    "sold_fen": f"CASE WHEN {IS_SOLD} THEN amount_fen ELSE 0 END",
    "refunded_fen": f"CASE WHEN {IS_SOLD} THEN 0 ELSE -amount_fen END",
    "weight_g": "weight_g",
    "parcel_count": "parcel_count",
    "product_count": "product_count",
    "rows": "1",
}
# What another roller has locked is passed over: it is in its hands, not lost.
TAKE = """
    DELETE FROM shop_pending WHERE entry_id IN (
        SELECT entry_id FROM shop_pending ORDER BY entry_id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING entry_id
"""
COPY = """
    INSERT INTO shop_uncopied (entry_id)
    SELECT entry_id FROM {taken} WHERE EXISTS (SELECT 1 FROM shop_ledgercopy)
"""


def roll(*, at_once: int = AT_ONCE) -> int:
    """Take in all that is pending when it begins, a batch in each transaction. Returns how many."""
    rolled = 0
    while taken := ROLL_BATCH[connection.vendor](at_once):
        rolled += taken
        if taken < at_once:
            break
    return rolled


@transaction.atomic
def roll_batch_in_one_statement(limit: int) -> int:
    with connection.cursor() as cursor:
        # Waits for who rebuilds, and only then looks at what there is.
        cursor.execute(f"LOCK TABLE {tables()[0]} IN ROW EXCLUSIVE MODE")
        entries = "SELECT {} FROM shop_entry JOIN taken ON entry_id = id"
        parts = [
            f"taken AS ({TAKE})",
            f"entries AS MATERIALIZED ({values_of(entries)})",
            *(f"s{n} AS ({addition(summary, 'entries')})" for n, summary in enumerate(SUMMARIES)),
            f"copied AS ({COPY.format(taken='taken')})",
        ]
        cursor.execute(f"WITH {', '.join(parts)} SELECT count(*) FROM taken", [limit])
        return cursor.fetchone()[0]


@transaction.atomic
def roll_batch_alone(limit: int) -> int:
    """On SQLite nobody else writes meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS taken (entry_id integer PRIMARY KEY)")
        cursor.execute("DELETE FROM taken")
        cursor.execute(
            "INSERT INTO taken SELECT entry_id FROM shop_pending ORDER BY entry_id LIMIT %s",
            [limit],
        )
        entries = values_of("SELECT {} FROM shop_entry JOIN taken ON entry_id = id")
        for summary in SUMMARIES:
            cursor.execute(addition(summary, f"({entries}) AS entries"))
        cursor.execute(COPY.format(taken="taken"))
        cursor.execute("DELETE FROM shop_pending WHERE entry_id IN (SELECT entry_id FROM taken)")
        return cursor.rowcount


ROLL_BATCH = {"postgresql": roll_batch_in_one_statement, "sqlite": roll_batch_alone}


@transaction.atomic
def rebuild() -> None:
    """Make the summaries again from all rows that are not pending. Readers read on, sellers sell
    on, and rollers wait: only they move a row from pending into the summaries."""
    keep_rollers_waiting()
    with connection.cursor() as cursor:
        for summary in SUMMARIES:
            cursor.execute(f"DELETE FROM {summary._meta.db_table}")
            cursor.execute(addition(summary, f"({summed_entries()}) AS entries"))


def keep_rollers_waiting() -> None:
    """Until the end of the transaction. On SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(tables())} IN EXCLUSIVE MODE")


def tables() -> list[str]:
    return [summary._meta.db_table for summary in SUMMARIES]


def addition(summary: type[Model], entries: str) -> str:
    """Adds the sums of some rows to a summary, in the order of its key: two rollers that update the
    same rows of it in one order do not wait for each other in a ring."""
    table, dimensions = summary._meta.db_table, ", ".join(dimensions_of(summary))
    added = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in MEASURES)
    return (
        f"INSERT INTO {table} ({dimensions}, {quoted(MEASURES)}) "
        f"{sums_of(summary, entries)} ORDER BY {dimensions} "
        f"ON CONFLICT ({dimensions}) DO UPDATE SET {added}"
    )


def sums_of(summary: type[Model], entries: str) -> str:
    dimensions = ", ".join(dimensions_of(summary))
    sums = ", ".join(f'sum("{name}") AS "{name}"' for name in MEASURES)
    return f"SELECT {dimensions}, {sums} FROM {entries} WHERE true GROUP BY {dimensions}"


def summed_entries() -> str:
    """The rows the summaries should have."""
    return values_of(
        "SELECT {} FROM shop_entry LEFT JOIN shop_pending ON entry_id = id WHERE entry_id IS NULL"
    )


def values_of(select: str) -> str:
    values = {
        name: value[connection.vendor] if isinstance(value, dict) else value
        for name, value in VALUES.items()
    }
    return select.format(", ".join(f'{value} AS "{name}"' for name, value in values.items()))


def quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def dimensions_of(summary: type[Model]) -> Sequence[str]:
    return summary._meta.pk.field_names
