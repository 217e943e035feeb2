"""Regions, the list of the 832 and the pairings, from the tables beside this file. Loading twice
changes nothing; loading a changed table changes the rows it changed."""

from datetime import date
from pathlib import Path

from django.db import transaction

from producers.regions import tables
from producers.regions.models import ListedCounty, Pairing, Region, RegionSpan

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load(folder: Path = DATA) -> dict[str, int]:
    """How many rows each table has."""
    return {
        "regions": load_regions(tables.read(folder / "regions.csv")),
        "names through time": load_spans(tables.read(folder / "spans.csv")),
        "listed counties": load_listed(tables.read(folder / "listed_counties.csv")),
        "pairings": load_pairings(tables.read(folder / "pairings.csv")),
    }


def load_regions(rows: list[dict[str, str]]) -> int:
    regions = [
        Region(
            code=row["code"],
            level=row["level"],
            type_zh=row["type_zh"],
            name_zh=row["name_zh"],
            short_zh=row["short_zh"],
            name_en=row["name_en"],
            pinyin=row["pinyin"],
            parent_id=row["parent"] or None,
            from_year=int(row["from_year"]),
            until_year=year(row["until_year"]),
            successor_id=row["successor"] or None,
            parts_went_to=row["parts_went_to"],
            lifted_in=year(row["lifted_in"]),
            key_assistance=row["key_assistance"] == "1",
        )
        for row in rows
    ]
    return tables.put(regions, known_by=["code"])


def load_spans(rows: list[dict[str, str]]) -> int:
    spans = [
        RegionSpan(
            region_id=row["code"],
            name_zh=row["name_zh"],
            from_year=int(row["from_year"]),
            until_year=year(row["until_year"]),
        )
        for row in rows
    ]
    return tables.put(spans, known_by=["region", "from_year"])


def load_listed(rows: list[dict[str, str]]) -> int:
    counties = [
        ListedCounty(
            name_then=row["name_then"],
            code_then=row["code_then"],
            province_id=row["province"],
            exit_year=int(row["exit_year"]),
            region_id=row["region"] or None,
            status=row["status"],
            note=row["note"],
        )
        for row in rows
    ]
    return tables.put(counties, known_by=["province", "name_then"])


def load_pairings(rows: list[dict[str, str]]) -> int:
    """Their years mean 1 January to 31 December."""
    pairings = [
        Pairing(
            level=row["level"],
            east_id=row["east"],
            west_id=row["west"],
            starts_on=date(int(row["from_year"]), 1, 1),
            ends_on=date(int(row["to_year"]), 12, 31) if row["to_year"] else None,
            verified=row["verified"] == "1",
            source=row["source"],
        )
        for row in rows
    ]
    return tables.put(pairings, known_by=["east", "west", "starts_on"])


def year(text: str) -> int | None:
    return int(text) if text else None
