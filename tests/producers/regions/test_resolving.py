from datetime import date

import pytest
from django.db import transaction

from producers.models import Region
from producers.regions import codes, loading, resolving

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def regions(django_db_setup, django_db_blocker):
    """Loaded once for this file: each test's own transaction lies within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=["one by one", "read at once"])
def places(request):
    """Both ways to ask, which must answer alike."""
    return resolving if request.param == "one by one" else resolving.Places()


def test_a_code_is_checked_against_its_day(places):
    assert places.in_force_on("500105", date(2025, 1, 1)).name_zh == "江北区"
    assert places.in_force_on("500105", date(2026, 1, 1)) is None
    assert places.in_force_on("500157", date(2024, 12, 31)) is None
    assert places.in_force_on("999999", date(2025, 1, 1)) is None


def test_in_the_year_of_a_change_both_codes_are_right(places):
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        assert places.in_force_on("500105", day).successor_id == "500157"
        assert places.in_force_on("500157", day).name_zh == "两江新区"


def test_a_code_that_goes_on_under_another_name_has_the_name_of_its_day(places):
    twice = Region.objects.filter(spans__from_year__lt=2026).order_by("code")
    spans = {region.code: region.spans.order_by("from_year") for region in twice}
    code = next(code for code, two in spans.items() if len({span.name_zh for span in two}) == 2)
    early, late = spans[code]
    assert places.in_force_on(code, date(early.from_year, 1, 1)).name_then == early.name_zh
    assert places.in_force_on(code, date(late.from_year, 1, 1)).name_then == late.name_zh


def test_an_old_name_finds_the_place_of_today(places):
    for name in ("大同县", "云州区", "云州"):
        assert [r.code for r in places.find(name)] == ["140215"]
    assert [r.name_zh for r in places.find("渝北区")] == ["两江新区"]


def test_a_name_on_a_day_finds_the_code_of_that_day(places):
    assert [r.code for r in places.find("大同县", on=date(2017, 5, 1))] == ["140227"]
    assert places.find("大同县", on=date(2020, 5, 1)) == []


def test_a_name_of_several_places_finds_them_all_or_the_one_within(places):
    assert len(places.find("朝阳区")) == 2
    assert [r.code for r in places.find("朝阳区", within="110000")] == ["110105"]
    assert [r.code for r in places.find("朝阳区", within="22")] == ["220104"]
    assert [r.code for r in places.find("吉林", level="prefecture")] == ["220200"]
    assert [r.code for r in places.find("吉林", level="province")] == ["220000"]
    assert places.find("桃花源县") == []


def test_successors_are_followed_for_ended_codes_only(places):
    assert places.today_code("500105") == "500157"
    assert places.today_code("140227") == "140215"
    assert places.today_code("500237") == "500237"
    assert places.today_code("632857") == "632857"


def test_successors_are_followed_to_their_end(places):
    again = Region.objects.filter(successor__successor__isnull=False).first()
    assert places.today_code(again.code) == again.successor.successor_id
    today = set(Region.objects.in_force().values_list("code", flat=True))
    assert set(resolving.moved().values()) <= today


def test_resolving_one_place_asks_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        resolving.in_force_on("500105", date(2025, 1, 1))
    with django_assert_num_queries(1):
        resolving.today_code("500105")
    with django_assert_num_queries(3):
        resolving.find("大同县")


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("37", "370000", "379999"),
        ("370000", "370000", "379999"),
        ("3706", "370600", "370699"),
        ("370600", "370600", "370699"),
        ("370613", "370613", "370613"),
        ("500230", "500230", "500230"),
    ],
)
def test_drilling_down_is_a_range_of_codes(code, first, last):
    assert resolving.range_of(code) == (first, last)


@pytest.mark.parametrize(
    "code", ["", "3", "370", "37061", "3706130", "3x", "山东", "３７", "00", "000000"]
)
def test_what_is_no_code_has_no_range(code):
    with pytest.raises(ValueError):
        resolving.range_of(code)


@pytest.mark.parametrize(
    ("code", "prefecture", "province"),
    [
        ("370613", "370600", "370000"),
        ("370600", "370600", "370000"),
        ("500237", "500000", "500000"),
        ("110101", "110000", "110000"),
        ("500000", "500000", "500000"),
        ("429021", "429021", "420000"),
        ("419001", "419001", "410000"),
        ("469030", "469030", "460000"),
        ("659001", "659001", "650000"),
        ("810000", "810000", "810000"),
    ],
)
def test_a_place_lies_in_its_prefecture_and_province(code, prefecture, province):
    assert codes.prefecture_of(code) == prefecture
    assert codes.province_of(code) == province


def test_what_codes_say_is_what_the_table_says():
    counties = Region.objects.in_force().filter(level="county").select_related("parent")
    assert len(counties) > 2_800
    for region in counties:
        assert region.parent_id in codes.line_of(region.code)
        has_prefecture = region.parent.level == "prefecture"
        assert (codes.prefecture_of(region.code) == region.parent_id) or not has_prefecture
