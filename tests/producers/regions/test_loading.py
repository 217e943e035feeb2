from datetime import date
from io import StringIO
from shutil import copytree

import pytest
from django.core.management import call_command
from django.forms import model_to_dict

from producers.models import ListedCounty, Pairing, Region, RegionSpan
from producers.regions import loading
from producers.regions.codes import DIRECTLY_RULED, DIVIDED, prefecture_of
from producers.regions.resolving import moved
from shop.ledger.reach import Reaches
from shop.models import Carrier, Category, Channel

pytestmark = pytest.mark.django_db

REGION_TABLES = [Region, RegionSpan, ListedCounty, Pairing]
REFERENCE_TABLES = [Channel, Category, Carrier]


def rows_of(tables):
    return [
        [model_to_dict(row) | {"pk": row.pk} for row in table.objects.order_by("pk")]
        for table in tables
    ]


def test_loading_twice_gives_the_same_rows():
    out = StringIO()
    call_command("load_regions", stdout=out)
    call_command("load_reference", stdout=out)
    before = rows_of(REGION_TABLES + REFERENCE_TABLES)
    call_command("load_regions", stdout=out)
    call_command("load_reference", stdout=out)
    assert rows_of(REGION_TABLES + REFERENCE_TABLES) == before
    assert out.getvalue().count(" 3,534 regions\n") == 2
    assert out.getvalue().count("    17 channels\n") == 2


def test_the_832_are_829_places_under_their_name_and_one_for_two_more():
    loading.load()
    assert ListedCounty.objects.count() == 832
    assert ListedCounty.objects.filter(status="active").count() == 829
    assert list(
        ListedCounty.objects.exclude(status="active").values_list("name_then", "region")
    ) == [("冷湖行委", "632803"), ("大柴旦行委", None), ("茫崖行委", "632803")]
    assert Region.objects.listed().count() == 830
    assert not Region.objects.listed().exclude(until_year=None).exists()
    assert set(Region.objects.listed()) == set(
        Region.objects.filter(listed_as__isnull=False).distinct()
    )


def test_each_county_left_the_list_in_the_year_of_its_row():
    loading.load()
    years = [ListedCounty.objects.filter(exit_year=year).count() for year in range(2016, 2021)]
    assert years == [28, 125, 283, 344, 52]
    assert Region.objects.get(pk="500237").lifted_in == 2017


def test_municipalities_and_directly_ruled_counties_hang_on_their_province():
    loading.load()
    for county, province in (
        ("500237", "500000"),
        ("110101", "110000"),
        ("419001", "410000"),
        ("429021", "420000"),
        ("469030", "460000"),
        ("659001", "650000"),
    ):
        assert Region.objects.get(pk=county).parent_id == province
    assert Region.objects.get(pk="370613").parent_id == "370600"
    assert not Region.objects.filter(code__regex=r"^(11|12|31|50)..00$", level="prefecture")
    # These have no county below.
    assert not Region.objects.filter(parent__in=["441900", "442000", "460400", "620200"]).exists()


def test_each_ended_place_ends_in_one_in_force():
    loading.load()
    places = Region.objects.in_bulk()
    for region in places.values():
        end = region
        while end.successor_id:
            end = places[end.successor_id]
        assert end.until_year is None


def test_places_with_one_name_in_pinyin_are_two_places():
    loading.load()
    names = Region.objects.in_bulk(["500237", "620524"])
    assert {region.name_en for region in names.values()} == {"Wushan"}
    assert {region.name_zh for region in names.values()} == {"巫山县", "武山县"}


def test_years_of_a_pairing_are_whole_years(tmp_path):
    folder = copytree(loading.DATA, tmp_path / "data")
    table = folder / "pairings.csv"
    change(table, "city-county,370600,500237,2010,,", "city-county,370600,500237,2010,2025,")
    loading.load(folder)
    pairing = Pairing.objects.get(east="370600", west="500237")
    assert (pairing.starts_on, pairing.ends_on) == (date(2010, 1, 1), date(2025, 12, 31))


def test_a_changed_table_changes_its_rows_and_no_other(tmp_path):
    loading.load()
    before = rows_of(REGION_TABLES)
    folder = copytree(loading.DATA, tmp_path / "data")
    change(folder / "regions.csv", "巫山,Wushan,Wu Shan Xian", "巫山,Wu Shan,Wu Shan Xian")
    change(
        folder / "pairings.csv",
        "city-county,370600,500237,2010,,",
        "city-county,370600,500237,2010,2025,",
    )
    loading.load(folder)
    assert Region.objects.get(pk="500237").name_en == "Wu Shan"
    after = rows_of(REGION_TABLES)
    changed = [
        new["pk"]
        for old_rows, new_rows in zip(before, after, strict=True)
        for old, new in zip(old_rows, new_rows, strict=True)
        if old != new
    ]
    assert changed == ["500237", Pairing.objects.get(east="370600", west="500237").pk]


def change(table, old, new):
    text = table.read_text(encoding="utf-8")
    assert text.count(old) == 1
    table.write_text(text.replace(old, new), encoding="utf-8")


def test_cities_that_counties_left_are_those_whose_counties_sums_tell_apart():
    loading.load()
    left = {old[:4] for old, new in moved().items() if prefecture_of(old) != prefecture_of(new)}
    assert left - {*DIRECTLY_RULED} == {*DIVIDED}
    assert not Reaches().cross_cities


def test_reference_tables_say_what_the_shop_decides_by():
    call_command("load_regions", stdout=StringIO())
    call_command("load_reference", stdout=StringIO())
    assert Channel.objects.get(pk="PAIRHALL").parent_id == "PAIR"
    assert Channel.objects.get(pk="ECOM").assistance == "recognised"
    assert Category.objects.get(pk="FRU").fresh
    assert Category.objects.get(pk="FRU").certificate_required
    assert not Category.objects.get(pk="GRA").certificate_required
    assert not Category.objects.get(pk="ALC").open
    assert Carrier.objects.get(pk="SF").cold_chain
