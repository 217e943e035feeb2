"""How much went from where to where: the largest flows drawn as bands, and all of them between the
largest places as a table."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shop import money
from shop.statistics.answering import Answered, Line
from shop.statistics.asked import Asked
from shop.statistics.blocks import Series
from shop.statistics.cells import Cells
from shop.statistics.choices import pairings
from shop.statistics.names import Name
from shop.statistics.question import By

MOST_ORIGINS, MOST_DESTINATIONS = 12, 8
WIDTH, BAND_HEIGHT, GAP, LABEL = 720, 330, 10, 150


@dataclass(frozen=True)
class Flow:
    amount_fen: int
    rows_url: str
    is_paired: bool = False


@dataclass(frozen=True)
class Flows:
    asked: Asked
    answered: Answered
    name = "flows"
    template = "statistics/blocks/flows.html"

    @property
    def title(self) -> str:
        return _("From where to where")

    @cached_property
    def origins(self) -> list[tuple[Name, int]]:
        return largest(self.answered.lines, "name", MOST_ORIGINS)

    @cached_property
    def destinations(self) -> list[tuple[Name, int]]:
        return largest(self.answered.lines, "across", MOST_DESTINATIONS)

    @cached_property
    def flows(self) -> dict[tuple[Name, Name], Flow]:
        paired = {pairing.code for pairing in pairings()}
        return {
            (line.name, line.across): Flow(
                line.amount_fen,
                self.rows_url(line),
                f"{line.across.key}-{line.name.key}" in paired,
            )
            for line in self.answered.lines
        }

    def rows_url(self, line: Line) -> str:
        """The rows from a line's place to the one across from it: of a place known by its province
        alone without those of its cities, so that neither is asked for as a place."""
        question = self.answered.question
        return self.asked.rows_url(
            by=question.by,
            key=line.name.key,
            across=question.across,
            across_key=line.across.key,
        )

    @property
    def table(self) -> list[tuple[Name, list[Flow | None], Flow]]:
        """A row each origin, with its flow to each destination and to all there are."""
        by = self.answered.question.by
        return [
            (
                origin,
                [self.flows.get((origin, to)) for to, _total in self.destinations],
                Flow(total, self.asked.rows_url(by=by, key=origin.key)),
            )
            for origin, total in self.origins
        ]

    @property
    def drawing(self) -> SafeString:
        """Bands as thick as what flows in them."""
        shown = [
            (origin, to, flow.amount_fen)
            for (origin, to), flow in self.flows.items()
            if flow.amount_fen > 0 and (origin, to) in self.between_largest
        ]
        left = Stack([origin for origin, _total in self.origins], shown, side=0)
        right = Stack([to for to, _total in self.destinations], shown, side=1)
        bands = (
            band(
                left.take(origin, fen),
                right.take(to, fen),
                f"{origin} → {to}: {money.ten_thousands(fen)}",
            )
            for origin, to, fen in shown
        )
        return format_html(
            '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
            WIDTH,
            max(left.end, right.end),
            _("Bands from origins to where the goods went. The table below has the numbers."),
            format_html_join("", "{}", ((drawn,) for drawn in bands)),
            left.labels(LABEL - 8, "end"),
            right.labels(WIDTH - LABEL + 8, "start"),
        )

    @property
    def between_largest(self) -> set[tuple[Name, Name]]:
        return {(origin, to) for origin, _a in self.origins for to, _b in self.destinations}

    def cells(self) -> list[Cells]:
        question = self.answered.question
        head = [
            *(_("Code"), str(By(question.by).label)),
            *(_("Code"), str(By(question.across).label)),
            _("Amount (yuan)"),
        ]
        return [
            head,
            *(
                [
                    ln.name.key,
                    str(ln.name),
                    ln.across.key,
                    str(ln.across),
                    money.decimal(ln.amount_fen),
                ]
                for ln in self.answered.lines
            ),
        ]


def largest(lines: list[Line], end: str, most: int) -> list[tuple[Name, int]]:
    """The places at one end of the flows, those with the largest sums first."""
    sums = Counter()
    for line in lines:
        sums[getattr(line, end)] += line.amount_fen
    return sums.most_common(most)


class Stack:
    """Places one above the other, each as high as what flows through it."""

    def __init__(self, names: list[Name], shown: list[tuple[Name, Name, int]], *, side: int):
        sums = Counter()
        for flow in shown:
            sums[flow[side]] += flow[2]
        self.scale = BAND_HEIGHT / max(sums.total(), 1)
        self.middle, self.free, y = {}, {}, GAP
        for name in names:
            # A name needs the height of its letters.
            height = max(sums[name] * self.scale, 16)
            self.free[name], self.middle[name] = y, y + height / 2
            y += height + GAP
        self.end = round(y)

    def take(self, name: Name, fen: int) -> tuple[float, float]:
        """The middle of the next band at that place, and how thick it is."""
        thick = fen * self.scale
        y = self.free[name]
        self.free[name] += thick
        return y + thick / 2, thick

    def labels(self, x: int, anchor: str) -> SafeString:
        return format_html_join(
            "",
            '<text class="chart__label" x="{}" y="{}" text-anchor="{}">{}</text>',
            ((x, round(y + 5, 1), anchor, name) for name, y in self.middle.items()),
        )


def band(start: tuple[float, float], end: tuple[float, float], says: str) -> SafeString:
    (y1, thick), (y2, _same) = start, end
    x1, x2, half = LABEL, WIDTH - LABEL, WIDTH // 2
    return format_html(
        '<path class="band" d="M{} {}C{} {} {} {} {} {}" stroke-width="{}">'
        "<title>{}</title></path>",
        *(round(number, 1) for number in (x1, y1, half, y1, half, y2, x2, y2, max(thick, 0.5))),
        says,
    )


def flows(asked: Asked, series: Series) -> Flows:
    """Between provinces for the whole country, else from counties to cities."""
    by, across = By.ORIGIN_PROVINCE, By.DESTINATION_PROVINCE
    if asked.said["region"]:
        by, across = By.ORIGIN_COUNTY, By.DESTINATION_PREFECTURE
    return Flows(asked, asked.answer(by=by.value, across=across.value, compare=False))
