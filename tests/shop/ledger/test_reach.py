import pytest

from shop.ledger.reach import Reaches
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def reaches():
    world.country()
    return Reaches()


def test_a_place_is_a_range_of_codes(reaches):
    for code in ("37", "3700", "370000"):
        reach = reaches.of(code)
        assert (reach.first, reach.last, reach.is_province) == ("370000", "379999", True)
    assert not reaches.of("370600").is_province
    assert "370613" in reaches.of("3706")
    assert "370203" not in reaches.of("3706")


def test_a_code_that_ended_counts_for_its_successor(reaches):
    assert "500105" in reaches.of("500157")
    assert reaches.of("500105") == reaches.of("500157")
    assert reaches.today("500112") == "500157"
    assert reaches.today("500237") == "500237"


def test_a_prefecture_that_ended_is_asked_as_its_successor():
    world.country()
    world.region("371200", "prefecture", "莱芜市", "莱芜", "Laiwu", until=2019, successor="370600")
    world.region("371202", "county", "莱城区", "莱城", "Laicheng", until=2019, successor="370613")
    reaches = Reaches()
    assert reaches.of("3712") == reaches.of("371200") == reaches.of("3706")
    assert "371202" in reaches.of("3712")


def test_a_code_that_moved_away_no_longer_counts_where_it_lay(reaches):
    assert not reaches.cross_provinces
    world.region("370699", "county", "长岛县", "长岛", "Changdao", until=2020, successor="110101")
    moved = Reaches()
    assert "370699" not in moved.of("3706")
    assert "370699" in moved.of("11")
    assert moved.cross_provinces


@pytest.mark.parametrize("code", ["", "3", "abc", "00", "000000", "三七", "37061"])
def test_another_text_is_no_place(reaches, code):
    with pytest.raises(ValueError, match="region"):
        reaches.of(code)
