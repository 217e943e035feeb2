"""Somebody with paper and pencil, all that is published, and perhaps an office of their own, works
out what a county sold that is left out."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from producers.regions.codes import line_of, province_of
from shop.opendata.withholding import LEAST_ORDERS, Cell, told_of

# Two provinces with two prefectures each, a municipality, and a county its province rules itself.
PLACES = ["3701", "3702", "6205", "6206", "5002", "4290"]
MONTHS = st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=6, max_size=6)


def cells(places: list[list[int]]) -> list[Cell]:
    """Counties of each prefecture with so many orders."""
    return [
        Cell(f"{place}{number:02}", 1000 * orders, orders, orders)
        for place, counties in zip(PLACES, places, strict=True)
        for number, orders in enumerate(counties, 21)
    ]


Sum = frozenset[str]


def sums_left(everything: list[Cell]) -> list[Sum]:
    """The counties of which each published total says the sum, once those listed are taken off."""
    told = told_of(everything)
    listed = {cell.code for cell in told.counties}
    hidden = {cell.code for cell in everything if cell.orders} - listed
    sums = [
        frozenset(code for code in hidden if province_of(code) == total.code)
        for total in told.provinces
    ]
    if told.country:
        sums.append(frozenset(hidden).difference(*sums))
    return [one for one in sums if one]


def officials(codes: Iterable[str]) -> set[Sum]:
    """What each knows who knows some of them, from a county's official to a province's."""
    codes = set(codes)
    offices = set(chain(*map(line_of, codes)))
    return {frozenset()} | {
        frozenset(code for code in codes if office in line_of(code)) for office in offices
    }


def rank(rows: list[list[int]]) -> int:
    rows, found = [[Fraction(number) for number in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            times = rows[n][column] / rows[found][column]
            rows[n] = [a - times * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


@settings(max_examples=100, deadline=None, derandomize=True)
@given(MONTHS)
def test_no_county_left_out_can_be_worked_out(places):
    """Whatever totals are added and taken from each other, and whatever an official knows: what
    comes out is of several counties and of five orders at least, and says the orders of none."""
    everything = cells(places)
    orders = {cell.code: cell.orders for cell in everything}
    sums = sums_left(everything)
    for known in officials(chain(*sums)):
        unknown = sorted(set(chain(*sums)) - known)
        equations = [[int(code in one) for code in unknown] for one in sums]
        for size in (1, 2):
            for few in combinations(unknown, size):
                follows = rank([*equations, [int(c in few) for c in unknown]]) == rank(equations)
                assert not follows or (size > 1 and sum(orders[c] for c in few) >= LEAST_ORDERS)
        for one in sums:
            left = sorted(one - known)
            if left:
                assert nothing_is_certain([orders[code] for code in left])
                assert sum(orders[code] for code in left) >= LEAST_ORDERS


def nothing_is_certain(orders: list[int]) -> bool:
    """Of counties that are known to have one to four orders each, and of their sum. Of many the
    first few tell as much as all: the others can have anything."""
    few, rest = orders[:4], orders[4:]
    least, most = sum(few) - (4 * len(rest) - sum(rest)), sum(few) + sum(rest) - len(rest)
    possible = [
        guess
        for guess in product(range(1, LEAST_ORDERS), repeat=len(few))
        if least <= sum(guess) <= most
    ]
    return all(len({guess[n] for guess in possible}) > 1 for n in range(len(few)))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(MONTHS)
def test_what_is_told_is_true_and_of_enough_orders(places):
    everything = cells(places)
    told = told_of(everything)
    assert set(told.counties) == {cell for cell in everything if cell.orders >= LEAST_ORDERS}
    for total in [*told.provinces, *filter(None, [told.country])]:
        inside = [cell for cell in everything if total.code in ("", province_of(cell.code))]
        assert total.amount_fen == sum(cell.amount_fen for cell in inside)
        assert total.orders == sum(cell.orders for cell in inside) >= LEAST_ORDERS


def told(*places: list[int]) -> tuple[list[str], bool]:
    published = told_of(cells([*places, *([[]] * (6 - len(places)))]))
    return [cell.code[:2] for cell in published.provinces], published.country is not None


def test_totals_are_told_where_they_keep_the_secret():
    assert told([9, 9]) == (["37"], True)
    assert told([9, 3]) == ([], False)
    # Whoever knows one of two knows the other.
    assert told([9, 3], [9, 3]) == ([], False)
    # An official of one prefecture knows all of it: others must hide each other.
    assert told([9, 3, 3, 3], [9, 9]) == ([], False)
    assert told([3, 3], [9, 3, 3]) == (["37"], True)
    # Each has four, since none that is left out has more.
    assert told([4, 4], [4, 4]) == ([], False)
    # Nor less than one.
    assert told([1] * 6, [1] * 6) == ([], False)
    assert told([2, *[1] * 5], [2, *[1] * 5]) == (["37"], True)
    # Hidden in the country, beside two other provinces.
    assert told([3], [], [3], [], [3]) == ([], True)
    assert told() == ([], False)
