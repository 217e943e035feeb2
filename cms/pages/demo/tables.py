from pathlib import Path

from producers.regions import tables

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    return tables.read(DATA / f"{name}.csv")
