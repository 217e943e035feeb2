from pathlib import Path

from producers.regions import tables
from shop.catalogue.models import Category

TABLE = Path(__file__).parent / "data" / "categories.csv"


def load() -> int:
    categories = [
        Category(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            fresh=row["fresh"] == "1",
            certificate_required=row["certificate_required"] == "1",
            open=row["open"] == "1",
            position=position,
        )
        for position, row in enumerate(tables.read(TABLE))
    ]
    return tables.put(categories, known_by=["code"])
