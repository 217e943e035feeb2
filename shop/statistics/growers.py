"""The lots that goods sold came from, and what their cooperatives recorded of those who grew them.
Rows of reports name no lot."""

from collections import defaultdict
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from producers.harvests.models import GrowerShare, Lot
from shop.ledger.models import LotSale, Pending
from shop.ledger.sent import was_sent
from shop.statistics.figures import GrownLot, Households, households
from shop.statistics.models import CountyMonth
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
    return of_its_sellers(question).alias(a_sale=a_sale).filter(a_sale__isnull=False)


def is_narrow(question: Question) -> bool:
    """Whether its rows are so few that each is looked up sooner than the sales of the lots."""
    if question.origin or question.cooperative is not None:
        return False
    one_of_many = ("product", "organisation", "campaign")
    if any(getattr(question, name) is not None for name in one_of_many):
        return True
    reaches = places_asked(question).values()
    return len(reaches) > 1 or not all(reach.is_province for reach in reaches)


def sales_behind(question: Question) -> QuerySet[LotSale]:
    """The notes of its sales that were sent, found by its rows."""
    rows = LEDGER.rows(question, question.first, question.last)
    # As all that is paid here is, which indexes tell before a row or a note is read.
    rows = rows.filter(online=True)
    return LotSale.objects.filter(was_sent(as_of=question.as_of), entry__in=rows)


def of_its_sellers(question: Question) -> QuerySet[Lot]:
    """All lots that may have sold what it asks of: a lot is sold by its cooperative, and who ever
    sold from a place stands in their sums by month or in what is pending."""
    if question.cooperative is not None:
        return Lot.objects.filter(cooperative=question.cooperative)
    if not question.origin:
        return Lot.objects.all()
    grown_there = question.origin.q("origin")
    summed, pending = (
        Q(cooperative__in=table.objects.filter(grown_there).values("cooperative_id"))
        for table in (CountyMonth, Pending)
    )
    return Lot.objects.filter(summed | pending)


def households_of_suppliers(question: Question) -> dict[str, Households]:
    """By the names under which the lots were sold."""
    lots = {lot.lot: lot for lot in lots_behind(question)}
    by_name = defaultdict(list)
    for name, lot in sales_behind(question).values_list("entry__supplier_name", "lot").distinct():
        by_name[name].append(lots[lot])
    return {name: households(sold) for name, sold in by_name.items()}
