"""Whether the ledger says what happened, and the summaries what the ledger says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import connection
from django.db.models import F, Model, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from shop.gifts.models import Grant, Return, Use, Voucher
from shop.ledger.confirming import should_wait
from shop.ledger.digest import digest_of
from shop.ledger.models import (
    ChannelReport,
    Entry,
    LotSale,
    Note,
    Pending,
    ReportLine,
    Unconfirmed,
    source_of,
)
from shop.ledger.reports import columns as c
from shop.ledger.reports.cells import fen_of, fen_or_nothing, grams_of
from shop.orders.models import Order, OrderEvent, OrderLine
from shop.payments.models import Payment, RefundLine
from shop.statistics.models import MEASURES
from shop.statistics.rolling import SUMMARIES, dimensions_of, quoted, summed_entries, sums_of
from shop.statistics.snapshot import one_snapshot


@dataclass(frozen=True)
class Difference:
    """What a row of the ledger, or a sum of them, should be and is; None where there is none."""

    kind: str
    source: str
    expected: object
    found: object


def check() -> tuple[int, list[Difference]]:
    """How many rows the ledger has, and all that is not as it should be."""
    with one_snapshot():
        found = chain(
            changed_rows(),
            orders_against_entries(),
            orders_against_payments(),
            refunds_against_entries(),
            reports_against_entries(),
            sales_refunded_beyond(),
            notes_against_entries(),
            sponsors_against_orders(),
            *(summary_against_entries(summary) for summary in SUMMARIES),
        )
        return Entry.objects.count(), list(found)


def changed_rows() -> Iterator[Difference]:
    for entry in Entry.objects.order_by("pk").iterator():
        digest = digest_of(entry)
        if digest != entry.digest:
            yield Difference("digest", entry.source, entry.digest, digest)


def orders_against_entries() -> Iterator[Difference]:
    """A row for each line of each order that was paid, and none besides."""
    paid = OrderEvent.objects.filter(kind=OrderEvent.Kind.PAID).values_list("order", "at")
    days = {order: timezone.localdate(at) for order, at in paid}
    lines = OrderLine.objects.filter(order__in=list(days)).select_related(
        "order", "parcel__recipient"
    )
    expected = {
        line.source: {
            "occurred_on": days[line.order_id].isoformat(),
            "amount_fen": line.amount_fen,
            "weight_g": line.weight_g,
            "packs": line.packs,
            "origin": line.origin_id,
            "destination": line.to.destination_id,
            "product": line.product_id,
            "lot": line.lot_id,
        }
        for line in lines
    }
    lots = dict(LotSale.objects.values_list("entry", "lot"))
    found = {
        entry.source: {
            "occurred_on": entry.occurred_on.isoformat(),
            "amount_fen": entry.amount_fen,
            "weight_g": entry.weight_g,
            "packs": entry.packs,
            "origin": entry.origin,
            "destination": entry.destination,
            "product": entry.product_id,
            "lot": lots.get(entry.pk),
        }
        for entry in Entry.objects.filter(source__startswith="order:")
    }
    yield from differences("order", expected, found)


def orders_against_payments() -> Iterator[Difference]:
    """An order is paid by a payment of its total, less what a sponsor paid."""
    paid = Order.objects.filter(events__kind=OrderEvent.Kind.PAID)
    due = F("total_fen") - F("sponsored_fen")
    expected = {f"order:{code}": fen for code, fen in paid.values_list("code", due)}
    came = defaultdict(list)
    payments = Payment.objects.filter(status=Payment.Status.PAID)
    for code, fen in payments.values_list("order__code", "amount_fen"):
        came[f"order:{code}"].append(fen)
    for source, fen in expected.items():
        if fen not in came[source]:
            yield Difference("payment", source, fen, sum(came[source]))


def refunds_against_entries() -> Iterator[Difference]:
    """A row for each line of each refund the provider confirmed, also where the bank sent the
    money back since: it is then returned once more. One that was taken back counts for nothing."""
    lines = RefundLine.objects.filter(refund__confirmed_at__isnull=False)
    expected = {
        f"refund:{line.refund_id}:{line.line.number}": {
            "amount_fen": -line.amount_fen,
            "weight_g": -line.weight_g,
        }
        for line in lines.select_related("line")
        if line.amount_fen or line.weight_g
    }
    rows = Entry.objects.filter(source__startswith="refund:").exclude(
        answered_by__kind=Entry.Kind.CORRECTION
    )
    found = {
        entry.source: {"amount_fen": entry.amount_fen, "weight_g": entry.weight_g} for entry in rows
    }
    yield from differences("refund", expected, found)


def reports_against_entries() -> Iterator[Difference]:
    """A row for each line of a report, and for what the line says was refunded."""
    expected = {}
    for key, version, said in ReportLine.objects.values_list("key", "version", "values"):
        source = source_of(key, version)
        expected[source] = said_of(said, {"amount_fen": c.AMOUNT, "weight_g": c.WEIGHT})
        if fen_or_nothing(said.get(c.REFUND)):
            expected[f"{source}:refund"] = said_of(said, {"amount_fen": c.REFUND})
    found = {}
    for entry in Entry.objects.filter(source__startswith="report:"):
        said = expected.get(entry.source, ("amount_fen", "weight_g"))
        found[entry.source] = {name: abs(getattr(entry, name)) for name in said}
    yield from differences("report", expected, found)
    for report in ChannelReport.objects.all():
        # A line taken back and written again is the same line in a later version.
        lines = report.lines.values("key").distinct().count()
        if lines != report.new:
            yield Difference("report", f"report {report.pk}", report.new, lines)


def said_of(said: dict, columns: dict[str, str]) -> dict[str, int]:
    how = {"amount_fen": fen_of, "weight_g": grams_of}
    return {name: how[name](said[column]) for name, column in columns.items() if column in said}


def sales_refunded_beyond() -> Iterator[Difference]:
    """What is taken back of a row never exceeds it."""
    taken = defaultdict(int)
    answers = Entry.objects.exclude(answers=None).annotate(
        sale=Coalesce("answers__answers", "answers")
    )
    for sale, fen in answers.values_list("sale", "amount_fen"):
        taken[sale] -= fen
    sales = Entry.objects.filter(kind=Entry.Kind.SALE, answered_by__isnull=False).distinct()
    for pk, source, fen in sales.values_list("pk", "source", "amount_fen"):
        if taken[pk] > fen:
            yield Difference("refunds", source, fen, taken[pk])


def notes_against_entries() -> Iterator[Difference]:
    """A note for each row made offline that nobody confirmed; those, and the notes of what is
    pending and of lots, each say what its row does."""
    waiting = Entry.objects.filter(pending__isnull=False)
    of_lots = Entry.objects.filter(lotsale__isnull=False)
    yield from noted("pending", waiting, Pending)
    yield from noted("unconfirmed", should_wait(), Unconfirmed)
    yield from noted("lot", of_lots, LotSale)


def noted(kind: str, entries: QuerySet[Entry], notes: type[Note]) -> Iterator[Difference]:
    names = notes.repeated()
    rows = entries.values_list("source", *names)
    said = notes.objects.values_list("entry__source", *names)
    expected, found = (
        {source: dict(zip(names, map(str, repeated), strict=True)) for source, *repeated in side}
        for side in (rows.difference(said), said.difference(rows))
    )
    yield from differences(kind, expected, found)


def sponsors_against_orders() -> Iterator[Difference]:
    """What is left of a voucher and what orders took of it is what its sponsor put up, and what a
    sponsor pays of an order is what was taken for it last."""
    put_up = dict(Voucher.objects.values_list("grant").annotate(Sum("left_fen")))
    # One that is not given out yet has no voucher.
    given = Voucher.objects.values("grant")
    budgets = dict(Grant.objects.filter(pk__in=given).values_list("pk", "budget_fen"))
    for grant, fen in Use.objects.values_list("voucher__grant").annotate(Sum("amount_fen")):
        put_up[grant] += fen
    for grant, fen in Return.objects.values_list("use__voucher__grant").annotate(Sum("amount_fen")):
        put_up[grant] -= fen
    yield from differences(
        "grant",
        {f"grant:{pk}": {"budget_fen": fen} for pk, fen in budgets.items()},
        {f"grant:{pk}": {"budget_fen": fen} for pk, fen in put_up.items()},
    )
    sponsored = Order.objects.filter(sponsored_fen__gt=0)
    last = dict(Use.objects.order_by("id").values_list("order_code", "amount_fen"))
    yield from differences(
        "sponsor",
        {
            f"order:{code}": {"fen": fen}
            for code, fen in sponsored.values_list("code", "sponsored_fen")
        },
        {f"order:{code}": {"fen": fen} for code, fen in last.items()},
    )


def differences(kind: str, expected: dict, found: dict) -> Iterator[Difference]:
    for source in sorted(expected.keys() | found.keys()):
        if expected.get(source) != found.get(source):
            yield Difference(kind, source, expected.get(source), found.get(source))


def summary_against_entries(summary: type[Model]) -> Iterator[Difference]:
    """Each sum of the summary against the rows of the ledger that are not pending."""
    dimensions = dimensions_of(summary)
    key, all_ = quoted(dimensions), quoted([*dimensions, *MEASURES])
    counted = sums_of(summary, f"({summed_entries()}) AS entries")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {sums('counted')}, {sums('summed')} FROM ("
            f"SELECT {all_}, 'summed' AS side FROM {summary._meta.db_table} UNION ALL "
            f"SELECT {all_}, 'counted' AS side FROM ({counted}) AS counted"
            f") AS both_sides GROUP BY {key} HAVING {' OR '.join(map(differs, MEASURES))}"
        )
        for row in cursor.fetchall():
            key, sides = row[: len(dimensions)], [int(number) for number in row[len(dimensions) :]]
            yield Difference(
                "summary",
                " ".join(map(str, (summary.__name__, *key))),
                dict(zip(MEASURES, sides[: len(MEASURES)], strict=True)),
                dict(zip(MEASURES, sides[len(MEASURES) :], strict=True)),
            )


def sums(side: str) -> str:
    return ", ".join(f"SUM(CASE WHEN side = '{side}' THEN \"{m}\" ELSE 0 END)" for m in MEASURES)


def differs(measure: str) -> str:
    return f'SUM(CASE WHEN side = \'counted\' THEN "{measure}" ELSE -"{measure}" END) <> 0'
