"""The same box told twice: as an order of ours, a hall's receipt, a channel's claim. Pairs of sales
are put before a person; nothing is undone by itself."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import combinations, permutations

from django.db.models import Count

from producers.regions.codes import prefecture_of
from shop.delivery.models import Waybill
from shop.delivery.tracing import OF_A_PARCEL
from shop.ledger.models import Entry, ReportLine
from shop.warnings.models import Finding
from shop.warnings.rules import TRACE_CODE, WAYBILL, Found, Today, sales, told_in

# What two channels say alike of one box: its sums would fit many a box, all of it together one, if
# the city and about the day are the same, too.
ALIKE = ("origin", "product", "amount_fen", "weight_g")


def counted_twice(since: datetime, today: Today) -> Iterator[Found]:
    told = paired_before()
    for by, groups in (
        ("waybill", alike_in(WAYBILL, since, orders_of_waybills)),
        ("trace", alike_in(TRACE_CODE, since, orders_of_boxes)),
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


def alike_in(
    column: str, since: datetime, orders_of: Callable[[list[str]], dict[str, str]]
) -> Iterator[list[Entry]]:
    """Reports say the same in a column, or what stands at an order of ours."""
    told = told_in(column, since)
    by_value, by_code = defaultdict(list), defaultdict(list)
    lines = sales().filter(**{f"report_line__values__{column}__in": told})
    for sale in lines.select_related("report_line"):
        by_value[sale.report_line.values[column]].append(sale)
    own = orders_of(told)
    for sale in sales().filter(order_code__in=own.values()):
        by_code[sale.order_code].append(sale)
    for value, group in by_value.items():
        yield from of_one_product([*group, *by_code[own.get(value)]])


def orders_of_waybills(numbers: list[str]) -> dict[str, str]:
    found = Waybill.objects.filter(number__in=numbers)
    return dict(found.values_list("number", "parcel__order__code"))


def orders_of_boxes(codes: list[str]) -> dict[str, str]:
    """Of those that are a parcel's: the code of a lot stands on many boxes."""
    found = {code: OF_A_PARCEL.fullmatch(code.rstrip("/").rpartition("/")[2]) for code in codes}
    return {code: parcel[1] for code, parcel in found.items() if parcel}


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
    """Goods, weight, amount and city are the same to the fen and the gram, the day the same or the
    next: who pays at night is noted in the morning. An order of ours names the county it was sent
    to, a hall the city."""
    new = sales().filter(recorded_at__gte=since, report_line__isnull=False)
    days = {
        told + timedelta(days=away)
        for told in new.values_list("occurred_on", flat=True).distinct().order_by()
        for away in (-1, 0, 1)
    }
    there = sales().filter(occurred_on__in=days)
    alike = there.values(*ALIKE).annotate(channels=Count("channel", distinct=True))
    wanted = {tuple(row[name] for name in ALIKE) for row in alike.filter(channels__gt=1)}
    groups = defaultdict(lambda: defaultdict(list))
    for sale in there.filter(product__in={product for _, product, *_ in wanted}):
        key = (sale.origin, sale.product_id, sale.amount_fen, sale.weight_g)
        if key in wanted:
            groups[*key, prefecture_of(sale.destination)][sale.occurred_on].append(sale)
    for by_day in groups.values():
        yield from by_day.values()
        for day, group in by_day.items():
            yield [*group, *by_day.get(day + timedelta(days=1), [])]
