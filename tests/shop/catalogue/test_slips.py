import pytest

from shop.catalogue.slips import near_words
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    world.country()
    grower = world.cooperative(name_zh="巫山果业", name_en="Wushan Fruit", village_zh="曲尺乡")
    world.product(grower)
    world.product(grower, "巫山辣椒", name_en="Wushan chilli")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("plumm", ["plum"]),
        ("pulm", ["plum"]),
        ("wusan", ["wushan"]),
        ("plam", ["plum"]),
        # A letter too many is likelier than a wrong one, which chilli would be.
        ("cuilli", ["cuili"]),
        ("plum", []),
        ("lum", []),
        ("orange", []),
    ],
)
def test_knows_what_is_one_slip_away(market, typed, near):
    assert near_words(typed) == [typed, *near]
