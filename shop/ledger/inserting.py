"""New rows into a table: many at once by COPY where the database has it, which costs a fifth of
INSERT; and rows of the ledger with their pending notes."""

from collections.abc import Iterable, Mapping, Sequence
from json import JSONEncoder
from operator import attrgetter

from django.db import connection
from django.db.models import Model

from shop.ledger.models import Entry, LotSale, Pending

# Fewer are not worth it.
LEAST = 200
# What the database driver does not write by itself.
as_json = JSONEncoder(ensure_ascii=False).encode
SAID = [field for field in Entry._meta.concrete_fields if not field.primary_key]
INSERT = (
    f"INSERT INTO shop_entry ({', '.join(field.column for field in SAID)}) VALUES {{rows}} "
    "ON CONFLICT (source) DO NOTHING RETURNING source, id"
)
ROW = f"({', '.join(['%s'] * len(SAID))})"
NOTED, OF_LOTS = (", ".join(note.repeated()) for note in (Pending, LotSale))
NOTE = f"INSERT INTO shop_pending (entry_id, {NOTED}) SELECT id, {NOTED} FROM "
NOTE_LOT = (
    f"INSERT INTO shop_lotsale (entry_id, lot_id, {OF_LOTS}) SELECT id, lot_id, {OF_LOTS} FROM new "
    "JOIN unnest(%s::text[], %s::bigint[]) AS sold (source, lot_id) USING (source)"
)
# What the ledger adds to a payment is statements first of all: here it is one. What is pending
# repeats all that a note of a lot does.
INSERT_AND_NOTE = (
    f"WITH new AS ({INSERT}, {NOTED}), noted AS ({NOTE}new), "
    f"lots AS ({NOTE_LOT}) SELECT source, id FROM new"
)


def insert(table: type[Model], rows: Sequence[Model]) -> Sequence[Model]:
    """Gives them with their keys. Call in a transaction."""
    if is_copied(rows):
        return copied(table, rows)
    return table._default_manager.bulk_create(rows, batch_size=1000)


def is_copied(rows: Sequence[Model]) -> bool:
    return connection.vendor == "postgresql" and len(rows) >= LEAST


def copied(table: type[Model], rows: Sequence[Model]) -> Sequence[Model]:
    give_keys(table, [row for row in rows if row.pk is None])
    fields = table._meta.concrete_fields
    values_of = attrgetter(*(field.attname for field in fields))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table._meta.db_table}" ({columns}) FROM STDIN') as target,
    ):
        for row in rows:
            target.write_row([as_json(v) if type(v) is dict else v for v in values_of(row)])
    return rows


def give_keys(table: type[Model], rows: Sequence[Model]) -> None:
    """From the table's own sequence, so that rows inserted later get others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(keys) FROM pg_get_serial_sequence(%s, %s) AS keys, "
            "generate_series(1, %s)",
            [table._meta.db_table, table._meta.pk.column, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            give_key(row, key)


def give_key(row: Model, key: int) -> None:
    row.pk = key
    row._state.adding = False


def insert_noted(entries: Sequence[Entry], lots: Mapping[str, int]) -> list[Entry]:
    """Those whose source was not in the ledger yet, with their keys; of sales from lots those are
    noted by their sources. Call in a transaction."""
    if is_copied(entries):
        first = {}
        for entry in entries:
            first.setdefault(entry.source, entry)
        there = recorded(first)
        new = copied(Entry, [entry for source, entry in first.items() if source not in there])
        with connection.cursor() as cursor:
            cursor.execute(NOTE + "shop_entry WHERE id = ANY(%s)", [[entry.pk for entry in new]])
        note_lots(new, lots)
        return new
    parts = [entries[start : start + LEAST] for start in range(0, len(entries), LEAST)]
    return [entry for part in parts for entry in inserted_and_noted(part, lots)]


def inserted_and_noted(entries: Sequence[Entry], lots: Mapping[str, int]) -> list[Entry]:
    in_one = connection.vendor == "postgresql"
    rows = ", ".join([ROW] * len(entries))
    values = [
        field.get_db_prep_save(getattr(entry, field.attname), connection)
        for entry in entries
        for field in SAID
    ]
    if in_one:
        values += [list(lots), list(lots.values())]
    with connection.cursor() as cursor:
        cursor.execute((INSERT_AND_NOTE if in_one else INSERT).format(rows=rows), values)
        keys = dict(cursor.fetchall())
        if not in_one:
            noted = NOTE + "shop_entry WHERE id = %s"
            cursor.executemany(noted, [(key,) for key in keys.values()])
    new = []
    for entry in entries:
        if entry.source in keys:
            give_key(entry, keys.pop(entry.source))
            new.append(entry)
    if not in_one:
        note_lots(new, lots)
    return new


def note_lots(entries: Iterable[Entry], lots: Mapping[str, int]) -> None:
    """Of those of the rows whose sources came from lots."""
    insert(
        LotSale,
        [LotSale.of(entry, lot_id=lots[entry.source]) for entry in entries if entry.source in lots],
    )


def recorded(sources: Iterable[str]) -> set[str]:
    """Those of the sources that are in the ledger."""
    there = Entry.objects.filter(source__among=list(sources))
    return set(there.values_list("source", flat=True))
