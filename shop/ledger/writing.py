"""Writing the sales ledger. Each row goes in with its pending note, in the transaction of what
caused it; a source that is there already is passed over, so that recording twice is harmless."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from producers.cooperatives.models import RecognitionsOf
from producers.regions.pairing import Pairings
from shop.channels.models import Campaign
from shop.ledger.confirming import note_unconfirmed
from shop.ledger.digest import REPEATED, digest_of
from shop.ledger.inserting import insert_noted, recorded
from shop.ledger.models import Direction, Entry
from shop.ledger.settling import channel_of


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A paid order line as the ledger needs it. Fen of goods, grams net; places are codes of the
    day; the counts are 1 on the first row of a parcel, and of a product in that parcel."""

    source: str
    amount_fen: int
    weight_g: int
    packs: int
    pack_zh: str
    parcel_count: int
    product_count: int
    origin: str
    origin_name: str
    destination: str
    destination_name: str
    buyer_region: str
    product_id: int
    product_name: str
    category_id: str
    cooperative_id: int
    supplier_name: str
    buyer_kind: str
    organisation_id: int | None
    organisation_name: str
    campaign: Campaign | None
    order_code: str
    lot_id: int


@dataclass(frozen=True, kw_only=True)
class Return:
    """What of a sale is undone: fen and grams above zero, of the sale with source `answers`."""

    source: str
    answers: str
    amount_fen: int
    weight_g: int


class RefundsExceedSale(Exception):
    """The refunds of a row would be more than the row."""


def record_sales(sales: Sequence[Sale], *, paid_at: datetime) -> list[Entry]:
    """Rows of an order that was paid. They count on the day of payment in Asia/Shanghai, and
    settle channel, recognition and pairing by the rules of that day."""
    day = timezone.localdate(paid_at)
    recognitions = RecognitionsOf({sale.cooperative_id for sale in sales}, on=day)
    pairings = Pairings({place for sale in sales for place in (sale.origin, sale.destination)})
    return write(
        (sale_entry(sale, recognitions=recognitions, pairings=pairings, on=day) for sale in sales),
        lots={sale.source: sale.lot_id for sale in sales},
    )


def sale_entry(sale: Sale, *, recognitions: RecognitionsOf, pairings: Pairings, on: date) -> Entry:
    recognition = recognitions.number_for(
        cooperative_id=sale.cooperative_id, product_zh=sale.product_name
    )
    pairing, direction = pairings.of(origin=sale.origin, destination=sale.destination, on=on) or (
        None,
        Direction.NONE,
    )
    said = {name: value for name, value in vars(sale).items() if name != "lot_id"}
    return Entry(
        kind=Entry.Kind.SALE,
        occurred_on=on,
        online=True,
        channel_id=channel_of(
            buyer_kind=sale.buyer_kind, campaign=sale.campaign, direction=direction, on=on
        ),
        recognised=bool(recognition),
        recognition_number=recognition,
        pairing=pairing,
        direction=direction,
        **said,
    )


def record_refund(returns: Sequence[Return], *, confirmed_at: datetime) -> list[Entry]:
    """Negative rows for a refund: they count on the day the provider confirmed it. They take no
    parcel back: orders counts what was ordered. Call with the order locked; raises
    RefundsExceedSale."""
    there = recorded(part.source for part in returns)
    returns = [part for part in returns if part.source not in there]
    found = Entry.objects.filter(source__in=[part.answers for part in returns])
    sales = {entry.source: entry for entry in found}
    taken = taken_back(sales.values())
    day = timezone.localdate(confirmed_at)
    entries = []
    for part in returns:
        sale = sales[part.answers]
        fen, grams = taken[sale.pk]
        fen, grams = fen + part.amount_fen, grams + part.weight_g
        if fen > sale.amount_fen or grams > sale.weight_g:
            raise RefundsExceedSale(sale.source)
        taken[sale.pk] = fen, grams
        entries.append(negative_of(sale, part, kind=Entry.Kind.REFUND, on=day))
    return write(entries)


def taken_back(sales: Iterable[Entry]) -> dict[int, tuple[int, int]]:
    """Fen and grams already taken back from each of the sales: by its refunds, less those undone,
    and by its own undoing."""
    taken = {sale.pk: (0, 0) for sale in sales}
    answers = Entry.objects.filter(Q(answers__in=taken) | Q(answers__answers__in=taken))
    for pk, row_fen, row_g in answers.annotate(
        sale=Coalesce("answers__answers", "answers")
    ).values_list("sale", "amount_fen", "weight_g"):
        fen, grams = taken[pk]
        taken[pk] = fen - row_fen, grams - row_g
    return taken


def negative_of(sale: Entry, part: Return, *, kind: str, on: date) -> Entry:
    return Entry(
        source=part.source,
        kind=kind,
        answers=sale,
        occurred_on=on,
        amount_fen=-part.amount_fen,
        weight_g=-part.weight_g,
        **{name: getattr(sale, name) for name in REPEATED},
    )


def undo(row: Entry) -> list[Entry]:
    """Take a row back as if it had never been, with the refunds that answer it: each on its own
    original day, each once. Call with what the row belongs to locked."""
    return undo_all([row])


def undo_all(rows: Sequence[Entry]) -> list[Entry]:
    refunds = Entry.objects.filter(answers__in=rows, kind=Entry.Kind.REFUND)
    return write(correction_of(answered) for answered in [*rows, *refunds])


def correction_of(row: Entry) -> Entry:
    part = Return(
        source=f"correction:{row.pk}",
        answers=row.source,
        amount_fen=row.amount_fen,
        weight_g=row.weight_g,
    )
    correction = negative_of(row, part, kind=Entry.Kind.CORRECTION, on=row.occurred_on)
    correction.packs = -row.packs
    correction.parcel_count = -row.parcel_count
    correction.product_count = -row.product_count
    return correction


@transaction.atomic(savepoint=False)
def write(
    entries: Iterable[Entry],
    *,
    lots: Mapping[str, int] | None = None,
    recorded_at: datetime | None = None,
) -> list[Entry]:
    """Entries and the notes of them, with the lots of their sources; returns those that were not
    there before."""
    entries = list(entries)
    now = timezone.now()
    for entry in entries:
        entry.recorded_at = recorded_at or now
        entry.digest = digest_of(entry)
    new = insert_noted(entries, lots or {})
    note_unconfirmed(new)
    return new
