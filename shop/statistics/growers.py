"""The lots that goods sold came from, and what their cooperatives recorded of those who grew them.
Rows of reports name no lot."""

from itertools import groupby
from operator import attrgetter

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from producers.harvests.models import GrowerShare
from shop.ledger.models import Entry
from shop.ledger.sent import was_sent
from shop.orders.models import OrderLine
from shop.statistics.figures import GrownLot, Households, households
from shop.statistics.question import Question
from shop.statistics.sources import LEDGER

# `OrderLine.source`, as the database says it.
SOURCE_OF_LINE = Concat(
    Value("order:"),
    OuterRef("order__code"),
    Value(":"),
    Cast(OuterRef("number"), CharField()),
    output_field=CharField(),
)


def lots_behind(question: Question) -> set[GrownLot]:
    """Of its sales in this shop, but for those whose goods were all taken back: they never left."""
    rows = LEDGER.rows(question, question.first, question.last)
    recorded = F("lot__households")
    if question.as_of:
        shares = GrowerShare.objects.filter(lot=OuterRef("lot"), at__lte=question.as_of)
        recorded = Subquery(shares.order_by("-pk").values("households")[:1])
    lines = lines_behind(rows.filter(was_sent(as_of=question.as_of)))
    return set(
        map(
            GrownLot._make,
            lines.values_list("lot", "lot__cooperative", "cooperative_zh", recorded).distinct(),
        )
    )


def lines_behind(rows: QuerySet[Entry]) -> QuerySet[OrderLine]:
    """Those that were sold by these rows."""
    sales = rows.filter(kind=Entry.Kind.SALE)
    # By their orders they are found from an index; the source alone would be made of every line.
    codes = sales.exclude(order_code="").values("order_code")
    sold = Exists(sales.filter(source=SOURCE_OF_LINE))
    return OrderLine.objects.filter(sold, order__code__in=codes).order_by()


def households_of_suppliers(question: Question) -> dict[str, Households]:
    """By the names under which the lots were sold."""
    name = attrgetter("supplier_name")
    by_name = groupby(sorted(lots_behind(question), key=name), key=name)
    return {supplier: households(lots) for supplier, lots in by_name}
