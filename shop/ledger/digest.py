"""A digest of what a row of the ledger says. It finds and names a row that was changed behind the
trigger by mistake or carelessly; it is no signature, since whoever can change the table can also
work it out."""

from datetime import UTC, date, datetime
from hashlib import sha256
from operator import attrgetter

# What a negative row repeats of the row it answers.
REPEATED = (
    "pack_zh",
    "origin",
    "origin_name",
    "destination",
    "destination_name",
    "buyer_region",
    "product_id",
    "product_name",
    "category_id",
    "cooperative_id",
    "supplier_name",
    "channel_id",
    "online",
    "buyer_kind",
    "organisation_id",
    "organisation_name",
    "recognised",
    "recognition_number",
    "pairing_id",
    "direction",
    "campaign_id",
    "order_code",
    "report_line_id",
)
OWN = (
    "source",
    "kind",
    "answers_id",
    "occurred_on",
    "recorded_at",
    "amount_fen",
    "weight_g",
    "parcel_count",
    "product_count",
    "packs",
)


all_of = attrgetter(*OWN, *REPEATED)


def digest_of(entry) -> str:
    said = "\x1f".join(map(written, all_of(entry)))
    return sha256(said.encode()).hexdigest()[:32]


def written(value) -> str:
    """The same text for a value about to be stored and for what a database gives back."""
    if type(value) is str:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)
