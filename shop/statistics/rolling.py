"""Taking the pending rows into the summaries. Any number may do it at once, and it may stop for
an hour: figures read what is pending beside what is summed."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Expression, Model, QuerySet
from django.db.models.functions import Coalesce

from shop.ledger.models import Entry, Pending
from shop.statistics.models import DAILY, MEASURES, MONTHLY, LedgerCopy, Uncopied
from shop.statistics.sources import LEDGER, MEASURES_OF_ENTRIES, NOTHING

SUMMARIES = (*DAILY, *MONTHLY)


def roll(*, at_once: int = 1000) -> int:
    """Take in all that is pending when it begins, a batch in each transaction. Returns how many."""
    rolled = 0
    while taken := roll_batch(at_once):
        rolled += taken
        if taken < at_once:
            break
    return rolled


@transaction.atomic
def roll_batch(limit: int) -> int:
    # What another roller has locked is passed over: it is in its hands, not lost.
    notes = Pending.objects.select_for_update(skip_locked=True).order_by("pk")[:limit]
    taken = list(notes.values_list("pk", flat=True))
    if taken:
        for summary in SUMMARIES:
            add_to(summary, Entry.objects.filter(pk__in=taken))
        if LedgerCopy.objects.exists():
            Uncopied.objects.bulk_create(Uncopied(entry_id=pk) for pk in taken)
        Pending.objects.filter(pk__in=taken).delete()
    return len(taken)


@transaction.atomic
def rebuild() -> None:
    """Make the summaries again from all rows that are not pending. Readers read on, sellers sell
    on, and rollers wait: only they move a row from pending into the summaries."""
    keep_rollers_waiting()
    for summary in SUMMARIES:
        summary.objects.all().delete()
        add_to(summary, Entry.objects.filter(pending=None))


def keep_rollers_waiting() -> None:
    """Until the end of the transaction. On SQLite there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            names = ", ".join(summary._meta.db_table for summary in SUMMARIES)
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def add_to(summary: type[Model], entries: QuerySet) -> None:
    """Add the sums of some rows to a summary, in the order of its key: two rollers that update the
    same rows of it in one order do not wait for each other in a ring."""
    dimensions = dimensions_of(summary)
    select, values = sums_of(summary, entries).query.sql_with_params()
    table, columns = summary._meta.db_table, ", ".join(f'"{n}"' for n in (*dimensions, *MEASURES))
    key = ", ".join(dimensions)
    added = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) {select} ON CONFLICT ({key}) DO UPDATE SET {added}",
            values,
        )


def sums_of(summary: type[Model], entries: QuerySet) -> QuerySet:
    dimensions = dimensions_of(summary)
    keys = entries.values(**{f"key_{name}": dimension(name) for name in dimensions})
    sums = keys.annotate(**{f"all_{name}": sum_ for name, sum_ in MEASURES_OF_ENTRIES.items()})
    return sums.order_by(*(f"key_{name}" for name in dimensions))


def dimensions_of(summary: type[Model]) -> Sequence[str]:
    return summary._meta.pk.field_names


def dimension(name: str) -> Expression:
    if name == "pairing_id":
        return Coalesce("pairing_id", NOTHING)
    return LEDGER.key(name)
