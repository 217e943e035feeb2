"""出入库台账: what was expected of each lot that counts, what came into it and what went out."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from producers.harvests.models import Lot, LotChange
from shop import weight
from shop.ledger.models import Entry, LotSale
from shop.orders.models import OrderLine

# `OrderLine.source`, as the database says it.
SOURCE_OF_LINE = Concat(
    Value("order:"),
    OuterRef("order__code"),
    Value(":"),
    Cast(OuterRef("number"), CharField()),
    output_field=CharField(),
)
IN_AND_OUT = [
    *("批次", "品名", "采收起", "采收止", "预计（千克）", "入库（千克）"),
    *("售出（千克）", "发货前取消（千克）", "已发货（千克）", "结存（千克）"),
]


def in_and_out(entries: QuerySet[Entry], *, as_of: datetime) -> Iterator[list]:
    """Of the lots these rows were sold from, all that came in and went out, whoever bought it and
    in whatever year; in kilograms, as recorded until then."""
    changes = LotChange.objects.filter(lot=OuterRef("pk"), at__lte=as_of).values("total_g")
    sales = LotSale.objects.filter(entry__in=entries)
    lots = Lot.objects.filter(pk__in=sales.values("lot")).annotate(
        expected_g=Coalesce(Subquery(changes.order_by("pk")[:1]), F("total_g")),
        in_g=Coalesce(Subquery(changes.order_by("-pk")[:1]), F("total_g")),
    )
    went_out = {lot: grams for lot, *grams in out_of(lots, as_of=as_of)}
    for lot in lots.order_by("pk"):
        sold, undone, sent = (grams or 0 for grams in went_out[lot.pk])
        left = lot.in_g - sold - undone
        days = (lot.harvest_from.isoformat(), lot.harvest_to.isoformat())
        grams = (lot.expected_g, lot.in_g, sold, -undone, sent, left)
        yield [lot.batch, lot.produce_zh, *days, *map(weight.decimal_kg, grams)]


def out_of(lots: QuerySet[Lot], *, as_of: datetime) -> QuerySet:
    """Of each lot the grams sold, those undone before they were sent (below zero), those sent."""
    recorded = Entry.objects.filter(recorded_at__lte=as_of).order_by()
    sale = recorded.filter(source=SOURCE_OF_LINE, kind=Entry.Kind.SALE)
    undone = recorded.filter(answers__source=SOURCE_OF_LINE).values("answers")
    lines = OrderLine.objects.filter(lot__in=lots.values("pk")).annotate(
        sold_g=Subquery(sale.values("weight_g")[:1]),
        undone_g=Subquery(undone.annotate(grams=Sum("weight_g")).values("grams")),
    )
    sent = Q(parcel__shipped_at__lte=as_of)
    sums = {"sold": Sum("sold_g"), "undone": Sum("undone_g"), "sent": Sum("sold_g", filter=sent)}
    return lines.order_by().values_list("lot").annotate(**sums)
