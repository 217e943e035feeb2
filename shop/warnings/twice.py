"""The same box told twice: as an order of ours, a hall's receipt, a channel's claim. Pairs of sales
are put before a person; nothing is undone by itself."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations, permutations

from django.db.models import Count

from shop.delivery.models import Waybill
from shop.ledger.models import Entry, ReportLine
from shop.warnings.models import Finding
from shop.warnings.rules import WAYBILL, Found, sales, waybills_told

# What two channels say alike of one box: its sums would fit many a box, all of it together one.
ALIKE = ("occurred_on", "origin", "product", "destination", "amount_fen", "weight_g")


def counted_twice(since: datetime) -> Iterator[Found]:
    told = paired_before()
    for by, groups in (
        ("waybill", same_waybill(since)),
        ("order", same_order(since)),
        ("sale", same_sale(since)),
    ):
        for group in groups:
            for one, other in across_channels(group, told):
                told |= {(one.pk, other.channel_id), (other.pk, one.channel_id)}
                first, second = sorted([one.pk, other.pk])
                yield Found(
                    Finding.Rule.COUNTED_TWICE,
                    f"pair:{first}:{second}",
                    one.origin,
                    {"by": by, "amount_fen": one.amount_fen},
                    [first, second],
                )


def paired_before() -> set[tuple[int, str]]:
    """Each sale of a pair that was found, and the channel of the other: that channel tells of it
    once, whatever was decided."""
    rows = defaultdict(list)
    found = Finding.objects.filter(rule=Finding.Rule.COUNTED_TWICE)
    for finding, sale, channel in found.values_list("pk", "rows", "rows__channel"):
        rows[finding].append((sale, channel))
    return {
        (sale, channel)
        for pair in rows.values()
        for (sale, _own), (_other, channel) in permutations(pair, 2)
    }


def across_channels(
    group: list[Entry], told: set[tuple[int, str]]
) -> Iterator[tuple[Entry, Entry]]:
    """Two sales of different channels at a time, each once: a box that one channel tells of is one
    box of the other. Two orders of ours are two orders."""
    by_channel = defaultdict(list)
    for sale in sorted(group, key=lambda sale: sale.pk):
        by_channel[sale.channel_id, bool(sale.order_code)].append(sale)
    for (first, is_ours), (second, is_ours_too) in combinations(by_channel, 2):
        if first == second or (is_ours and is_ours_too):
            continue
        ones = [sale for sale in by_channel[first, is_ours] if (sale.pk, second) not in told]
        others = [sale for sale in by_channel[second, is_ours_too] if (sale.pk, first) not in told]
        yield from zip(ones, others, strict=False)


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
