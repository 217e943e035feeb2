"""A measurement says where it misses an aim, and by its report ends with 1."""

import pytest

from tests.bench import __main__ as requests
from tests.bench import searching

FAST, SLOW = [2.0, 2.0, 9.0], [4.0, 4.0, 4.0]
WITHIN, BEYOND = (6, 50), (6, 51)


def row(ours: list[float], **aims) -> requests.Row:
    return requests.Row(
        "row", 1, print, print, cost={"ours": ours, "bare": [2.0] * 3}, waited=[1.0], **aims
    )


@pytest.mark.parametrize(
    ("measured", "counted", "reached"),
    [
        (row(FAST, aim=1.5), WITHIN, True),
        (row(SLOW, aim=1.5), WITHIN, False),
        (row(SLOW), BEYOND, True),
        (row(SLOW, most=WITHIN), WITHIN, True),
        (row(SLOW, most=WITHIN), BEYOND, False),
    ],
)
def test_of_a_request(capsys, measured, counted, reached):
    assert requests.report([measured], {"row": counted}) == reached
    assert ("FALLS SHORT" in capsys.readouterr().out) != reached


@pytest.mark.parametrize(("costs", "reached"), [(29.9, True), (30.1, False)])
def test_of_a_search(capsys, costs, reached):
    assert searching.report("SQLite", {"the plain list": 20.0, "plum": costs}) == reached
    assert capsys.readouterr().out.count("FALLS SHORT") == (not reached)
