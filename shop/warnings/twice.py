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
ALIKE = ("product", "amount_fen", "weight_g")
# What lines of one parcel are told apart by, in this order: a channel may call goods otherwise.
TOLD_APART = ("product_id", "amount_fen", "weight_g")


def counted_twice(since: datetime, today: Today) -> Iterator[Found]:
    told = paired_before()
    for by, groups in (
        ("waybill", alike_in(WAYBILL, since, orders_of_waybills, today)),
        ("trace", alike_in(TRACE_CODE, since, orders_of_boxes, today)),
        ("order", same_order(since, today)),
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
    """What stands of each sale of a pair that was found, and the channel of the other: that channel
    tells of it once, whatever was decided."""
    pairs = defaultdict(list)
    rows = Entry.objects.filter(findings__rule=Finding.Rule.COUNTED_TWICE).with_what_stands()
    for finding, status, *row in rows.values_list(
        "findings", "findings__status", "pk", "stands_as", "channel"
    ):
        pairs[finding, status].append(row)
    return {
        (sale, channel)
        for (_finding, status), pair in pairs.items()
        if status != Finding.Status.CONFIRMED or not counts_again(pair)
        for (_row, sale, _own), (_other_row, _other, channel) in permutations(pair, 2)
    }


def counts_again(pair: list[tuple[int, int | None, str]]) -> bool:
    """One was taken back, and its report told it again: both count."""
    return all(sale for _row, sale, _channel in pair) and any(
        sale != row for row, sale, _channel in pair
    )


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
    column: str, since: datetime, orders_of: Callable[[list[str]], dict[str, str]], today: Today
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
        yield from line_by_line([*group, *by_code[own.get(value)]], today)


def orders_of_waybills(numbers: list[str]) -> dict[str, str]:
    found = Waybill.objects.filter(number__in=numbers)
    return dict(found.values_list("number", "parcel__order__code"))


def orders_of_boxes(codes: list[str]) -> dict[str, str]:
    """Of those that are a parcel's: the code of a lot stands on many boxes."""
    found = {code: OF_A_PARCEL.fullmatch(code.rstrip("/").rpartition("/")[2]) for code in codes}
    return {code: parcel[1] for code, parcel in found.items() if parcel}


def same_order(since: datetime, today: Today) -> Iterator[list[Entry]]:
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
        yield from line_by_line(group, today)


def line_by_line(group: list[Entry], today: Today) -> Iterator[list[Entry]]:
    """The lines of a parcel are told one by one. Those called otherwise, so that they are not
    paired by then, are one where the amount or the weight is."""
    for name in TOLD_APART:
        alike = defaultdict(list)
        for sale in group:
            alike[today(sale.origin), getattr(sale, name)].append(sale)
        yield from alike.values()


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
    for sale in there.filter(product__in={product for product, *_ in wanted}):
        key = (sale.product_id, sale.amount_fen, sale.weight_g)
        if key in wanted:
            groups[*key, prefecture_of(sale.destination)][sale.occurred_on].append(sale)
    for by_day in groups.values():
        yield from by_day.values()
        for day, group in by_day.items():
            yield [*group, *by_day.get(day + timedelta(days=1), [])]
