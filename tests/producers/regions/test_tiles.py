from collections import Counter

from producers.regions import tables
from producers.regions.loading import DATA
from producers.regions.tiles import COLUMNS, ROWS, TILES


def test_every_province_has_a_tile_of_its_own():
    provinces = {
        row["code"] for row in tables.read(DATA / "regions.csv") if row["level"] == "province"
    }
    assert set(TILES) == provinces and len(provinces) == 34
    places = Counter((tile.column, tile.row) for tile in TILES.values())
    assert set(places.values()) == {1}
    assert all(column < COLUMNS and row < ROWS for column, row in places)


def test_no_two_tiles_have_the_same_sign():
    assert len({tile.sign_zh for tile in TILES.values()}) == 34
    assert len({tile.sign_en for tile in TILES.values()}) == 34
