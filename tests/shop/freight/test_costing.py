import pytest

from shop.freight.costing import NotDelivered, delivered_to, freight_for, zone_for
from shop.models import FreightZone, Offer, Product
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def cold():
    return world.freight(world.cooperative(), "cold")


@pytest.fixture
def ambient():
    return world.freight(world.cooperative(), "ambient")


def test_3_6_kg_cold_to_yantai_is_21_yuan(cold):
    assert freight_for(cold, 3600, "370613") == 2100


def test_cold_to_lhasa_is_refused(cold):
    with pytest.raises(NotDelivered):
        freight_for(cold, 3600, "540102")


def test_dry_to_lhasa_goes(ambient):
    assert freight_for(ambient, 2000, "540102") == 1800 + 1200


@pytest.mark.parametrize(
    ("grams", "fen"), [(1, 1200), (1000, 1200), (1001, 1500), (2000, 1500), (2001, 1800)]
)
def test_a_step_begins_with_its_first_gram(cold, grams, fen):
    assert freight_for(cold, grams, "370613") == fen


@pytest.mark.parametrize(("goods", "fen"), [(9899, 800), (9900, 0), (20_000, 0)])
def test_it_is_free_from_a_goods_value_on(ambient, goods, fen):
    assert freight_for(ambient, 900, "370613", goods) == fen


def test_the_longest_code_wins(cold):
    for places, fen in ((["3706"], 1), (["370613"], 2), (["37"], 3)):
        FreightZone.objects.create(template=cold, name_zh="x", places=places, first_fen=fen)
    assert zone_for(cold, "370613").first_fen == 2
    assert zone_for(cold, "370602").first_fen == 1
    # Of two that fit equally the first.
    assert zone_for(cold, "370203").first_fen == 1200


def test_a_county_can_be_taken_out_of_its_province(cold):
    FreightZone.objects.create(template=cold, name_zh="x", places=["370613"], delivers=False)
    assert zone_for(cold, "370613") is None
    assert zone_for(cold, "370602").first_fen == 1200


def test_places_without_counties_and_without_prefectures(cold):
    assert zone_for(cold, "441900").first_fen == 1200
    assert zone_for(cold, "500157").first_fen == 1000
    assert zone_for(cold, "110101").first_fen == 1200


def test_a_template_without_the_place_does_not_go_there(cold):
    assert zone_for(cold, "830000") is None


def test_offers_that_reach_a_place(django_assert_num_queries):
    plums, millet = world.plums(), world.millet()
    with django_assert_num_queries(3):
        assert set(Offer.objects.filter(delivered_to("370613"))) == {plums, millet}
    assert set(Offer.objects.filter(delivered_to("540102"))) == {millet}
    assert not Offer.objects.filter(delivered_to("710000")).exists()


def test_what_would_spoil_on_the_way_does_not_reach():
    world.plums()
    Product.objects.update(shelf_life_days=4)
    assert not Offer.objects.filter(delivered_to("370613")).exists()
    assert Offer.objects.filter(delivered_to("500157")).exists()
