"""Whether a report can be taken: each of its rows, and what they say together."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cms.users.models import User
from producers.cooperatives.models import Recognition
from producers.regions.models import Posting
from shop.ledger.reach import Reach, Reaches
from shop.ledger.reports import columns as c
from shop.ledger.reports.cells import BOXES, Wrong, fen_of, grams_of, packs_of, text_of
from shop.ledger.reports.completeness import period_of
from shop.ledger.reports.faults import Fault
from shop.ledger.reports.lines import Line, Reader
from shop.ledger.reports.profiles import Wording
from shop.ledger.reports.reading import Table
from shop.ledger.reports.spool import BATCH, Spool

# Nobody mends more by hand: what comes after them is not read.
MOST_FAULTS = 5000
Progress = Callable[[int], None]


@dataclass
class Sums:
    """What the lines add up to: fen, grams, and orders as parcels."""

    rows: int = 0
    amount_fen: int = 0
    refund_fen: int = 0
    weight_g: int = 0
    packs: int = 0
    parcels: set = field(default_factory=set)
    first_day: date = date.max
    last_day: date = date.min

    def add(self, line: Line) -> None:
        self.rows += 1
        self.amount_fen += line.amount_fen
        self.refund_fen += line.refund_fen
        self.weight_g += line.weight_g
        self.packs += line.packs
        self.parcels.add((line.order_no, line.origin.code))
        self.first_day = min(self.first_day, line.sold_on)
        self.last_day = max(self.last_day, line.sold_on)

    @property
    def orders(self) -> set[str]:
        return {order_no for order_no, _county in self.parcels}

    @property
    def months(self) -> tuple[date, date]:
        """The first and the last day of the months the lines are of."""
        return period_of(self.first_day, 1)[0], period_of(self.last_day, 1)[1]

    @property
    def net_fen(self) -> int:
        return self.amount_fen - self.refund_fen


@dataclass
class Checked:
    """The lines of a report, what they add up to, and every fault found in it."""

    lines: Spool
    sums: Sums = field(default_factory=Sums)
    # Row by what a line is known by.
    keys: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def check(
    table: Table, reader: Reader, spool: Spool, *, by: User | None, progress: Progress
) -> Checked:
    checked = Checked(spool)
    concern = Concern(by) if by else None
    numbers = defaultdict(list)
    for number, cells in table.rows():
        line, wrong = reader.line(number, cells)
        checked.faults += wrong
        if len(checked.faults) > MOST_FAULTS:
            break
        if table.rows_read % BATCH == 0:
            progress(table.rows_read)
        if not line:
            continue
        take(line, checked, reader.channel)
        if line.recognition:
            numbers[line.recognition].append((line.row, line.sold_on))
        if concern and not concern.has(line):
            checked.faults.append(
                Fault(_("The sale neither comes from your region nor goes there."), number)
            )
    checked.faults += table.faults
    checked.faults += lapsed_recognitions(numbers)
    # A sum over rows that cannot all be read says nothing.
    if table.total and not checked.faults:
        checked.faults += wrong_totals(*table.total, checked.sums, reader.wording)
    if not table.rows_read:
        checked.faults.append(Fault(_("The report has no rows below its header.")))
    return checked


def take(line: Line, checked: Checked, channel: str) -> None:
    checked.lines.add(line)
    checked.sums.add(line)
    first = checked.keys.setdefault(line.key(channel), line.row)
    if first != line.row:
        checked.faults.append(
            Fault(
                _("The same line stands in row %(row)s: %(order)s.")
                % {"row": first, "order": line.order_no},
                line.row,
                c.ORDER_NO,
            )
        )


def wrong_totals(number: int, cells: dict, sums: Sums, wording: Wording) -> list[Fault]:
    cells = wording.cells(cells)
    faults = []
    for column, how, expected in (
        (c.WEIGHT, grams_of, sums.weight_g),
        (c.AMOUNT, fen_of, sums.amount_fen),
        (c.REFUND, fen_of, sums.refund_fen),
        (c.NET, fen_of, sums.net_fen),
        (c.PACKS, packs_of, sums.packs),
    ):
        unit = wording.unit(column)
        # Boxes of several weights add up to no weight.
        if text_of(cells.get(column)) == "" or unit == BOXES:
            continue
        try:
            if how(cells[column], *filter(None, [unit])) != expected:
                raise Wrong(
                    _("The total says %(value)s, the rows add up to another sum.")
                    % {"value": text_of(cells[column])}
                )
        except Wrong as wrong:
            faults.append(Fault(str(wrong), number, wording.name(column)))
    return faults


class Concern:
    """A county hands in what it sold, a partner city what came to it or was bought from it."""

    def __init__(self, official: User):
        reaches = Reaches()
        self.reaches = [
            reaches.of(posting.region_id) if posting.region_id else Reach("000000", "999999")
            for posting in Posting.objects.of(official)
        ]
        self.known: dict[str, bool] = {}

    def has(self, line: Line) -> bool:
        places = line.origin, line.destination, line.buyer_region
        return any(self.is_ours(place.code) for place in places)

    def is_ours(self, code: str) -> bool:
        if code not in self.known:
            self.known[code] = any(code in reach for reach in self.reaches)
        return self.known[code]


def lapsed_recognitions(numbers: dict[str, list[tuple[int, date]]]) -> list[Fault]:
    """A number kept here has to be in force on the day; one not kept here is the channel's word."""
    return [
        Fault(
            _("Recognition %(number)s was not in force on %(day)s.")
            % {"number": known.number, "day": day},
            row,
            c.RECOGNITION,
        )
        for known in kept_here(list(numbers))
        for row, day in numbers[known.number]
        if not known.holds_on(day)
    ]


def kept_here(numbers: list[str]) -> Iterator[Recognition]:
    for start in range(0, len(numbers), BATCH):
        yield from Recognition.objects.filter(number__in=numbers[start : start + BATCH])
