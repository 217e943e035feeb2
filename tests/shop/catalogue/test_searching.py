import pytest

from shop.catalogue.models import Product
from shop.catalogue.searching import NEAREST_FIRST, find
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    world.country()
    grower = world.cooperative(name_zh="巫山果业", name_en="Wushan Fruit", village_zh="曲尺乡")
    world.product(grower)
    world.product(grower, "巫山恋橙", name_en="Wushan navel orange")
    neighbour = world.cooperative("370686", name_zh="栖霞果业", name_en="Qixia Fruit")
    world.product(neighbour, "烟台苹果", name_en="Yantai apple")


def names(typed):
    found = find(Product.objects.published(), typed).products
    return [product.name_zh for product in found.order_by(*NEAREST_FIRST)]


@pytest.mark.parametrize(
    "typed",
    ["脆李", "李", "巫山李", "曲尺脆李", "cuili", "CuiLi", "wscl", "plum", "Plums", "ｐｌｕｍ"],
)
def test_finds_the_plums_and_nothing_else(goods, typed):
    assert names(typed) == ["巫山脆李"]


@pytest.mark.parametrize("typed", ["巫山", "wushan", "Wushan", "wu shan"])
def test_finds_all_of_a_county(goods, typed):
    assert names(typed) == ["巫山脆李", "巫山恋橙"]


def test_finds_the_nearest_where_a_character_is_wrong(goods):
    assert names("五山脆李")[0] == "巫山脆李"


def test_finds_a_part_of_each_where_nothing_has_all(goods):
    assert set(names("烟台脆李")) == {"烟台苹果", "巫山脆李"}


@pytest.mark.parametrize("typed", ["榴莲", "xyz", "%", "_", "' OR 1=1", "🍑", "lum", "\\"])
def test_finds_nothing_where_nothing_fits(goods, typed):
    assert names(typed) == []


def test_begins_with_the_syllables_of_the_name(goods):
    by_pinyin = Product.objects.order_by("search_text").values_list("name_zh", flat=True)
    assert list(by_pinyin) == ["巫山脆李", "巫山恋橙", "烟台苹果"]
