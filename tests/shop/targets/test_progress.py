"""How far targets are reached, with numerator and denominator, nested and ranked."""

import pytest

from shop.models import ConfirmedName, Target
from shop.statistics.rolling import roll
from shop.targets.behind import rows_behind
from shop.targets.progress import in_force, measure, nested
from tests import world
from tests.shop.statistics import rows
from tests.shop.targets.targets import YEAR, sold, sold_in_the_pairing, target, yantai_wushan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def setter():
    world.country()
    return world.official(None, "national")


def measured():
    roots = nested(in_force(Target.objects.filter(year=YEAR)))
    measure(roots)
    return roots


def test_wushan_and_yantai_reached_in_2020_what_was_printed(setter):
    """40.941 million of 29.00 million: 141.2 %."""
    target(setter, 29_000_000, pairing=yantai_wushan())
    sold_in_the_pairing(40_900_000)
    sale = sold_in_the_pairing(100_000)
    rows.a_refund_of(sale, 59_000)
    (one,) = measured()
    assert (one.reached_fen, one.target.amount_fen) == (4_094_100_000, 2_900_000_000)
    assert f"{one.share:.1%}" == "141.2%"


def test_a_pairing_counts_what_went_from_west_to_east_and_the_pairings_inside_it(setter):
    provinces = rows.Pairing.objects.get(east="370000", west="500000")
    target(setter, 500, pairing=provinces)
    target(setter, 200, pairing=yantai_wushan())
    sold_in_the_pairing(100)
    sold_in_the_pairing(30, pairing=provinces)
    apples = rows.product("栖霞苹果", "370686")
    sold_in_the_pairing(7, product=apples, direction="east_to_west", destination="500237")
    (above,) = measured()
    assert above.reached_fen == 13_000
    assert [part.reached_fen for part in above.parts] == [10_000]


def test_a_place_sells_what_grew_there_wherever_it_counts_today(setter):
    target(setter, 1000, side="sell", region_id="500000")
    target(setter, 600, side="sell", region_id="500237")
    target(setter, 100, side="sell", region_id="500157")
    sold(300)
    sold(40, rows.product("江北柑橘", "500105"))
    sold(7, rows.product("武山小米", "620524"))
    roll()
    (chongqing,) = measured()
    assert chongqing.reached_fen == 34_000
    (division,) = chongqing.divisions
    assert [(part.target.region_id, part.reached_fen) for part in division.parts] == [
        ("500237", 30_000),
        ("500157", 4_000),
    ]


def test_what_is_bought_counts_where_it_is_assistance(setter):
    target(setter, 100, region_id="370600")
    sold(10, channel_id="UNION")
    sold(20, channel_id="RETAIL", recognised=True)
    sold(40, channel_id="RETAIL")
    sold(80, channel_id="UNION", destination="441900")
    (yantai,) = measured()
    assert yantai.reached_fen == 3_000


def test_a_channels_target_counts_its_parts_too(setter):
    target(setter, 100, region_id="370600")
    target(setter, 60, region_id="370600", channel_id="PAIR")
    sold(10, channel_id="PAIRHALL")
    sold(20, channel_id="PAIR")
    sold(40, channel_id="UNION")
    (yantai,) = measured()
    assert yantai.reached_fen == 7_000
    (by_channel,) = yantai.divisions
    assert by_channel.is_by_channel
    assert by_channel.parts[0].reached_fen == 3_000
    assert by_channel.short_fen == 4_000


def test_units_are_parts_of_the_smallest_place_around_that_has_a_target(setter):
    unit = world.organisation("budget_unit", "370602", name_zh="芝罘区机关食堂")
    other = world.organisation("union", "370613")
    target(setter, 100, region_id="370600")
    target(setter, 70, region_id="370602")
    target(setter, 50, organisation=unit)
    target(setter, 40, organisation=other)
    (yantai,) = nested(in_force(Target.objects.all()))
    assert {part.target.name for part in yantai.parts} == {str(other), "芝罘区"}
    zhifu = next(part for part in yantai.parts if part.target.region_id)
    assert [part.target.organisation for part in zhifu.parts] == [unit]
    # 70 and 40 of 100: ten too many.
    assert yantai.divisions[0].short_fen == -1_000


def test_a_report_that_names_a_unit_counts_for_the_one_confirmed_to_be_it(setter):
    unit, impostor = [world.organisation("budget_unit", name_zh="芝罘区机关食堂") for _ in range(2)]
    twins = [world.organisation("budget_unit", name_zh="机关食堂") for _ in range(2)]
    for one in (unit, impostor, *twins):
        target(setter, 100, organisation=one)
    for one in (unit, *twins):
        ConfirmedName.objects.create(organisation=one, by=setter)
    sold(5, organisation=unit, organisation_name="芝罘区机关食堂", channel_id="GOVRSV")
    sold(6, organisation_name="芝罘区机关食堂", channel_id="GOV832")
    sold(9, organisation_name="机关食堂", channel_id="GOV832")
    reached = {one.target.organisation: one.reached_fen for one in measured()}
    assert reached == {unit: 1_100, impostor: 0, twins[0]: 0, twins[1]: 0}


def test_a_report_counts_for_the_unit_of_that_name_in_the_buyers_city(setter):
    """Many a city has a canteen of that name, and not each is confirmed here."""
    ours, theirs = [
        world.organisation("budget_unit", code, name_zh="实验小学食堂")
        for code in ("370602", "370203")
    ]
    for one in (ours, theirs):
        ConfirmedName.objects.create(organisation=one, by=setter)
    targets = {one: target(setter, 100, organisation=one) for one in (ours, theirs)}
    for yuan, destination in ((1, "370613"), (2, "370600"), (4, "370203"), (8, "110101")):
        sold(yuan, destination=destination, organisation_name="实验小学食堂", channel_id="GOV832")
    reached = {one.target.organisation: one.reached_fen for one in measured()}
    assert reached == {ours: 300, theirs: 400}
    for one, its in targets.items():
        assert sum(rows_behind(its).values_list("amount_fen", flat=True)) == reached[one]


def test_the_newest_row_holds_and_one_without_an_amount_ends_it(setter):
    target(setter, 100, region_id="370600")
    target(setter, 120, region_id="370600")
    target(setter, 50, region_id="370602")
    target(setter, None, region_id="370602")
    (yantai,) = measured()
    assert (yantai.target.amount_fen, yantai.parts) == (12_000, [])
    assert yantai.target.history().count() == 2


def test_parts_are_ranked_by_how_far_they_are_reached(setter):
    target(setter, 100, side="sell", region_id="500000")
    target(setter, 80, side="sell", region_id="500237")
    target(setter, 10, side="sell", region_id="500236")
    sold(40)
    sold(9, rows.product("奉节脐橙", "500236"))
    (chongqing,) = measured()
    assert [part.target.region_id for part in chongqing.divisions[0].parts] == ["500236", "500237"]


def test_more_targets_ask_no_more_questions(setter, django_assert_num_queries):
    def ask():
        with django_assert_num_queries(QUESTIONS):
            measured()

    target(setter, 100, side="sell", region_id="500237")
    target(setter, 100, region_id="370600")
    target(setter, 100, pairing=yantai_wushan())
    target(setter, 100, organisation=world.organisation())
    ask()
    target(setter, 100, side="sell", region_id="500236")
    target(setter, 100, region_id="370602")
    target(setter, 100, pairing=rows.Pairing.objects.get(east="370000"))
    target(setter, 100, organisation=world.organisation(region_code="370613"))
    ask()


QUESTIONS = 9
