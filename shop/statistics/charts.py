"""Drawings made here and sent as SVG. Each stands beside the table of the same numbers, so what it
says aloud is only what it is of."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shop.money import ten_thousands as wan

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 78, 8, 14, 34
MOST_LABELS = 6


class Point(NamedTuple):
    """Fen of a day or month, and of the same a year earlier."""

    label: str
    now: int
    before: int


def series_chart(points: Sequence[Point], *, title: str, description: str) -> SafeString:
    """Columns of now, a line of a year earlier."""
    scale = Scale([*(p.now for p in points), *(p.before for p in points)], slots=len(points))
    before = [point.before for point in points]
    return chart(
        title,
        description,
        grid(scale),
        columns(points, scale),
        line(before, scale, "chart__before") if any(before) else "",
        labels([point.label for point in points], scale),
    )


def lines_chart(
    lines: Sequence[Sequence[int]], *, labels_below: Sequence[str], title: str, description: str
) -> SafeString:
    """A line each, the first the one that matters; one may end before the others."""
    scale = Scale([fen for amounts in lines for fen in amounts], slots=len(labels_below))
    drawn = [
        line(amounts, scale, f"chart__line chart__line--{number}")
        for number, amounts in enumerate(lines)
    ]
    return chart(title, description, grid(scale), *reversed(drawn), labels(labels_below, scale))


def chart(title: str, description: str, *drawn: SafeString | str) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-t chart-d">'
        '<title id="chart-t">{}</title><desc id="chart-d">{}</desc>{}</svg>',
        WIDTH,
        HEIGHT,
        title,
        description,
        format_html_join("", "{}", ((part,) for part in drawn)),
    )


class Scale:
    """From fen to where they stand, for so many columns beside each other."""

    def __init__(self, amounts: Sequence[int], *, slots: int):
        amounts = [0, *amounts]
        self.step = nice_step(max(amounts) - min(amounts))
        self.low = min(amounts) // self.step * self.step
        self.high = max(-(-max(amounts) // self.step) * self.step, self.low + self.step)
        self.slot = (WIDTH - LEFT - RIGHT) / max(slots, 1)

    def y(self, fen: int) -> float:
        height = HEIGHT - TOP - BOTTOM
        return round(TOP + height * (self.high - fen) / (self.high - self.low), 1)

    def middle(self, index: int) -> float:
        return round(LEFT + self.slot * (index + 0.5), 1)

    @property
    def steps(self) -> range:
        return range(self.low, self.high + 1, self.step)


def nice_step(span: int) -> int:
    """A fourth of the span, as 1, 2 or 5 with zeros: at least a hundred yuan."""
    step = 10_000
    while True:
        for times in (1, 2, 5):
            if step * times * 5 >= span:
                return step * times
        step *= 10


def grid(scale: Scale) -> SafeString:
    return format_html_join(
        "",
        '<line class="chart__grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text class="chart__label" x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, y, y, LEFT - 8, y + 5, wan(fen))
            for fen in scale.steps
            if (y := scale.y(fen)) is not None
        ),
    )


def columns(points: Sequence[Point], scale: Scale) -> SafeString:
    width = round(max(scale.slot * 0.7, 1), 1)
    zero = scale.y(0)
    return format_html_join(
        "",
        '<rect class="chart__now" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        (
            (
                round(scale.middle(index) - width / 2, 1),
                min(scale.y(point.now), zero),
                width,
                round(abs(scale.y(point.now) - zero), 1),
                f"{point.label}: {wan(point.now)}",
            )
            for index, point in enumerate(points)
        ),
    )


def line(amounts: Sequence[int], scale: Scale, css: str) -> SafeString:
    corners = " ".join(f"{scale.middle(index)},{scale.y(fen)}" for index, fen in enumerate(amounts))
    return format_html('<polyline class="{}" points="{}"/>', css, corners)


def labels(texts: Sequence[str], scale: Scale) -> SafeString:
    every = max(-(-len(texts) // MOST_LABELS), 1)
    return format_html_join(
        "",
        '<text class="chart__label" x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (scale.middle(index), HEIGHT - 10, text)
            for index, text in enumerate(texts)
            if index % every == 0
        ),
    )


def bar(amount: int, most: int) -> SafeString:
    """A bar in a cell of a table, beside its number."""
    width = 100 * max(amount, 0) / most if most > 0 else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar__whole" width="100" height="8" rx="2"/>'
        '<rect class="bar__part" width="{}" height="8" rx="2"/></svg>',
        f"{width:.1f}",
    )
