from pathlib import Path

from producers.regions import tables
from shop.targets.models import Rate

TABLE = Path(__file__).parent / "data" / "rates.csv"


def load() -> int:
    rates = [
        Rate(
            of=row["of"],
            place=row["place"],
            level=row["level"],
            from_year=row["from_year"],
            until_year=row["until_year"] or None,
            per_mille=row["per_mille"],
            source=row["source"],
        )
        for row in tables.read(TABLE)
    ]
    return tables.put(rates, known_by=["of", "place", "level", "from_year"])
