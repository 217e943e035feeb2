"""What went to or came from each province, on the grid of tiles. Beside it stands the ranking with
the same numbers."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from producers.regions.tiles import COLUMNS, ROWS, TILES
from shop.money import ten_thousands as wan
from shop.statistics.answering import Line
from shop.statistics.asked import Asked
from shop.statistics.blocks import Ranking, Series
from shop.statistics.cells import Cells
from shop.statistics.question import By

SIDE, GAP = 84, 6
# Darker is more: a tile's shade says which fifth of the largest amount it reaches.
SHADES = 5


@dataclass(frozen=True)
class TileMap:
    ranking: Ranking
    name = "tiles"
    template = "statistics/blocks/tiles.html"

    @property
    def title(self) -> str:
        return _("By province")

    @property
    def answered(self):
        return self.ranking.answered

    def cells(self) -> list[Cells]:
        return self.ranking.cells()

    @property
    def drawing(self) -> SafeString:
        lines = {line.name.key: line for line in self.answered.lines}
        urls = {seen.line.name.key: seen.narrower_url for seen in self.ranking.seen}
        tiles = (
            tile(code, lines.get(code), urls.get(code, ""), self.ranking.most) for code in TILES
        )
        return format_html(
            '<svg class="tiles" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
            COLUMNS * (SIDE + GAP) - GAP,
            ROWS * (SIDE + GAP) - GAP,
            _("Provinces as tiles: the darker, the more. The table below has the numbers."),
            format_html_join("", "{}", ((drawn,) for drawn in tiles)),
        )


def tile(code: str, line: Line | None, url: str, most: int) -> SafeString:
    place = TILES[code]
    x, y = place.column * (SIDE + GAP), place.row * (SIDE + GAP)
    amount = wan(line.amount_fen) if line else ""
    drawn = format_html(
        '<rect class="tile tile--{}" x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text class="tile__sign tile__on--{}" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="tile__amount tile__on--{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        *(shade(line, most), x, y, SIDE, SIDE),
        *(shade(line, most), x + SIDE // 2, y + 42, place.sign),
        *(shade(line, most), x + SIDE // 2, y + 68, amount),
    )
    if not url:
        return drawn
    return format_html('<a href="{}" aria-label="{} {}">{}</a>', url, line.name, amount, drawn)


def shade(line: Line | None, most: int) -> int:
    if line is None or line.amount_fen <= 0:
        return 0
    return min(line.amount_fen * SHADES // most + 1, SHADES)


def tile_map(asked: Asked, series: Series) -> TileMap:
    """Of the provinces on the other side of what is asked."""
    by = By.DESTINATION_PROVINCE if asked.said["side"] == "origin" else By.ORIGIN_PROVINCE
    asked = asked.but(by=by.value)
    return TileMap(Ranking("provinces", str(by.label), asked, asked.answer()))
