"""The same box told twice: as an order of ours, a hall's receipt, a channel's claim. Pairs of sales
are put before a person; nothing is undone by itself."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

from django.db.models import Count

from shop.delivery.models import Waybill
from shop.ledger.models import Entry, ReportLine
from shop.warnings.models import Finding
from shop.warnings.rules import WAYBILL, Found, sales, waybills_told

# What two channels say alike of one box: its sums would fit many a box, all of it together one.
ALIKE = ("occurred_on", "origin", "product", "destination", "amount_fen", "weight_g")


def counted_twice(since: datetime) -> Iterator[Found]:
    pairs = {}
    for by, groups in (
        ("waybill", same_waybill(since)),
        ("order", same_order(since)),
        ("sale", same_sale(since)),
    ):
        for group in groups:
            for pair in across_channels(group):
                pairs.setdefault(tuple(sale.pk for sale in pair), (by, pair))
    for (first, second), (by, (sale, _other)) in pairs.items():
        yield Found(
            Finding.Rule.COUNTED_TWICE,
            f"pair:{first}:{second}",
            sale.origin,
            {"by": by, "amount_fen": sale.amount_fen},
            [first, second],
        )


def across_channels(group: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Two sales of different channels at a time. Two orders of ours are two orders."""
    for pair in combinations(sorted(group, key=lambda sale: sale.pk), 2):
        a, b = pair
        if a.channel_id != b.channel_id and not (a.order_code and b.order_code):
            yield pair


def same_waybill(since: datetime) -> Iterator[list[Entry]]:
    numbers = waybills_told(since)
    by_number = defaultdict(list)
    told = sales().filter(**{f"report_line__values__{WAYBILL}__in": numbers})
    for sale in told.select_related("report_line"):
        by_number[sale.report_line.values[WAYBILL]].append(sale)
    own = dict(
        Waybill.objects.filter(number__in=numbers).values_list("number", "parcel__order__code")
    )
    by_code = defaultdict(list)
    for sale in sales().filter(order_code__in=own.values()):
        by_code[sale.order_code].append(sale)
    for number, group in by_number.items():
        ours = by_code.get(own.get(number), [])
        yield from of_one_product([*group, *ours])


def same_order(since: datetime) -> Iterator[list[Entry]]:
    """A channel names the code of an order of ours, or the number another channel has."""
    new = ReportLine.objects.filter(report__handed_in_at__gte=since).exclude(order_no="")
    numbers = set(new.values_list("order_no", flat=True))
    by_number = defaultdict(list)
    for sale in sales().filter(order_code__in=numbers):
        by_number[sale.order_code].append(sale)
    told = sales().filter(report_line__order_no__in=numbers).select_related("report_line")
    for sale in told:
        by_number[sale.report_line.order_no].append(sale)
    for group in by_number.values():
        yield from of_one_product(group)


def of_one_product(group: list[Entry]) -> Iterator[list[Entry]]:
    """The lines of a parcel are told one by one."""
    by_product = defaultdict(list)
    for sale in group:
        by_product[sale.origin, sale.product_id].append(sale)
    yield from by_product.values()


def same_sale(since: datetime) -> Iterator[list[Entry]]:
    """Day, goods, weight, amount and city are the same to the fen and the gram."""
    new = sales().filter(recorded_at__gte=since, report_line__isnull=False)
    days = set(new.values_list("occurred_on", flat=True))
    alike = (
        sales()
        .filter(occurred_on__in=days)
        .values(*ALIKE)
        .annotate(channels=Count("channel", distinct=True))
        .filter(channels__gt=1)
    )
    wanted = {tuple(row[name] for name in ALIKE) for row in alike}
    groups = defaultdict(list)
    for sale in sales().filter(occurred_on__in={key[0] for key in wanted}):
        key = tuple(getattr(sale, "product_id" if n == "product" else n) for n in ALIKE)
        if key in wanted:
            groups[key].append(sale)
    yield from groups.values()
