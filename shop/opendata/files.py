"""An edition as JSON and as CSV: of the same cells the same bytes."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from producers.regions.models import Region
from shop import money
from shop.opendata.withholding import LEAST_ORDERS, Cell, Told
from shop.statistics.exports import as_csv

LANGUAGES = ("zh-hans", "en")
DEFINITIONS = {
    "amount_fen": _(
        "Net sales in fen (CSV: amount_yuan, in yuan): goods paid, without freight, less what was "
        "refunded in the month."
    ),
    "weight_g": _("Net weight of the goods in grams, less what was cancelled before it was sent."),
    "orders": _("Parcels: an order counts once for each cooperative and kind of transport."),
    "month": _("A sale counts on the day it was paid, a refund on the day it was confirmed."),
    "as_of": _("Counted is what was recorded before this day began, China Standard Time."),
    "counties": _(
        "Where the goods grew, by the code of GB/T 2260 in force on the day of the sale. A county "
        "with fewer than 5 orders is left out, like one without any."
    ),
    "provinces": _(
        "Totals with the counties left out. A total is not told where it would give one of them "
        "away, nor in a corrected edition."
    ),
    "country": _("The total of all counties, told under the same condition."),
    "editions": _(
        "A month is published on the 20th of the next one and stays as it was published. What is "
        "recorded later makes a corrected edition. In it a county is counted anew where at least "
        "5 of its orders changed, and else stands as before."
    ),
}


@dataclass(frozen=True)
class Counted:
    """A cell that is told, and the day until which it was counted."""

    cell: Cell
    as_of: str


def as_json(month: date, as_of: date, told: Told, counted: list[Counted]) -> bytes:
    places = places_of(told, counted)
    said = {
        "month": f"{month:%Y-%m}",
        "as_of": as_of.isoformat(),
        "least_orders": LEAST_ORDERS,
        "definitions": definitions(),
        "counties": [
            {**cell_said(row.cell, places), "as_of": row.as_of}
            for row in sorted(counted, key=lambda row: row.cell.code)
        ],
        "provinces": [cell_said(cell, places) for cell in told.provinces],
        "country": sums_said(told.country) if told.country else None,
    }
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()


def definitions() -> dict[str, dict[str, str]]:
    found = {name: {} for name in DEFINITIONS}
    for language in LANGUAGES:
        with override(language):
            for name, meaning in DEFINITIONS.items():
                found[name][language] = str(meaning)
    return found


def places_of(told: Told, counted: list[Counted]) -> dict[str, Region]:
    codes = {row.cell.code for row in counted} | {cell.code for cell in told.provinces}
    return Region.objects.in_bulk(codes)


def cell_said(cell: Cell, places: dict[str, Region]) -> dict:
    place = places[cell.code]
    names = {"code": cell.code, "name_zh": place.name_zh, "name_en": place.name_en}
    return {**names, **sums_said(cell)}


def sums_said(cell: Cell) -> dict[str, int]:
    return {"amount_fen": cell.amount_fen, "weight_g": cell.weight_g, "orders": cell.orders}


def csv_of(edition: dict) -> bytes:
    """The same as a table; totals have no county's code."""
    head = [
        ["month", "level", "code", "name_zh", "name_en"]
        + ["amount_yuan", "weight_g", "orders", "as_of"]
    ]
    country = {"code": "", "name_zh": "全国", "name_en": "China", **(edition["country"] or {})}
    cells = [
        *(("county", cell) for cell in edition["counties"]),
        *(("province", cell) for cell in edition["provinces"]),
        *([("country", country)] if edition["country"] else []),
    ]
    return as_csv([*head, *(line_of(level, cell, edition) for level, cell in cells)])


def line_of(level: str, cell: dict, edition: dict) -> list:
    return [
        edition["month"],
        level,
        *(cell[name] for name in ("code", "name_zh", "name_en")),
        money.decimal(cell["amount_fen"]),
        cell["weight_g"],
        cell["orders"],
        cell.get("as_of", edition["as_of"]),
    ]
