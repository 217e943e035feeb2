from datetime import date

import pytest
from django.db import transaction

from producers.models import Pairing
from producers.regions import loading, pairing
from producers.regions.pairing import EAST_TO_WEST, WEST_TO_EAST, pairing_of
from shop.ledger.models import Direction

pytestmark = pytest.mark.django_db

WUSHAN = "500237"
DAY = date(2022, 7, 9)


@pytest.fixture(scope="module", autouse=True)
def regions(django_db_setup, django_db_blocker):
    """Loaded once for this file: each test's own transaction lies within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load()
        yield
        transaction.set_rollback(True)


def found(origin, destination, on=DAY):
    pair = pairing_of(origin=origin, destination=destination, on=on)
    return pair and (pair[0].code, pair[1])


def test_plums_to_laishan_fall_under_the_county_pair():
    assert found(WUSHAN, "370613") == ("370600-500237", WEST_TO_EAST)


def test_plums_to_qingdao_fall_under_the_province_pair():
    assert found(WUSHAN, "370203") == ("370000-500000", WEST_TO_EAST)


def test_apples_of_yantai_bought_in_wushan_go_from_east_to_west():
    assert found("370686", WUSHAN) == ("370600-500237", EAST_TO_WEST)


def test_outside_a_pairing_there_is_none():
    assert found(WUSHAN, "440106") is None
    assert found("540102", "370613") is None


def test_an_ended_pair_falls_back_to_the_provinces():
    Pairing.objects.filter(east="370600", west=WUSHAN).update(ends_on=date(2025, 12, 31))
    assert found(WUSHAN, "370613", date(2025, 12, 31)) == ("370600-500237", WEST_TO_EAST)
    assert found(WUSHAN, "370613", date(2026, 1, 1)) == ("370000-500000", WEST_TO_EAST)
    Pairing.objects.filter(east="370000", west="500000").update(ends_on=date(2025, 12, 31))
    assert found(WUSHAN, "370613", date(2026, 1, 1)) is None


def test_a_pair_does_not_hold_before_it_began():
    assert found("510824", "330110", date(2020, 12, 31)) == ("330100-510800", WEST_TO_EAST)
    assert found("510824", "330110", date(2021, 1, 1)) == ("330110-510824", WEST_TO_EAST)


def test_the_most_specific_pair_counts_once():
    # County with county, city with city, province with province.
    assert found("510824", "330110") == ("330110-510824", WEST_TO_EAST)
    assert found("510824", "330106") == ("330100-510800", WEST_TO_EAST)
    assert found("510824", "330203") == ("330000-510000", WEST_TO_EAST)


def test_codes_of_the_day_find_a_pair_named_by_today_s():
    # 开县 500234 became 开州区 500154 in 2016; 蓬莱市 370684 became 蓬莱区 370614 in 2020.
    assert found("500234", "370702", date(2015, 7, 1)) == ("370700-500154", WEST_TO_EAST)
    assert found(WUSHAN, "370684", date(2019, 7, 1)) == ("370600-500237", WEST_TO_EAST)


def test_a_destination_without_counties_is_found_by_its_prefecture():
    assert found("520603", "441900") == ("441900-520600", WEST_TO_EAST)


def test_many_are_asked_with_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        pairs = pairing.Pairings()
        for destination in ("370613", "370203", "440106"):
            pairs.of(origin=WUSHAN, destination=destination, on=DAY)


def test_directions_are_the_ledger_s():
    assert {WEST_TO_EAST, EAST_TO_WEST} == {Direction.WEST_TO_EAST, Direction.EAST_TO_WEST}
