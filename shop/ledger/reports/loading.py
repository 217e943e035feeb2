from pathlib import Path

from producers.regions import tables
from shop.ledger.reports.models import Profile, ProfileColumn

DATA = Path(__file__).parent / "data"


def load() -> int:
    """The profiles that ship with the code. Those officials made stay as they are."""
    rows = tables.read(DATA / "profiles.csv")
    profiles = [
        Profile(
            code=row["code"],
            channel_id=row["channel"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            position=position,
        )
        for position, row in enumerate(rows)
    ]
    loaded = tables.put(profiles, known_by=["code"])
    known = dict(Profile.objects.values_list("code", "pk"))
    columns = [
        ProfileColumn(
            profile_id=known[row["profile"]],
            column=row["column"],
            called=row["called"],
            written=row["written"],
            value=row["value"],
        )
        for row in tables.read(DATA / "profile_columns.csv")
    ]
    tables.put(columns, known_by=["profile", "column", "called"])
    return loaded
