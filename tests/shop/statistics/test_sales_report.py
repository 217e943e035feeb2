import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


def report(capsys, *arguments) -> dict:
    call_command("sales_report", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


SUMMER_2022 = ("--from", "2022-07-01", "--to", "2022-08-31")


def the_newspapers_summer() -> None:
    """Made for the newspaper's sentence: 10 million yuan online, 2.5 of them from Shandong, which
    took 1,923,076.92 a year earlier; beside them what must not count."""
    plums = rows.product(slug="wushan-cuili")
    season = {"online": True, "channel_id": "ECOM"}
    rows.sold(plums, 1_500_000, destination="370613", occurred_on=date(2022, 7, 1), **season)
    rows.sold(plums, 1_000_000, destination="370203", occurred_on=date(2022, 8, 31), **season)
    rows.sold(plums, 7_500_000, destination="500236", occurred_on=date(2022, 7, 20), **season)
    rows.sold(plums, 1_923_076.92, destination="370602", occurred_on=date(2021, 8, 9), **season)
    rows.sold(plums, 4_000_000, destination="500236", occurred_on=date(2021, 7, 2), **season)
    rows.sold(plums, 900, destination="370613", occurred_on=date(2022, 6, 30), **season)
    rows.sold(plums, 900, destination="370613", occurred_on=date(2022, 9, 1), **season)
    rows.sold(plums, 900, destination="370613", online=False, channel_id="MARKET")
    rows.sold(rows.product("巫山脆李干"), 900, destination="370613", **season)


def test_it_finds_the_newspapers_sentence(capsys):
    world.country()
    the_newspapers_summer()
    said = report(
        capsys,
        *SUMMER_2022,
        *("--product", "wushan-cuili", "--online", "--by", "destination_province"),
        *("--compare", "last-year"),
    )
    assert said["from"] == "2022-07-01"
    assert said["total"]["amount_fen"] == 1_000_000_000
    chongqing, shandong = said["rows"]
    assert chongqing["key"] == "500000"
    assert (shandong["key"], shandong["label_zh"], shandong["label_en"]) == (
        "370000",
        "山东省",
        "Shandong",
    )
    assert shandong["share"] == 0.25
    assert round(shandong["growth"], 4) == 0.3
    assert shandong["previous"] == {
        "amount_fen": 192_307_692,
        "weight_g": 2500,
        "orders": 1,
        "sold_fen": 192_307_692,
        "refunded_fen": 0,
    }


def test_every_option_narrows_what_is_counted(capsys):
    world.country()
    plums = rows.product(slug="wushan-cuili")
    here = {
        "destination": "370613",
        "buyer_region": "110101",
        "channel_id": "PAIRHALL",
        "buyer_kind": "union",
        "recognised": True,
        "pairing": world.Pairing.objects.get(east="370600"),
        "direction": "west_to_east",
        "online": False,
        "recorded_at": rows.at_end_of(date(2022, 7, 31)),
    }
    rows.sold(plums, 10, **here)
    for change in (
        {"origin": "620524"},
        {"destination": "110101"},
        {"buyer_region": "370613"},
        {"channel_id": "LIVE"},
        {"buyer_kind": "person"},
        {"recognised": False},
        {"pairing": None, "direction": ""},
        {"online": True},
        {"occurred_on": date(2023, 7, 9)},
        {"recorded_at": rows.at_end_of(date(2022, 12, 31))},
    ):
        rows.sold(plums, 10, **{**here, **change})
    rows.sold(rows.product("武山茶", "620524", "TEA"), 10, **here, origin="500237")
    said = report(
        capsys,
        *SUMMER_2022,
        *("--origin", "5002", "--destination", "370600", "--buyer-region", "11"),
        *("--product", "wushan-cuili", "--category", "FRU", "--channel", "PAIR", "UNION"),
        *("--pairing", "370600-500237", "--recognised", "--offline", "--buyer", "organisation"),
        *("--as-of", "2022-12-31T12:00:00"),
    )
    assert said["total"]["amount_fen"] == 1000
    assert said["rows"] == []


def test_a_product_only_reports_know_is_asked_by_county_and_name(capsys):
    world.country()
    rows.sold(rows.product("巫山脆李干"), 10)
    rows.sold(rows.product(slug="wushan-cuili"), 20)
    by_product = report(capsys, *SUMMER_2022, "--by", "product")
    assert [row["key"] for row in by_product["rows"]] == ["wushan-cuili", "500237:巫山脆李干"]
    asked = report(capsys, *SUMMER_2022, "--product", "500237:巫山脆李干")
    assert asked["total"]["amount_fen"] == 1000


def test_orders_of_products_are_counted_once_a_product_in_a_parcel(capsys):
    world.country()
    plums, tea = rows.product(), rows.product("武山茶", "620524", "TEA")
    rows.sold(plums, 10, parcel_count=1, product_count=1)
    rows.sold(plums, 10, parcel_count=0, product_count=0)
    rows.sold(tea, 10, parcel_count=0, product_count=1)
    assert report(capsys, *SUMMER_2022)["total"]["orders"] == 1
    by_product = report(capsys, *SUMMER_2022, "--by", "product")
    assert by_product["total"]["orders"] == 2
    assert [row["orders"] for row in by_product["rows"]] == [1, 1]
    assert report(capsys, *SUMMER_2022, "--category", "TEA")["total"]["orders"] == 1


def test_a_refund_counts_on_its_day_and_is_positive(capsys):
    world.country()
    sale = rows.sold(rows.product(), 100, occurred_on=date(2022, 7, 31))
    rows.record_refund(
        [rows.Return(source="r", answers=sale.source, amount_fen=4000, weight_g=0)],
        confirmed_at=rows.at_end_of(date(2022, 8, 2)),
    )
    said = report(capsys, *SUMMER_2022, "--by", "month")
    assert [(r["key"], r["amount_fen"], r["refunded_fen"]) for r in said["rows"]] == [
        ("2022-07", 10000, 0),
        ("2022-08", -4000, 4000),
    ]
    total = said["total"]
    assert (total["amount_fen"], total["sold_fen"], total["refunded_fen"]) == (6000, 10000, 4000)


def test_shares_and_growth_of_nothing_are_null_and_a_row_of_either_period_appears(capsys):
    world.country()
    plums = rows.product()
    rows.sold(plums, 10, destination="110101", occurred_on=date(2021, 7, 9))
    said = report(capsys, *SUMMER_2022, "--by", "destination_province", "--compare", "last-year")
    (beijing,) = said["rows"]
    assert (beijing["share"], beijing["growth"], said["total"]["share"]) == (None, -1.0, None)
    rows.sold(plums, 10, destination="370613")
    said = report(capsys, *SUMMER_2022, "--by", "destination_prefecture", "--compare", "last-year")
    assert [(row["key"], row["growth"]) for row in said["rows"]] == [
        ("370600", None),
        ("110000", -1.0),
    ]


def test_equal_amounts_stand_by_key_and_days_in_time(capsys):
    world.country()
    plums = rows.product()
    for destination, day in (("370613", 3), ("110101", 2), ("500236", 1)):
        rows.sold(plums, 10, destination=destination, occurred_on=date(2022, 8, day))
    rows.sold(plums, 90, occurred_on=date(2022, 8, 9))
    keys = [
        [row["key"] for row in report(capsys, *SUMMER_2022, "--by", by)["rows"]]
        for by in ("destination_province", "day")
    ]
    assert keys == [
        ["370000", "110000", "500000"],
        ["2022-08-01", "2022-08-02", "2022-08-03", "2022-08-09"],
    ]


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("origin_province", "500000"),
        ("origin_county", "500237"),
        ("category", "FRU"),
        ("channel", "RETAIL"),
        ("pairing", ""),
        ("buyer", "person"),
    ],
)
def test_keys_are_codes(capsys, by, key):
    world.country()
    rows.sold(rows.product())
    (row,) = report(capsys, *SUMMER_2022, "--by", by)["rows"]
    assert row["key"] == key
    assert row["label_zh"]
    assert row["label_en"]


def test_pairings_are_keyed_east_and_west(capsys):
    world.country()
    pairing = world.Pairing.objects.get(east="370600")
    rows.sold(rows.product(), pairing=pairing, direction="west_to_east")
    (row,) = report(capsys, *SUMMER_2022, "--by", "pairing")["rows"]
    assert (row["key"], row["label_zh"]) == ("370600-500237", "烟台市—巫山县")


def test_a_day_as_of_is_counted_to_its_end(capsys):
    world.country()
    rows.sold(rows.product(), 10, recorded_at=rows.at_end_of(date(2022, 7, 9)))
    totals = [
        report(capsys, *SUMMER_2022, "--as-of", moment)["total"]["amount_fen"]
        for moment in (
            "2022-07-09",
            "2022-07-09T22:59:00",
            "2022-07-09T15:00:00Z",
            "2022-07-09T22:59:00+08:00",
        )
    ]
    assert totals == [1000, 0, 1000, 0]


def test_without_json_it_prints_lines(capsys):
    world.country()
    rows.sold(rows.product(), 10)
    call_command("sales_report", *SUMMER_2022, "--by", "channel")
    retail, total = capsys.readouterr().out.splitlines()
    assert retail.startswith("RETAIL ")
    assert total == "total\t1000 fen\t2500 g\t1 orders"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--from", "2022-13-01"),
        ("--from", "yesterday"),
        ("--from", "20220701"),
        ("--from", "2023-01-01"),
        ("--from", "0001-01-01"),
        ("--from", "9999-12-02", "--to", "9999-12-31"),
        ("--as-of", "0001-01-01T00:00"),
        ("--as-of", "9999-12-31T23:00-12:00"),
        ("--origin", "99"),
        ("--origin", "wushan"),
        ("--origin", ""),
        ("--destination", "00"),
        ("--buyer-region", "123"),
        ("--product", "no-such-product"),
        ("--product", "500237:没有"),
        ("--category", "ZZZ"),
        ("--channel", "RETAIL", "NOWHERE"),
        ("--pairing", "500237-370600"),
        ("--as-of", "soon"),
        ("--by", "colour"),
        ("--buyer", "everybody"),
        ("--compare", "next-year"),
        ("--online", "--offline"),
        ("--verbose",),
        ("--dest", "37"),
        ("more",),
    ],
)
def test_a_wrong_option_is_refused(wrong):
    world.country()
    with pytest.raises(CommandError) as refused:
        call_command("sales_report", *SUMMER_2022, *wrong, "--json")
    # A wrong value has its exit code here; the parser's own complaints have it from the shell.
    assert refused.value.returncode == 2 or str(refused.value).startswith("Error: ")
    assert "\n" not in str(refused.value)


def test_a_period_may_be_open_at_its_end(capsys):
    world.country()
    rows.sold(rows.product(), 10)
    asked = ("--from", "1900-01-01", "--to", "9999-12-31", "--compare", "last-year")
    assert report(capsys, *asked)["total"]["amount_fen"] == 1000
    last_days = ("--from", "2022-07-09", "--to", "9999-12-30", "--by", "month")
    assert [row["key"] for row in report(capsys, *last_days)["rows"]] == ["2022-07"]


def test_a_whole_day_before_a_leap_day_is_no_month(capsys):
    world.country()
    plums = rows.product()
    for year in (2023, 2024):
        for day in (27, 28, 29):
            sold_on = date(year, 2, 27) + timedelta(days=day - 27)
            rows.sold(plums, 1, occurred_on=sold_on)
    said = report(
        capsys,
        *("--from", "2024-02-01", "--to", "2024-02-29", "--compare", "last-year"),
    )
    assert said["total"]["amount_fen"] == 300
    assert said["total"]["previous"]["amount_fen"] == 200
