"""Feeding the copy of the ledger that ClickHouse has.

Rows go in numbered batches. What a batch holds is settled and committed before it is sent, so that
each try sends the same bytes, which ClickHouse takes once; and it counts as sent when a node said
so. Readers read up to the last batch known to be done, and the rest from the ledger.
"""

from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone

from shop.ledger.models import Entry
from shop.statistics.clickhouse import Unanswered, nodes
from shop.statistics.models import LedgerCopy, Uncopied
from shop.statistics.rolling import among, keep_rollers_waiting

TABLE = "ledger_copy"
AT_ONCE = 20_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Years, not months: a batch of old reports would touch more months than are taken once each.
SHAPE = """
    id Int64, batch UInt32, occurred_on Date, recorded_at Int64,
    sold_fen Int64, refunded_fen Int64, weight_g Int64, parcel_count Int32, product_count Int32,
    origin FixedString(6), destination FixedString(6), buyer_region FixedString(6),
    product_id Int64, category_id String, channel_id String, online UInt8, buyer_kind String,
    recognised UInt8, pairing_id Int64, cooperative_id Int64, organisation_id Int64,
    campaign_id Int64
"""
ORDER = "PARTITION BY toYear(occurred_on) ORDER BY (origin, occurred_on, channel_id, product_id)"
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} ({SHAPE}) ENGINE = MergeTree {ORDER} "
    "SETTINGS non_replicated_deduplication_window = 1000"
)
ENTRY = (
    "pk",
    "kind",
    "amount_fen",
    "occurred_on",
    "recorded_at",
    "weight_g",
    "parcel_count",
    "product_count",
    "origin",
    "destination",
    "buyer_region",
    "product_id",
    "category_id",
    "channel_id",
    "online",
    "buyer_kind",
    "recognised",
    "pairing_id",
    "cooperative_id",
    "organisation_id",
    "campaign_id",
)


def begin() -> None:
    """Copy all of the ledger anew, into a table that is made where there is none."""
    for node in nodes():
        node.say(CREATE.encode())
        node.say(f"TRUNCATE TABLE {TABLE}".encode())
    with transaction.atomic():
        keep_rollers_waiting()
        LedgerCopy.objects.update_or_create(pk=1, defaults={"rows": 0, "caught_up_at": None})
        Uncopied.objects.all().delete()
        with connection.cursor() as cursor:
            rolled = Entry.objects.filter(pending=None).values("pk").query.sql_with_params()
            cursor.execute(f"INSERT INTO shop_uncopied (entry_id) {rolled[0]}", rolled[1])


def stop() -> None:
    """Copy nothing any more."""
    with transaction.atomic():
        keep_rollers_waiting()
        LedgerCopy.objects.all().delete()
        Uncopied.objects.all().delete()


def feed(*, at_once: int = AT_ONCE) -> int:
    """Send what is not copied yet, batch after batch. Any number may do it at once. Returns how
    many rows were sent; raises Unanswered where no node takes them."""
    sent = 0
    while number := settle_next_batch(at_once):
        send(rows_of(number))
        sent += done(number)
    return sent


@transaction.atomic
def settle_next_batch(at_once: int) -> int | None:
    """The number of the batch to be sent: the one begun, else one of the oldest rows."""
    copy = LedgerCopy.objects.select_for_update().first()
    if copy is None:
        return None
    number = copy.done + 1
    if Uncopied.objects.filter(batch=number).exists():
        return number
    waiting = Uncopied.objects.filter(batch=None)
    # Up to a key, not of a list of keys: where nothing was counted lately a database compares each
    # row with all of the list.
    last = waiting.order_by("pk").values_list("pk", flat=True)[at_once - 1 : at_once]
    if last := list(last):
        waiting = waiting.filter(pk__lte=last[0])
    if waiting.update(batch=number):
        return number
    copy.caught_up_at = timezone.now()
    copy.save(update_fields=["caught_up_at"])
    return None


def rows_of(number: int) -> bytes:
    """The same on each try: rows of the ledger never change."""
    of_batch = f"SELECT entry_id FROM shop_uncopied WHERE batch = {number:d}"
    entries = Entry.objects.extra(where=[among("id", of_batch)]).order_by("pk").values_list(*ENTRY)
    return b"".join(line_of(number, *values) for values in entries.iterator())


def line_of(number: int, pk: int, kind: str, fen: int, day, recorded_at: datetime, *rest) -> bytes:
    is_sold = kind == Entry.Kind.SALE or (kind == Entry.Kind.CORRECTION and fen < 0)
    measures = (fen, 0) if is_sold else (0, -fen)
    values = (pk, number, day, microseconds(recorded_at), *measures, *rest)
    return ("\t".join(map(text_of, values)) + "\n").encode()


def text_of(value) -> str:
    """What nothing is known of is 0: none of the columns can be empty."""
    return "0" if value is None else str(int(value) if isinstance(value, bool) else value)


def microseconds(at: datetime) -> int:
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def send(rows: bytes) -> None:
    """To whichever node takes it; a node copies it to the others."""
    failures = []
    for node in nodes():
        try:
            return node.insert(TABLE, rows)
        except Unanswered as error:
            failures.append(str(error))
    raise Unanswered("\n".join(failures))


@transaction.atomic
def done(number: int) -> int:
    """Two that send the same batch do no harm: the second finds it done."""
    copy = LedgerCopy.objects.select_for_update().get()
    if copy.done >= number:
        return 0
    rows, _ = Uncopied.objects.filter(batch=number).delete()
    copy.done, copy.rows = number, copy.rows + rows
    copy.save(update_fields=["done", "rows"])
    return rows
