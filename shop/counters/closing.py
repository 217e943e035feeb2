"""The day's close: what a counter sold goes to the ledger as its report, by the same rules as any
other."""

import csv
import io

from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from producers.regions.codes import prefecture_of
from shop.counters.models import Counter, CounterSale, DayClose
from shop.ledger.reports import columns as c
from shop.ledger.reports.importing import import_report
from shop.money import decimal


@transaction.atomic
def close(counter: Counter, *, by: User) -> DayClose | None:
    """Report what no close has told yet; None where there is nothing. Two who close at once close
    once."""
    Counter.objects.select_for_update().get(pk=counter.pk)
    sales = list(counter.uncounted.select_related("good__product__category").order_by("at", "pk"))
    if not sales:
        return None
    days = [timezone.localdate(sale.at) for sale in sales]
    outcome = import_report(
        as_csv(counter, sales),
        name=f"{counter.code}-{days[-1]}.csv",
        channel_code=counter.channel_id,
        region=counter.place,
        days=(days[0], days[-1]),
    )
    outcome.report.handed_in_by = by
    outcome.report.save(update_fields=["handed_in_by"])
    closing = DayClose.objects.create(counter=counter, report=outcome.report, by=by)
    CounterSale.objects.filter(pk__in=[sale.pk for sale in sales]).update(closing=closing)
    return closing


def as_csv(counter: Counter, sales: list[CounterSale]) -> bytes:
    """The columns of the sales ledger, as any hall hands them in."""
    file = io.StringIO()
    writer = csv.writer(file)
    lines = [line(counter, sale) for sale in sales]
    writer.writerow(lines[0])
    writer.writerows(values.values() for values in lines)
    return file.getvalue().encode()


def line(counter: Counter, sale: CounterSale) -> dict:
    good, product = sale.good, sale.good.product
    return {
        c.ORDER_NO: f"{counter.code}-{sale.pk}",
        c.SOLD_ON: timezone.localdate(sale.at).isoformat(),
        c.COUNTY_CODE: product.county_id,
        c.PRODUCT: product.name_zh,
        c.CATEGORY: product.category_id,
        c.PACK: good.pack_zh,
        c.PACKS: sale.packs,
        c.WEIGHT: sale.weight_g,
        c.AMOUNT: decimal(sale.amount_fen),
        c.TO_CITY_CODE: prefecture_of(counter.place_id),
        c.BUYER_KIND: "个人",
        c.ONLINE: "线下",
    }
