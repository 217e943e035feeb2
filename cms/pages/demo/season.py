"""The plums of the newspaper: what was sold online in July and August of each year, to the fen.

From 1 July to 31 August 2022 Shandong took 25.0 % of the online sales of Wushan crisp plums, and
those sales to Shandong rose 30.0 % over the same days of 2021.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from shop.money import shares

PLUMS = "wushan-cuili"
SHANDONG = "37"
# Net of refunds, in fen: all, and of it to Shandong.
ONLINE = {
    2021: (854_700_854, 192_307_692),
    2022: (1_000_000_000, 250_000_000),
    2023: (1_126_000_000, 304_020_000),
    2024: (1_083_500_000, 316_382_000),
    2025: (1_247_900_000, 392_340_000),
    2026: (1_391_200_000, 461_878_400),
}
WAYS = ["ECOM", "LIVE", "PAIR"]
# Where the rest goes, by province.
ELSEWHERE = {
    "50": 22, "44": 16, "31": 11, "11": 11, "33": 10, "32": 10, "51": 8, "42": 7, "43": 5, "41": 4,
    "61": 3,
}  # fmt: skip
ROWS_TO_SHANDONG, ROWS_ELSEWHERE = 260, 620
RETURNED = 40
MONTHS = (7, 8)


def covers(code: str, line) -> bool:
    """Whether a sale is one that this plan makes, so that nothing else may: of the plums, online,
    in its months."""
    planned = line.sold_on.year in ONLINE and line.sold_on.month in MONTHS
    return planned and line.online and line.product == "巫山脆李"


def sales(year: int, month: int, cities: dict[str, list[str]]) -> Iterator[tuple]:
    """Channel, day, city, fen, fen returned, and the dice for the rest of the row."""
    rng = Random(f"plums {year}")
    if year not in ONLINE:
        return
    total, to_shandong = ONLINE[year]
    others = rng.choices(list(ELSEWHERE), list(ELSEWHERE.values()), k=ROWS_ELSEWHERE)
    for net, provinces in (
        (to_shandong, [SHANDONG] * ROWS_TO_SHANDONG),
        (total - to_shandong, others),
    ):
        for sale in part(rng, year, net, provinces, cities):
            if sale[1].month == month:
                yield sale


def part(rng: Random, year: int, net: int, provinces: list[str], cities) -> Iterator[tuple]:
    """Rows that sum to `net` when what was returned is taken off."""
    returned = [rng.randrange(20_000, 90_000) for _ in range(RETURNED)]
    weights = [rng.randint(40, 160) for _ in provinces]
    for n, fen in enumerate(shares(net + sum(returned), weights)):
        day = date(year, 7, 1) + timedelta(days=min(61, round(rng.betavariate(1.6, 2.2) * 61)))
        city = rng.choice(cities[provinces[n]])
        code = rng.choice(WAYS if provinces[n] == SHANDONG else WAYS[:2])
        rest = Random(f"plums {year} {net} {n}")
        yield code, day, city, fen, returned[n] if n < RETURNED else 0, rest
