"""What stands in the ledger already of the lines of a report: new, the same, or told otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from shop.buyers.models import WORD_OF_BUYER_KIND
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport, Entry, ReportLine
from shop.ledger.reports import columns as c
from shop.ledger.reports.cells import shown
from shop.ledger.reports.faults import Fault
from shop.ledger.reports.lines import ONLINE, Line
from shop.ledger.reports.profiles import Wording

# Characters of an order's code on this site.
OUR_CODES = 8
# What reports write for what the ledger keeps.
WORDS = {
    c.BUYER_KIND: WORD_OF_BUYER_KIND,
    c.ONLINE: {kept: word for word, kept in ONLINE.items()},
}


@dataclass
class Standing:
    """Lines not told yet, or taken back since; those a correction tells otherwise, with the sale
    that stands; how many are the same, or are a box another row counts; and what contradicts a
    report it does not correct."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, Entry]] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


def told_of(orders: Iterable[str]) -> set[str]:
    """Those of the order numbers that reports told. Whatever is known of a line is known under its
    order's number: of one nobody told there is nothing to look up."""
    found = ReportLine.objects.filter(order_no__among=list(orders))
    return set(found.values_list("order_no", flat=True))


def standing(
    lines: list[Line],
    *,
    told: set[str],
    channel: Channel,
    corrects: ChannelReport | None,
    wording: Wording,
) -> Standing:
    found = Standing()
    sales, refunds = told_before([line.key(channel.pk) for line in lines if line.order_no in told])
    for line in lines:
        sale = sales.get(line.key(channel.pk))
        if sale is None:
            found.new.append(line)
            continue
        different = list(differences(line, sale, refunds.get(sale.pk), wording))
        if not different:
            found.same += 1
        elif not sale.stands:
            found.new.append(line)
        elif corrects and is_of(sale.report_line.report, corrects):
            found.changed.append((line, sale))
        else:
            found.faults += contradictions(line, sale, different, wording)
    return found


def told_before(keys: list[str]) -> tuple[dict[str, Entry], dict[int, Entry]]:
    """The sales that stand, or do not since another row counts their box, by what their line is
    known by; their refunds, by sale."""
    sales, refunds = {}, {}
    entries = Entry.objects.select_related("report_line__report")
    elsewhere = entries.counted_elsewhere(keys).annotate(stands=Value(False)).order_by("pk")
    there = entries.standing().filter(report_line__key__among=keys).annotate(stands=Value(True))
    for entry in chain(elsewhere, there):
        if entry.kind == Entry.Kind.SALE:
            sales[entry.report_line.key] = entry
        else:
            refunds[entry.answers_id] = entry
    return sales, refunds


def is_of(report: ChannelReport, first: ChannelReport) -> bool:
    return first.pk in (report.pk, report.corrects_id)


def of_the_same(first: ChannelReport) -> Q:
    """Rows that a report and its corrections brought."""
    return Q(report_line__report=first) | Q(report_line__report__corrects=first)


def left_out(corrects: ChannelReport, keys: dict[str, int]) -> list[int]:
    """Sales of the report and its earlier corrections that the correction no longer tells."""
    sales = Entry.objects.standing().filter(of_the_same(corrects), kind=Entry.Kind.SALE)
    return [
        pk
        for pk, key in sales.values_list("pk", "report_line__key").order_by("pk").iterator()
        if key not in keys
    ]


def contradictions(line: Line, sale: Entry, different: list, wording: Wording) -> Iterator[Fault]:
    for column, now, before in different:
        yield Fault(
            _(
                "Report %(report)s, row %(row)s says %(before)s for this line, here it is "
                "%(now)s. A correction is an act of its own."
            )
            % {
                "report": sale.report_line.report_id,
                "row": sale.report_line.row,
                "before": as_written(column, before),
                "now": as_written(column, now),
            },
            line.row,
            wording.name(column),
        )


def as_written(column: str, kept) -> str:
    return shown(WORDS.get(column, {}).get(kept, kept))


def differences(line: Line, sale: Entry, refund: Entry | None, wording: Wording) -> Iterator[tuple]:
    """Each column with what the row says and what the ledger says. What a line is known by cannot
    differ; a name beside its code describes it only."""
    city = c.TO_CITY_CODE if line.values.get(c.TO_CITY_CODE) else c.TO_CITY
    if c.TO_CITY_CODE in line.values and not line.values.get(c.TO_CITY):
        city = c.TO_CITY_CODE
    yield from unlike(
        (c.WEIGHT, line.weight_g, sale.weight_g),
        (c.AMOUNT, line.amount_fen, sale.amount_fen),
        (c.SOLD_ON, line.sold_on, sale.occurred_on),
        (city, line.destination.code, sale.destination),
        (c.REFUND, line.refund_fen, -refund.amount_fen if refund else 0),
    )
    besides = unlike(
        (c.ONLINE, line.online, sale.online),
        (c.BUYER_KIND, line.buyer_kind, sale.buyer_kind),
        (c.BUYER_UNIT, line.buyer_unit, sale.organisation_name),
        (c.BUYER_REGION, line.buyer_region.code, sale.buyer_region),
        (c.SUPPLIER, line.supplier, sale.supplier_name),
        (c.RECOGNITION, line.recognition, sale.recognition_number),
        (c.CATEGORY, line.category_id, sale.category_id),
        (c.PACKS, line.packs, sale.packs),
        (c.REFUNDED_ON, line.refunded_on, refund.occurred_on if refund else line.refunded_on),
    )
    # A file that lacks one of these columns says nothing of it.
    if besides:
        named = wording.cells(line.values)
        yield from (compared for compared in besides if compared[0] in named)


def unlike(*compared: tuple) -> list[tuple]:
    return [(column, now, before) for column, now, before in compared if now != before]


def told_elsewhere(lines: list[Line], *, told: set[str], channel: Channel) -> Iterator[Fault]:
    """Orders that another channel told, or that are our own: they count twice unless somebody says
    otherwise, which is theirs to say."""
    orders = {}
    for line in lines:
        orders.setdefault(line.order_no, line)
    others = ReportLine.objects.filter(order_no__among=orders.keys() & told)
    others = others.exclude(report__channel=channel)
    for number, parcel, other, report in others.values_list(
        "order_no", "parcel_key", "report__channel", "report"
    ):
        if orders[number].parcel_key(other) == parcel:
            yield Fault(
                _("Order %(order)s stands in report %(report)s of channel %(channel)s, too.")
                % {"order": number, "report": report, "channel": other},
                orders[number].row,
                c.ORDER_NO,
            )
    like_ours = [number for number in orders if len(number) == OUR_CODES]
    own = Entry.objects.filter(order_code__in=like_ours)
    for code in own.values_list("order_code", flat=True).distinct():
        yield Fault(
            _("Order %(order)s is an order of this site, too.") % {"order": code},
            orders[code].row,
            c.ORDER_NO,
        )
