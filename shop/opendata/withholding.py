"""What is left out of open data, so that nobody learns of fewer than five orders: not of a county,
nor by what a total says beyond the counties beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from producers.regions.codes import prefecture_of, province_of

LEAST_ORDERS = 5


@dataclass(frozen=True)
class Cell:
    """A place in a month, and its sums."""

    code: str
    amount_fen: int
    weight_g: int
    orders: int

    @property
    def is_told(self) -> bool:
        return self.orders >= LEAST_ORDERS


@dataclass(frozen=True)
class Told:
    counties: list[Cell]
    provinces: list[Cell]
    country: Cell | None


def told_of(counties: Iterable[Cell]) -> Told:
    counties = sorted(counties, key=lambda cell: cell.code)
    by_province = defaultdict(list)
    for cell in counties:
        by_province[province_of(cell.code)].append(cell)
    provinces = [
        total(code, cells)
        for code, cells in by_province.items()
        if keeps_the_secret(left_out(cells), office_in_province)
    ]
    # A province's total hides its own; those that no province's does, the country's must hide.
    hidden_there = {cell.code for cell in provinces}
    hidden = [cell for cell in left_out(counties) if province_of(cell.code) not in hidden_there]
    is_known = counties and keeps_the_secret(hidden, province_of)
    return Told(
        [cell for cell in counties if cell.is_told],
        provinces,
        total("", counties) if is_known else None,
    )


def total(code: str, cells: list[Cell]) -> Cell:
    sums = (sum(getattr(cell, name) for cell in cells) for name in ("amount_fen", "weight_g"))
    return Cell(code, *sums, sum(cell.orders for cell in cells))


def left_out(cells: list[Cell]) -> list[Cell]:
    return [cell for cell in cells if not cell.is_told]


def office_in_province(code: str) -> str:
    """Whose officials see a county and yet not the whole province: those of its prefecture, or its
    own where the province rules it."""
    prefecture = prefecture_of(code)
    return code if prefecture == province_of(code) else prefecture


def keeps_the_secret(hidden: list[Cell], office_of: Callable[[str], str]) -> bool:
    """Whether a sum of counties that are left out may be told: to strangers, and to the officials
    of each office, who know their own counties and can take them off."""
    if not hidden:
        return True
    others = [
        [cell for cell in hidden if office_of(cell.code) != office]
        for office in {office_of(cell.code) for cell in hidden}
    ]
    return all(map(is_vague, others))


def is_vague(cells: list[Cell]) -> bool:
    """Of at least five orders, which are of several counties since none that is left out has as
    many; and neither of one in each nor of four, the least and the most that a seller left out can
    have: such a sum says it of each."""
    sellers = [cell for cell in cells if cell.orders]
    orders = sum(cell.orders for cell in sellers)
    most = (LEAST_ORDERS - 1) * len(sellers)
    return orders >= LEAST_ORDERS and len(sellers) < orders < most
