"""Taking the pending rows into the summaries. Any number may do it, one after the other, and it may
stop for an hour: figures read what is pending beside what is summed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

from shop.buyers.models import BuyerKind
from shop.ledger.models import Pending
from shop.ledger.reach import BY_COUNTY
from shop.statistics.models import DAILY, MEASURES, MONTHLY

SUMMARIES = (*DAILY, *MONTHLY)
# Of more rows more share their sums. On SQLite those who sell wait meanwhile.
AT_ONCE = {"postgresql": 200_000, "sqlite": 50_000}
# A correction of a refund is above zero, one of a sale below.
IS_SOLD = "(kind = 'sale' OR kind = 'correction' AND amount_fen < 0)"
# What summaries are made of, of each row of the ledger.
VALUES = {
    "id": "id",
    "day": "occurred_on",
    "month": {
        "sqlite": "date(occurred_on, 'start of month')",
        "postgresql": "date_trunc('month', occurred_on::timestamp)::date",
    },
    "origin": "origin",
    "origin_province": "substr(origin, 1, 2)",
    "destination": "destination",
    "destination_province": "substr(destination, 1, 2)",
    "destination_city": f"CASE WHEN substr(destination, 1, 4) IN {BY_COUNTY} "
    "THEN destination ELSE substr(destination, 1, 4) END",
    "product_id": "product_id",
    "category_id": "category_id",
    "channel_id": "channel_id",
    "online": "online",
    "buyer_kind": "buyer_kind",
    "of_persons": f"buyer_kind = '{BuyerKind.PERSON}'",
    "recognised": "recognised",
    "pairing_id": "coalesce(pairing_id, 0)",
    "buyer_region": "buyer_region",
    "organisation_id": "coalesce(organisation_id, 0)",
    "cooperative_id": "coalesce(cooperative_id, 0)",
    "campaign_id": "coalesce(campaign_id, 0)",
    "sold_fen": f"CASE WHEN {IS_SOLD} THEN amount_fen ELSE 0 END",
    "refunded_fen": f"CASE WHEN {IS_SOLD} THEN 0 ELSE -amount_fen END",
    "weight_g": "weight_g",
    "parcel_count": "parcel_count",
    "product_count": "product_count",
    "rows": "1",
}


def roll(*, at_once: int = 0) -> int:
    """Take in all that is pending when it begins, a batch in each transaction: of as many rows as
    suit the database, or of so many. Returns how many."""
    at_once, rolled = at_once or AT_ONCE[connection.vendor], 0
    while Pending.objects.exists():
        batch = roll_batch(at_once)
        rolled += batch
        if batch < at_once:
            break
    return rolled


@transaction.atomic
def roll_batch(limit: int) -> int:
    keep_rollers_waiting()
    with taken(oldest_pending(limit)) as cursor:
        for summary in SUMMARIES:
            cursor.execute(addition(summary, sums_of(summary, "taken")))
        cursor.execute(
            "INSERT INTO shop_uncopied (entry_id) "
            "SELECT id FROM taken WHERE EXISTS (SELECT 1 FROM shop_ledgercopy)"
        )
        cursor.execute(
            f"DELETE FROM shop_pending WHERE {among('entry_id', 'SELECT id FROM taken')}"
        )
        return cursor.rowcount


@transaction.atomic
def rebuild() -> None:
    """Make the summaries say what all rows say that are not pending. What they say already is not
    written again. Readers read on, sellers sell on, and rollers wait: only they move a row from
    pending into the summaries."""
    keep_rollers_waiting()
    with taken(summed_entries()) as cursor:
        for summary in SUMMARIES:
            if summary.objects.exists():
                cursor.execute(addition(summary, lacking(summary, "taken")))
                cursor.execute(f'DELETE FROM {summary._meta.db_table} WHERE "rows" = 0')
            else:
                cursor.execute(insertion(summary, sums_of(summary, "taken")))


def keep_rollers_waiting() -> None:
    """Until the end of the transaction, as they keep each other: two would want the same sums. On
    SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock('shop_pending'::regclass::bigint)")


@contextmanager
def taken(entries: str) -> Iterator:
    """A table of no more of these rows than summaries are made of."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE taken AS {entries}")
        yield cursor
        cursor.execute("DROP TABLE taken")


def addition(summary: type[Model], sums: str) -> str:
    """Adds sums to those a summary has."""
    table, key = summary._meta.db_table, ", ".join(dimensions_of(summary))
    added = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in MEASURES)
    return f"{insertion(summary, sums)} ON CONFLICT ({key}) DO UPDATE SET {added}"


def insertion(summary: type[Model], sums: str) -> str:
    """In the order of the key, in which an index grows fastest."""
    dimensions = ", ".join(dimensions_of(summary))
    return (
        f"INSERT INTO {summary._meta.db_table} ({dimensions}, {quoted(MEASURES)}) "
        f"{sums} ORDER BY {dimensions}"
    )


def sums_of(summary: type[Model], entries: str) -> str:
    dimensions = ", ".join(dimensions_of(summary))
    sums = ", ".join(f'CAST(sum("{name}") AS bigint) AS "{name}"' for name in MEASURES)
    return f"SELECT {dimensions}, {sums} FROM {entries} WHERE true GROUP BY {dimensions}"


def lacking(summary: type[Model], entries: str) -> str:
    """By how much the sums of these rows are above those a summary has, where they differ."""
    dimensions = ", ".join(dimensions_of(summary))
    less = ", ".join(f'-"{name}"' for name in MEASURES)
    had = f"SELECT {dimensions}, {less} FROM {summary._meta.db_table}"
    differ = " OR ".join(f'sum("{name}") <> 0' for name in MEASURES)
    both = f"({sums_of(summary, entries)} UNION ALL {had}) AS both_sides"
    return f"{sums_of(summary, both)} HAVING {differ}"


def summed_entries() -> str:
    """The rows the summaries should have."""
    return values_of(
        "SELECT {} FROM shop_entry "
        "WHERE NOT EXISTS (SELECT 1 FROM shop_pending WHERE entry_id = shop_entry.id)"
    )


def oldest_pending(limit: int) -> str:
    """From the ledger, not from what their notes say of it: what a wrong one says ends with it."""
    oldest = f"SELECT entry_id FROM shop_pending ORDER BY entry_id LIMIT {limit}"
    return values_of(f"SELECT {{}} FROM shop_entry WHERE {among('id', oldest)}")


def among(column: str, found: str) -> str:
    """PostgreSQL chooses how to join by how many rows there were when it last looked: of many that
    just came it would compare each with each. An array it looks up."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY (ARRAY({found}))"
    return f"{column} IN ({found})"


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
