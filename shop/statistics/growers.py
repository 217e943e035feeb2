"""The lots that goods sold came from, and what their cooperatives recorded of those who grew them.
Rows of reports name no lot."""

from collections import defaultdict
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from producers.harvests.models import GrowerShare, Lot
from shop.ledger.models import LotSale
from shop.ledger.sent import was_sent
from shop.statistics.figures import GrownLot, Households, households
from shop.statistics.question import Question
from shop.statistics.sources import LEDGER, Source, places_asked


class LotSales(Source):
    """The notes of lots. Their index begins with the lot: its days are one range."""

    def within_days(self, question: Question, first: date, last: date) -> Q:
        return Q(time__range=(first, last))


NOTES = LotSales(LotSale, time="occurred_on")


def lots_behind(question: Question) -> list[GrownLot]:
    """Of its sales in this shop, but for those whose goods were all taken back: they never left."""
    recorded = F("households")
    if question.as_of:
        shares = GrowerShare.objects.filter(lot=OuterRef("pk"), at__lte=question.as_of)
        recorded = Subquery(shares.order_by("-pk").values("households")[:1])
    lots = with_sales(question).order_by().values_list("pk", "cooperative", recorded)
    return list(map(GrownLot._make, lots))


def with_sales(question: Question) -> QuerySet[Lot]:
    if is_narrow(question):
        return Lot.objects.filter(pk__in=sales_behind(question).values("lot"))
    sales = NOTES.rows(question, question.first, question.last)
    sent = sales.filter(was_sent(as_of=question.as_of), lot=OuterRef("pk"))
    # There are few lots and many sales: of each lot one sale is enough. PostgreSQL would set all
    # sales beside all lots if it were only asked whether there is one.
    a_sale = Subquery(sent.values("pk")[:1])
    return Lot.objects.alias(a_sale=a_sale).filter(a_sale__isnull=False)


def is_narrow(question: Question) -> bool:
    """Whether its rows are so few that each is looked up sooner than the sales of all lots."""
    one_of_many = ("product", "cooperative", "organisation", "campaign")
    if any(getattr(question, name) is not None for name in one_of_many):
        return True
    reaches = places_asked(question).values()
    return len(reaches) > 1 or not all(reach.is_province for reach in reaches)


def sales_behind(question: Question) -> QuerySet[LotSale]:
    """The notes of its sales that were sent, found by its rows."""
    rows = LEDGER.rows(question, question.first, question.last)
    return LotSale.objects.filter(entry__in=rows.filter(was_sent(as_of=question.as_of)))


def households_of_suppliers(question: Question) -> dict[str, Households]:
    """By the names under which the lots were sold."""
    lots = {lot.lot: lot for lot in lots_behind(question)}
    by_name = defaultdict(list)
    for name, lot in sales_behind(question).values_list("entry__supplier_name", "lot").distinct():
        by_name[name].append(lots[lot])
    return {name: households(sold) for name, sold in by_name.items()}
