"""Targets are set by officials of the place, and stand on one page with what is reached."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from producers.regions.posting import end
from shop.models import ConfirmedName, Output, Target
from shop.targets.output import output_of
from tests import world
from tests.shop.ledger.reports.test_completeness import expect, told
from tests.shop.statistics import rows
from tests.shop.targets.targets import YEAR, sold, sold_in_the_pairing, target, yantai_wushan

pytestmark = pytest.mark.django_db
PAGE = "/en/targets/"


@pytest.fixture(autouse=True)
def country():
    world.country()


def signed_in(client, region, name="official"):
    person = world.official(region, name)
    client.force_login(person)
    return person


def said(**more) -> dict:
    return {"year": YEAR, "side": "buy", "amount_fen": "120.50", **more}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("500237", {"region": "500237"}),
        ("500000", {"region": "500237"}),
        (None, {"region": "370000"}),
        ("370600", {"region": "370602", "channel": "UNION"}),
        ("500237", {"region": "500237", "side": "sell"}),
    ],
)
def test_officials_set_targets_for_their_place_and_those_below(client, mine, theirs):
    person = signed_in(client, mine)
    answer = client.post(f"{PAGE}new/", said(**theirs))
    assert answer.url == f"{PAGE}?year={YEAR}"
    made = Target.objects.get()
    assert (made.set_by, made.amount_fen, made.region_id) == (person, 12_050, theirs["region"])


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("500237", "500000"), ("500237", "500236"), ("370600", "370203"), ("500000", "370600")],
)
def test_nobody_sets_a_target_elsewhere(client, mine, theirs):
    signed_in(client, mine)
    answer = client.post(f"{PAGE}new/", said(region=theirs))
    assert "does not lie in the place" in answer.content.decode()
    assert not Target.objects.exists()


def test_both_ends_of_a_pairing_may_set_it_and_others_do_not_find_it(client):
    pairing = yantai_wushan()
    for region in ("500237", "370600", "500000"):
        signed_in(client, region, f"of-{region}")
        client.post(f"{PAGE}new/", said(pairing=pairing.pk))
    assert Target.objects.filter(pairing=pairing).count() == 3
    signed_in(client, "620524", "gansu")
    answer = client.post(f"{PAGE}new/", said(pairing=pairing.pk))
    assert "pairing" in answer.context["form"].errors


def test_a_unit_of_the_place_gets_a_target(client):
    unit = world.organisation()
    signed_in(client, "370600")
    client.post(f"{PAGE}new/", said(organisation=unit.pk))
    assert Target.objects.get().organisation == unit


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "region"),
        ({"region": "500237", "pairing": True}, "region"),
        ({"pairing": True, "side": "sell"}, "side"),
        ({"region": "500237", "year": 1999}, "year"),
        ({"region": "500237", "amount_fen": "-1"}, "amount_fen"),
        ({"region": "500237", "amount_fen": "1.234"}, "amount_fen"),
        ({"region": "500237", "amount_fen": "1e30"}, "amount_fen"),
        ({"region": "nowhere"}, "region"),
    ],
)
def test_what_is_not_understood_is_refused(client, wrong, field):
    signed_in(client, "500237")
    if "pairing" in wrong:
        wrong = {**wrong, "pairing": yantai_wushan().pk}
    assert field in client.post(f"{PAGE}new/", said(**wrong)).context["form"].errors
    assert not Target.objects.exists()


def test_another_amount_is_another_row(client):
    person = signed_in(client, "370600")
    first = target(person, 100, region_id="370600", channel_id="UNION")
    client.post(f"{PAGE}{first.pk}/", {"amount_fen": "150", "document": "烟协办〔2020〕3号"})
    client.post(f"{PAGE}{first.pk}/", {"amount_fen": ""})
    assert list(first.history().values_list("amount_fen", flat=True)) == [None, 15_000, 10_000]
    page = client.get(f"{PAGE}{first.pk}/")
    assert page.context["progress"] is None
    assert "烟协办〔2020〕3号" in page.content.decode()
    assert client.get(PAGE, {"year": YEAR}).context["roots"] == []


def test_what_is_set_from_above_is_changed_or_ended_only_from_there(client):
    province = world.official("500000", "chongqing")
    first = target(province, 100, region_id="500237", side="sell")
    # Whose posting was ended since, with a day before, set it all the same.
    posting = province.postings.get()
    end(posting, ends_on=timezone.localdate() - timedelta(days=1), by=province)
    county = signed_in(client, "500237")
    page, own = f"{PAGE}{first.pk}/", said(region="500237", side="sell")
    for url, data in (
        (page, {"amount_fen": ""}),
        (page, {"amount_fen": "1"}),
        (f"{PAGE}new/", own),
    ):
        answer = client.post(url, data).content.decode()
        assert "set from above the place you are posted to" in answer
    shown = client.get(page).content.decode()
    assert "set from above" in shown and 'name="amount_fen"' not in shown
    assert Target.objects.get() == first
    client.force_login(world.official("500000", "successor"))
    for amount in ("150", ""):
        assert client.post(page, {"amount_fen": amount}).status_code == 302
    # None is set from above any more: the county sets its own, and changes it.
    client.force_login(county)
    client.post(f"{PAGE}new/", own)
    client.post(page, {"amount_fen": "130"})
    amounts = [13_000, 12_050, None, 15_000, 10_000]
    assert list(first.history().values_list("amount_fen", flat=True)) == amounts


def test_a_county_does_not_change_what_its_partner_city_set_for_their_pairing(client):
    first = target(world.official("370600", "yantai"), 100, pairing=yantai_wushan())
    signed_in(client, "500237")
    client.post(f"{PAGE}{first.pk}/", {"amount_fen": ""})
    assert Target.objects.get() == first


def test_the_page_shows_target_reached_and_by_how_much_the_parts_differ(client):
    person = signed_in(client, "370600")
    target(person, 200, region_id="370600")
    target(person, 150, region_id="370602")
    sold(213.92, channel_id="UNION", destination="370602")
    page = client.get(PAGE, {"year": YEAR}).content.decode()
    assert "¥200.00" in page and "¥213.92" in page and "106.96%" in page
    assert "The parts are set ¥50.00 below the target." in page
    target(person, 60, region_id="370613")
    page = client.get(PAGE, {"year": YEAR}).content.decode()
    assert "The parts are set ¥10.00 above the target." in page
    target(person, 50, region_id="370613")
    assert "add up" in client.get(PAGE, {"year": YEAR}).content.decode()


def test_city_county_and_unit_stand_on_one_page_each_ranked_among_its_own(
    client, django_assert_num_queries
):
    person = signed_in(client, "370600")
    canteen = world.organisation("budget_unit", "370602", name_zh="芝罘区机关食堂")
    union = world.organisation("union", "370602", name_zh="芝罘区总工会")
    target(person, 200, region_id="370600")
    target(person, 100, region_id="370613")
    target(person, 100, region_id="370602")
    for unit, yuan in ((canteen, 20), (union, 30)):
        target(person, 50, organisation=unit)
        sold(yuan, organisation=unit, channel_id="UNION", destination="370602")
    page = client.get(PAGE, {"year": YEAR})
    (city,) = page.context["roots"]
    zhifu = city.divisions[0].parts[0]
    assert (city.reached_fen, zhifu.target.region_id, zhifu.reached_fen) == (5_000, "370602", 5_000)
    assert [(one.target.organisation, one.reached_fen) for one in zhifu.divisions[0].parts] == [
        (union, 3_000),
        (canteen, 2_000),
    ]
    said = page.content.decode()
    assert said.index("芝罘区总工会") < said.index("芝罘区机关食堂")
    assert "60.00%" in said and "40.00%" in said
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE, {"year": YEAR})
    for number in range(3):
        deeper = world.organisation("union", "370613", name_zh=f"莱山区工会{number}")
        target(person, 10, organisation=deeper)
    with django_assert_num_queries(len(asked)):
        client.get(PAGE, {"year": YEAR})


@pytest.mark.parametrize("page", ["targets", "reserved", "subsidies", "funds"])
def test_beside_the_figures_stands_who_has_reported_in_the_year(client, page):
    for channel in ("ECOM", "LIVE"):
        expect(channel)
    told("500237", "ECOM", date(2022, 1, 1), date(2022, 12, 31))
    signed_in(client, "500237")
    shown = client.get(f"/en{reverse(page)}", {"year": 2022, "rules": 2022}).content.decode()
    missing = reverse("reports_missing")
    assert "1 of 2 channels have reported" in shown
    assert f"{missing}?since=2022-01-01&amp;until=2022-12-31&amp;place=500237" in shown


def test_what_is_reached_leads_to_the_rows_that_add_up_to_it(client):
    person = signed_in(client, None)
    union = world.organisation()
    ConfirmedName.objects.create(organisation=union, by=person)
    provinces = rows.Pairing.objects.get(east="370000", west="500000")
    for whose in (
        {"region_id": "500000", "side": "sell"},
        {"region_id": "370600"},
        {"region_id": "370600", "channel_id": "UNION"},
        {"pairing": provinces},
        {"pairing": yantai_wushan()},
        {"organisation": union},
    ):
        target(person, 1000, **whose)
    sold(1, channel_id="UNION", organisation=union, destination="110101")
    sold(2, channel_id="UNION", organisation_name=union.name_zh)
    sold(4, recognised=True)
    sold(8)
    sold(16, rows.product("栖霞苹果", "370686"), channel_id="UNION")
    sold_in_the_pairing(32)
    sold_in_the_pairing(64, pairing=provinces)
    page = client.get(PAGE, {"year": YEAR}).text
    links = re.findall(r'<a href="(/en/targets/\d+/rows/)">¥([\d.]+)</a>', page)
    for url, reached in links:
        assert client.get(url).context["sums"]["amount_fen"] == round(float(reached) * 100), url
    assert {float(reached) for _url, reached in links} == {111, 118, 18, 96, 32, 3}


@pytest.mark.parametrize(
    ("posted", "sees"),
    [
        (None, {"370600", "370602", "500237", "620500"}),
        ("370000", {"370600", "370602"}),
        ("370602", {"370602"}),
        ("500000", {"500237"}),
        ("620524", set()),
    ],
)
def test_an_official_sees_the_targets_of_the_own_place_and_no_other(client, posted, sees):
    setter = world.official(None, "setter")
    for code in ("370600", "370602", "500237", "620500"):
        made = target(setter, 100, region_id=code)
        signed_in(client, posted, f"official-{code}") if code == "370600" else None
    client.force_login(world.User.objects.get(email="official-370600@shanhuo.example"))
    seen = Target.objects.visible_to(world.User.objects.get(email__startswith="official-3706"))
    assert set(seen.values_list("region_id", flat=True)) == sees
    answer = client.get(reverse("target", args=[made.pk]))
    assert (answer.status_code == 200) == ("620500" in sees)


def test_the_page_asks_no_more_with_more_targets(client, django_assert_max_num_queries):
    person = signed_in(client, "370000")
    for code in ("370600", "370602", "370613", "370200", "370203"):
        target(person, 100, region_id=code)
        target(person, 100, region_id=code, side="sell")
        target(person, 100, organisation=world.organisation(region_code=code, name_zh=code))
    sold(10, rows.product("栖霞苹果", "370686"), channel_id="UNION")
    with django_assert_max_num_queries(26):
        client.get(PAGE, {"year": YEAR})


def test_a_county_says_what_it_grew(client):
    plums = rows.product()
    signed_in(client, "500237")
    told = {"county": "500237", "year": "2022", "source": "县统计公报"}
    client.post(f"{PAGE}output/", {**told, "tonnes": "150000.5"})
    client.post(
        f"{PAGE}output/",
        {**told, "tonnes": "130000", "amount_fen": "1700000000", "product": "巫山脆李"},
    )
    assert output_of("500237", 2022).weight_g == 150_000_500_000
    of_plums = output_of("500237", 2022, product=plums.pk)
    assert (of_plums.weight_g, of_plums.amount_fen) == (130_000_000_000, 170_000_000_000)
    page = client.get(f"{PAGE}output/").content.decode()
    assert "130,000" in page and "县统计公报" in page
    assert "130,000" in client.get(PAGE, {"year": "2022"}).content.decode()
    assert output_of("500237", 2021) is None


@pytest.mark.parametrize(
    ("wrong", "said_of_it"),
    [
        ({"county": "500236"}, "does not lie in the place"),
        ({"product": "巫山黑羊"}, "sells no product"),
        ({"tonnes": "-1"}, "tonnes"),
        ({"source": ""}, "source"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_an_output_that_does_not_fit_is_refused(client, wrong, said_of_it):
    signed_in(client, "500237")
    told = {"county": "500237", "year": "2022", "source": "县统计公报", "tonnes": "1", **wrong}
    assert said_of_it in client.post(f"{PAGE}output/", told).content.decode()
    assert not Output.objects.exists()


def test_an_output_is_mended_by_another_row(client):
    signed_in(client, "500237")
    for tonnes in ("1", "2"):
        told = {"county": "500237", "year": "2022", "source": "公报", "tonnes": tonnes}
        client.post(f"{PAGE}output/", told)
    assert output_of("500237", 2022).weight_g == 2_000_000
    assert len(client.get(f"{PAGE}output/").context["outputs"]) == 1
