from pathlib import Path

from producers.regions import tables
from shop.delivery.models import Carrier

TABLE = Path(__file__).parent / "data" / "carriers.csv"


def load() -> int:
    carriers = [
        Carrier(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            number_format=row["number_format"],
            cold_chain=row["cold_chain"] == "1",
        )
        for row in tables.read(TABLE)
    ]
    return tables.put(carriers, known_by=["code"])
