"""The 832 counties, and the page of each."""

import re
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from producers.models import ListedCounty, Pairing, Region
from producers.regions import loading
from shop.catalogue.keeping import catalogue_changed
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def counties():
    world.country()
    for name, code, province, region in (
        ("巫山县", "500237", "500000", "500237"),
        ("奉节县", "500236", "500000", "500236"),
        ("武山县", "620524", "620000", "620524"),
        ("渝北旧县", "500112", "500000", "500157"),
        ("大柴旦行委", "", "620000", None),
    ):
        ListedCounty.objects.create(
            name_then=name,
            code_then=code,
            province_id=province,
            exit_year=2017,
            region_id=region,
            status="active" if region else "not_statutory",
        )


def shown(client, address, **asked) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def links(page: str) -> list[str]:
    return re.findall(r"/counties/(\d{6})/", page)


def test_lists_every_name_below_its_province(client, counties):
    page = shown(client, "/counties/")
    assert set(links(page)) == {"500237", "500236", "620524", "500157"}
    assert "大柴旦行委" in page and "渝北旧县" in page
    assert page.index("奉节县") < page.index('id="p620000"') < page.index("武山县")


@pytest.mark.parametrize("start", ["", "/en"])
def test_all_of_the_real_list_are_led_to_and_have_a_page(client, start):
    loading.load()
    # PostgreSQL would plan for the few places of the tests before, half a minute long.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    there = ListedCounty.objects.filter(status="active")
    assert set(links(shown(client, f"{start}/counties/"))) >= set(
        there.values_list("region", flat=True)
    )
    of_a_province = dict(there.values_list("province", "region"))
    assert len(of_a_province) == 22
    for code in of_a_province.values():
        assert client.get(f"{start}/counties/{code}/").status_code == 200


def test_counts_goods(client, counties):
    world.plums()
    assert "1 kind" in shown(client, "/en/counties/")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("巫山", ["500237"]),
        ("wushan", ["500237", "620524"]),
        ("甘肃", ["620524"]),
        ("渝北", ["500157"]),
        ("Gansu wushan", ["620524"]),
        ("nowhere", []),
        ("%", []),
    ],
)
def test_finds_a_county(client, counties, typed, found):
    assert links(shown(client, "/counties/", q=typed)) == found


def test_refuses_a_name_too_long(client, counties):
    page = shown(client, "/counties/", q="x" * 31)
    assert "errorlist" in page and links(page) == []


def test_two_wushans_are_two_places(client, counties):
    plums, millet = world.plums(), world.millet()
    first, second = shown(client, "/counties/500237/"), shown(client, "/counties/620524/")
    assert plums.product.get_absolute_url() in first and "重庆市" in first
    assert millet.product.get_absolute_url() in second and "天水市" in second
    assert millet.product.get_absolute_url() not in first


def test_tells_facts_and_partners(client, counties):
    Region.objects.filter(code="500237").update(key_assistance=True)
    Pairing.objects.create(
        level="city-county",
        east_id="440000",
        west_id="500237",
        starts_on=date(2010, 1, 1),
        ends_on=date(2020, 12, 31),
        verified=True,
    )
    page = shown(client, "/en/counties/500237/")
    assert "in 2017" in page and "Key county" in page and "Chongqing" in page
    assert page.index("Yantai–Wushan") < page.index("Shandong–Chongqing")
    assert "Guangdong" not in page


def test_says_what_is_general_knowledge(client, counties):
    Pairing.objects.update(verified=False)
    assert "general knowledge" in shown(client, "/en/counties/500237/")


def test_says_that_there_are_other_ways_of_help_than_pairing(client, counties):
    assert "help comes in other ways" in shown(client, "/en/counties/620524/")


def test_tells_who_grows_there(client, counties):
    world.cooperative(name_zh="巫山果业", households_count=120)
    world.cooperative(name_zh="未核准社", status="waiting")
    page = shown(client, "/counties/500237/")
    assert "巫山果业" in page and "120" in page and "未核准社" not in page


def test_a_county_without_goods_shows_its_neighbours(client, counties):
    world.plums()
    page = shown(client, "/en/counties/500236/")
    assert "Nothing of this county is on the market yet" in page
    assert "/en/counties/500237/" in page
    assert "620524" not in page


def test_neighbours_of_the_same_prefecture_come_before_the_province(client, counties):
    world.region("370601", "county", "邻区", "邻", "Lin", parent="370600")
    for code, name in (("370686", "栖霞苹果"), ("370203", "青岛葡萄")):
        world.product(world.cooperative(code), name)
    assert "370203" not in shown(client, "/counties/370601/")
    assert "370686" in shown(client, "/counties/370601/")
    Region.objects.get(code="370686").products.update(status="waiting")
    catalogue_changed()
    assert "370203" in shown(client, "/counties/370601/")


def test_an_ended_code_leads_to_todays_place(client, counties):
    answer = client.get("/counties/500112/")
    assert (answer.status_code, answer["Location"]) == (301, "/counties/500157/")
    assert "渝北旧县" in shown(client, "/counties/500157/")


def test_an_ended_code_without_successor_keeps_its_page(client, counties):
    world.region("500999", "county", "旧县", "旧", "Jiu", parent="500000", until=2000)
    assert "旧县" in shown(client, "/counties/500999/")


@pytest.mark.parametrize("code", ["370600", "370000"])
def test_a_larger_place_leads_to_its_goods(client, counties, code):
    answer = client.get(f"/counties/{code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/products/?origin={code}")


@pytest.mark.parametrize("code", ["999999", "abc", "5002370", "巫山"])
def test_unknown_county_is_not_found(client, counties, code):
    assert client.get(f"/counties/{code}/").status_code == 404


def test_a_county_page_shows_goods_out_of_season_too(client, counties):
    offer = world.plums()
    offer.stopped_at = timezone.now()
    offer.save()
    assert offer.product.name_zh in shown(client, "/counties/500237/")


def test_each_province_of_the_map_leads_to_its_list(client, counties):
    page = client.get("/en/counties/").content.decode()
    tiles = re.findall(r'<a href="#p(\d{6})" aria-label="([^:]+): (\d+) count', page)
    assert tiles and all(f'id="p{code}"' in page for code, _, _ in tiles)
    assert ("500000", "Chongqing", "3") in tiles
    assert page.count("<rect") == 34
