import pytest

from cms.pages.demo import goods
from cms.pages.demo.drawing.motifs import MOTIFS, motif_of, picture_of


def test_every_product_has_a_motif_and_every_motif_a_product():
    names = [packs[0]["name_zh"] for packs in goods.products()]
    used = {id(motif_of(name)) for name in names}
    assert {word for word, motif in MOTIFS if id(motif) not in used} <= {"血橙"}


@pytest.mark.parametrize("name", ["巫山脆李", "敖汉小米", "延寿大米", "城口老腊肉", "湄潭翠芽"])
def test_a_picture_is_the_same_on_each_run(name):
    first = picture_of(name, seed="500237")
    assert first.size == (800, 600)
    assert first.tobytes() == picture_of(name, seed="500237").tobytes()


def test_the_same_produce_of_two_counties_is_not_one_picture():
    here, there = (picture_of("高山马铃薯", seed=county) for county in ("150828", "640422"))
    assert here.tobytes() != there.tobytes()
