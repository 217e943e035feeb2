"""The provinces as a grid of tiles of one size: no borders, and a small one is seen as well as a
large one."""

from typing import NamedTuple

from django.utils.translation import get_language


class Tile(NamedTuple):
    column: int
    row: int
    sign_zh: str
    """The one character a province is called by."""
    sign_en: str
    """Its letters of GB/T 2260."""

    @property
    def sign(self) -> str:
        return self.sign_en if get_language() == "en" else self.sign_zh


COLUMNS, ROWS = 8, 8
TILES = {
    "230000": Tile(7, 0, "黑", "HL"),
    "650000": Tile(0, 1, "新", "XJ"),
    "150000": Tile(4, 1, "蒙", "NM"),
    "220000": Tile(7, 1, "吉", "JL"),
    "630000": Tile(1, 2, "青", "QH"),
    "620000": Tile(2, 2, "甘", "GS"),
    "640000": Tile(3, 2, "宁", "NX"),
    "140000": Tile(4, 2, "晋", "SX"),
    "110000": Tile(5, 2, "京", "BJ"),
    "120000": Tile(6, 2, "津", "TJ"),
    "210000": Tile(7, 2, "辽", "LN"),
    "540000": Tile(1, 3, "藏", "XZ"),
    "610000": Tile(3, 3, "陕", "SN"),
    "410000": Tile(4, 3, "豫", "HA"),
    "130000": Tile(5, 3, "冀", "HE"),
    "370000": Tile(6, 3, "鲁", "SD"),
    "510000": Tile(2, 4, "川", "SC"),
    "500000": Tile(3, 4, "渝", "CQ"),
    "420000": Tile(4, 4, "鄂", "HB"),
    "340000": Tile(5, 4, "皖", "AH"),
    "320000": Tile(6, 4, "苏", "JS"),
    "310000": Tile(7, 4, "沪", "SH"),
    "530000": Tile(2, 5, "云", "YN"),
    "520000": Tile(3, 5, "贵", "GZ"),
    "430000": Tile(4, 5, "湘", "HN"),
    "360000": Tile(5, 5, "赣", "JX"),
    "330000": Tile(6, 5, "浙", "ZJ"),
    "450000": Tile(4, 6, "桂", "GX"),
    "440000": Tile(5, 6, "粤", "GD"),
    "350000": Tile(6, 6, "闽", "FJ"),
    "710000": Tile(7, 6, "台", "TW"),
    "460000": Tile(4, 7, "琼", "HI"),
    "820000": Tile(5, 7, "澳", "MO"),
    "810000": Tile(6, 7, "港", "HK"),
}
