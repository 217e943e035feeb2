"""The tables that ship with the code: UTF-8 CSV, codes as text."""

import csv
from pathlib import Path

from django.db.models import Model


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put(rows: list[Model], *, known_by: list[str]) -> int:
    """New rows are added, known ones take what the table says now. None is removed: sales point
    to them. Gives how many the table has."""
    fields = [field.name for field in rows[0]._meta.concrete_fields if field.name != "id"]
    type(rows[0]).objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=known_by,
        update_fields=[name for name in fields if name not in known_by],
    )
    return len(rows)
