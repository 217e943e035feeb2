"""The tables of a page of figures as its reader sees them."""

import html
import re
from typing import NamedTuple


class Cell(NamedTuple):
    # What is written in it, small print after it: "0.01 ¥100.00".
    says: str
    # Where it leads, if anywhere.
    url: str


class Row(NamedTuple):
    name: Cell
    cells: list[Cell]


def address_of(slug: str) -> str:
    return f"/en/statistics/{slug}/" if slug else "/en/statistics/"


def tables_on(shown: str) -> dict[str, list[Row]]:
    """The rows of each block's table by the name of the block."""
    found = {}
    for name, section in re.findall(
        r'<section [^>]*aria-labelledby="([a-z_]+)-title">(.*?)</section>', shown, re.DOTALL
    ):
        rows = re.findall(r"<tr>(.*?)</tr>", section.partition("</thead>")[2], re.DOTALL)
        found[name] = [Row(*cells(row, "th"), cells(row, "td")) for row in rows]
    return found


def cells(row: str, tag: str) -> list[Cell]:
    return [cell(inside) for inside in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", row, re.DOTALL)]


def cell(inside: str) -> Cell:
    link = re.search(r'<a href="([^"]+)"', inside)
    words = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", inside, flags=re.DOTALL))
    return Cell(" ".join(html.unescape(words).split()), html.unescape(link[1]) if link else "")
