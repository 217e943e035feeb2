from pathlib import Path

from producers.regions import tables
from shop.channels.models import Channel

TABLE = Path(__file__).parent / "data" / "channels.csv"


def load() -> int:
    channels = [
        Channel(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            parent_id=row["parent"] or None,
            assistance=row["assistance"],
            position=position,
        )
        for position, row in enumerate(tables.read(TABLE))
    ]
    return tables.put(channels, known_by=["code"])
