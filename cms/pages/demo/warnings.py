"""A report of a web shop with what officials are warned of: boxes the hall sold, a waybill that
stands at two orders, and a price nobody pays."""

import csv
import io

from cms.users.models import User
from producers.regions.models import Region
from shop.counters.closing import line
from shop.counters.models import Counter, CounterSale
from shop.ledger.reports import columns as c
from shop.ledger.reports.importing import import_report
from shop.money import decimal
from shop.warnings.deciding import assign, close
from shop.warnings.finding import find_what_is_new
from shop.warnings.models import Finding
from shop.warnings.rules import WAYBILL


def load(accounts: dict[str, User]) -> None:
    hall = Counter.objects.get(code="yantai-wushan")
    told = (
        CounterSale.objects.filter(counter=hall)
        .exclude(closing=None)
        .select_related("good__product")
    )
    claimed = [line(hall, sale) for sale in told.order_by("-at", "-pk")[:5]]
    for number, values in enumerate(claimed, 1):
        values |= {
            c.ORDER_NO: f"WD-{number:04}",
            c.ONLINE: "线上",
            WAYBILL: f"SF10203040506{number}",
        }
    # The first two are the hall's boxes; the others are their own, with something wrong.
    for values in claimed[2:]:
        values[c.AMOUNT] = decimal(int(values[c.WEIGHT]) * 3)
    claimed[3][WAYBILL] = claimed[2][WAYBILL]
    claimed[4][c.AMOUNT] = decimal(int(claimed[4][c.WEIGHT]) * 40)
    file = io.StringIO()
    writer = csv.DictWriter(file, claimed[0])
    writer.writeheader()
    writer.writerows(claimed)
    import_report(
        file.getvalue().encode(),
        name="微店.csv",
        channel_code="ECOM",
        region=Region.objects.get(code="500237"),
        by=accounts["wushan"],
    )
    find_what_is_new()
    by = accounts["wushan"]
    twice = Finding.objects.filter(rule=Finding.Rule.COUNTED_TWICE, status="open").order_by("pk")
    for finding in twice[1:2]:
        close(finding, confirmed=False, text="已核对收据，是两箱。", by=by)
    for finding in Finding.objects.filter(rule=Finding.Rule.WAYBILL_TWICE):
        assign(finding, to=by, by=accounts["chongqing"])
