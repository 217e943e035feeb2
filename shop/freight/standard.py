"""The standard templates, for a cooperative to begin with: one for what travels cold, frozen goods
too, and one for all else."""

import csv
from pathlib import Path

from django.db import transaction

from producers.cooperatives.models import Cooperative
from shop.freight.models import FreightTemplate, FreightZone

TABLE = Path(__file__).parent / "data" / "standard.csv"
COPIED_FROM = {"cold": "cold", "frozen": "cold", "ambient": "ambient"}
NAMES = {"cold": "冷链", "frozen": "冷冻", "ambient": "常温"}


@transaction.atomic
def copy_standard(*, cooperative: Cooperative, transport: str) -> FreightTemplate:
    """The cooperative's template for a kind of transport, made from the standard one where it has
    none yet."""
    rows = standard_rows(COPIED_FROM[transport])
    template, made = FreightTemplate.objects.get_or_create(
        cooperative=cooperative,
        transport=transport,
        defaults={
            "name_zh": NAMES[transport],
            "ships_within_hours": int(rows[0]["ships_within_hours"]),
            "free_over_fen": int(rows[0]["free_over_fen"]) if rows[0]["free_over_fen"] else None,
        },
    )
    if made:
        FreightZone.objects.bulk_create([zone_of(template, row) for row in rows])
    return template


def standard_rows(transport: str) -> list[dict]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table) if row["transport"] == transport]


def zone_of(template: FreightTemplate, row: dict) -> FreightZone:
    numbers = ("first_g", "first_fen", "step_g", "step_fen", "arrives_within_days")
    return FreightZone(
        template=template,
        name_zh=row["zone"],
        places=row["places"].split(";") if row["places"] else [],
        delivers=row["delivers"] == "1",
        **{name: int(row[name]) for name in numbers},
    )
