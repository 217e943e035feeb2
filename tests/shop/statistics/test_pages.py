"""The named pages of figures: what each shows, of whom, and in how many questions."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from shop.ledger.confirming import confirm
from shop.models import Entry
from shop.statistics.dispatch import last_monday
from shop.statistics.pages import PAGES
from shop.statistics.rolling import roll
from shop.statistics.seasons import periods_of
from tests import world
from tests.shop.ledger.reports.test_completeness import expect, told
from tests.shop.statistics import rows
from tests.shop.targets.targets import sold_in_the_pairing, target, yantai_wushan

pytestmark = pytest.mark.django_db

SUMMER = {"since": "2022-07-01", "until": "2022-08-31"}
SLUGS = [slug for slug in PAGES if slug]


@pytest.fixture(autouse=True)
def country():
    world.country()


def as_official(client, region: str | None):
    client.force_login(world.official(region, f"official-{region}"))
    return client


def address(slug: str) -> str:
    return f"/en/statistics/{slug}/"


def sheet(client, slug: str, **asked):
    return client.get(address(slug), asked).context["sheet"]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_page_asks_few_queries(client, slug, django_assert_max_num_queries):
    rows.many(300)
    roll()
    person = world.official(None, "national")
    target(person, 1, year=2025, side="sell", region_id="500000")
    target(person, 1, year=2025, pairing=rows.Pairing.objects.get(west="500000"))
    asked = {"since": "2023-01-15", "until": "2025-12-20", "product": "wushan-cuili"}
    as_official(client, "500000").get(address(slug), asked)
    with django_assert_max_num_queries(15):
        answer = client.get(address(slug), asked | {"other": "370000"})
    assert answer.context["sheet"].blocks


@pytest.mark.parametrize("slug", SLUGS)
def test_each_page_is_taken_away_as_a_file(client, slug):
    rows.many(60)
    as_official(client, "500237")
    asked = {"since": "2023-01-15", "until": "2025-12-20"}
    for suffix in ("csv", "xlsx"):
        answer = client.get(f"{address(slug)}figures.{suffix}", asked)
        assert answer.status_code == 200


@pytest.mark.parametrize("region", ["500237", "370600", "500000"])
def test_no_page_shows_what_other_places_sold(client, region):
    """Each amount is another power of two, so that no sum or difference of what may be seen is
    what may not."""
    sold = {
        ("500237", "370613"): 1,
        ("500236", "370613"): 2,
        ("620524", "370613"): 4,
        ("500237", "110101"): 8,
        ("620524", "110101"): 16,
    }
    for (origin, destination), yuan in sold.items():
        goods = rows.product(f"{origin}的货", origin)
        rows.sold(goods, yuan, destination=destination, occurred_on=date(2022, 7, 9))
    own = {"500237": 1 + 8, "370600": 1 + 2 + 4, "500000": 1 + 2 + 8}[region]
    as_official(client, region)
    for slug in ("", *SLUGS):
        for side in ("origin", "destination", "buyer_region"):
            path = address(slug) if slug else "/en/statistics/"
            answer = client.get(path, {**SUMMER, "side": side})
            total = answer.context["sheet"].total.amount_fen // 100
            assert total == own & total, (slug, side)
            assert (total == own) == ((side == "origin") == region.startswith("50")), (slug, side)
            if region != "370600":
                assert "620524的货" not in answer.content.decode()


def test_a_page_about_a_product_offers_those_there_are(client):
    rows.sold(rows.product(slug="wushan-cuili"), 10)
    as_official(client, "500237")
    (offered,) = sheet(client, "season", **SUMMER).blocks
    assert "/season/?" in offered.seen[0].narrower_url
    assert "product=wushan-cuili" in offered.seen[0].narrower_url


def test_a_partner_city_sees_its_units_and_the_other_way(client):
    union = world.organisation()
    plums = rows.product()
    rows.sold(plums, 30, organisation=union, organisation_name=union.name_zh, buyer_kind="union")
    rows.sold(rows.product("栖霞苹果", "370686"), 7, destination="500237")
    as_official(client, "370600")
    city = sheet(client, "city", **SUMMER)
    assert city.total.amount_fen == 3000
    assert [seen.line.name.zh for seen in city.block("units").seen] == ["烟台市总工会"]
    assert [seen.line.name.zh for seen in city.block("back").seen] == ["栖霞苹果"]
    unit = client.get(city.block("units").seen[0].narrower_url).context
    assert unit["sheet"].total.amount_fen == 3000
    (said,) = [step.label for step in unit["left_away"] if "烟台市总工会" in step.label]
    assert said == 'Organisation: <span lang="zh-Hans">烟台市总工会</span>'


def test_an_organisation_of_elsewhere_cannot_be_asked_for(client):
    world.organisation(region_code="110101", tax_number="110101000000000001", name_zh="东城工会")
    as_official(client, "500237")
    answer = client.get("/en/statistics/", {**SUMMER, "organisation": "110101000000000001"})
    assert "organisation" in answer.context["form"].errors
    assert "东城工会" not in answer.content.decode()


def test_beside_the_figures_stands_who_has_reported_and_what_nobody_confirmed(client):
    expect("ECOM")
    expect("LIVE")
    expect("ECOM", county="500236")
    told("500237", "ECOM", date(2022, 7, 1), date(2022, 8, 31))
    plums = rows.product()
    rows.sold(plums, 30, online=False)
    confirmed = rows.sold(plums, 4, online=False)
    confirm(Entry.objects.filter(pk=confirmed.pk), by=world.user())
    rows.sold(plums, 5)
    rows.sold(rows.product("奉节脐橙", "500236"), 70, online=False)
    as_official(client, "500237")
    shown = client.get(address("county"), SUMMER)
    trust = shown.context["sheet"].trust
    assert (trust.reported, trust.expected) == (1, 2)
    assert "1 of 2 channels have reported" in shown.content.decode()
    assert "¥30.00 of this was sold offline and is not confirmed" in shown.content.decode()
    then = client.get(address("county"), {**SUMMER, "as_of": "2022-09-30T12:00"}).text
    assert "as of today, not as of that moment" in then
    assert "as of today, not as of that moment" not in shown.content.decode()
    assert client.get(trust.unconfirmed_url).context["sums"]["amount_fen"] == 3000
    missing = client.get(trust.missing_url).context["missing"]
    assert {(gap.region.code, gap.channel.code) for gap in missing} == {("500237", "LIVE")}
    as_official(client, "500000")
    trust = sheet(client, "county", **SUMMER).trust
    assert (trust.reported, trust.expected, trust.unconfirmed_fen) == (1, 3, 10000)
    narrower = client.get(sheet(client, "county", **SUMMER, region="500236").trust.missing_url)
    assert {gap.region.code for gap in narrower.context["missing"]} == {"500236"}


@pytest.mark.parametrize("slug", ["city", "years"])
def test_a_page_says_how_far_the_targets_of_its_place_are_reached(client, slug):
    """The city's own and that of its pairing, in the year the period ends; not its county's, nor
    that of another city."""
    person = world.official(None, "national")
    for yuan, whose in (
        (400, {"region_id": "370600"}),
        (50, {"pairing": yantai_wushan()}),
        (70, {"region_id": "370602"}),
        (90, {"region_id": "370200"}),
        (80, {"region_id": "370600", "side": "sell"}),
        (60, {"region_id": "370600", "year": 2021}),
    ):
        target(person, yuan, **{"year": 2022, **whose})
    rows.sold(rows.product(), 100, recognised=True)
    sold_in_the_pairing(20, occurred_on=date(2022, 3, 9))
    as_official(client, "370600")
    shown = client.get(address(slug), SUMMER).text
    section = shown.partition('id="targets-title"')[2].partition("</section>")[0]
    assert re.findall(r"¥([\d.]+)", section) == ["400.00", "120.00", "50.00", "20.00"]
    assert re.findall(r"[\d.]+%", section) == ["30.00%", "40.00%"]
    assert "/en/targets/?year=2022" in section
    links = re.findall(r'href="(/en/targets/\d+/rows/)">¥([\d.]+)', section)
    assert len(links) == 2
    for url, said in links:
        assert client.get(url).context["sums"]["amount_fen"] == round(float(said) * 100)


def test_the_map_has_a_tile_for_each_province_and_leads_on(client):
    rows.sold(rows.product(), 10)
    as_official(client, "500237")
    tiles = sheet(client, "provinces", **SUMMER).block("tiles")
    assert tiles.drawing.count("<rect") == 34
    assert re.findall(r'aria-label="(\w+) ', tiles.drawing)[1:] == ["Shandong"]
    assert "other=370000" in tiles.drawing


def test_flows_lead_to_their_rows_and_name_pairs(client):
    rows.sold(rows.product(), 10)
    rows.sold(rows.product("奉节脐橙", "500236"), 3, destination="110101")
    for region in ("500000", "370600", None):
        as_official(client, region)
        flows = sheet(client, "flows", **SUMMER).block("flows")
        assert flows.table
        for flow in flows.flows.values():
            sums = client.get(flow.rows_url).context["sums"]
            assert sums["amount_fen"] == flow.amount_fen
            assert flow.is_paired == (flow.amount_fen == 1000)


def test_three_years_stand_beside_each_other(client):
    plums = rows.product()
    for year, yuan in ((2022, 12), (2021, 10), (2020, 5)):
        rows.sold(plums, yuan, occurred_on=date(year, 7, 9))
    as_official(client, "500237")
    years = sheet(client, "years", **SUMMER).block("years")
    assert years.labels == ["2022", "2021", "2020"]
    assert years.total.amounts == [1200, 1000, 500]
    assert (years.total.growth, years.total.growth_before) == (0.2, 1.0)
    assert [line.amounts for line in years.lines if any(line.amounts)] == [[1200, 1000, 500]]


def test_a_leap_day_is_in_the_year_it_was(client):
    plums = rows.product()
    for day in (date(2024, 2, 28), date(2024, 2, 29), date(2026, 2, 28)):
        rows.sold(plums, 1, occurred_on=day)
    as_official(client, "500237")
    years = sheet(client, "years", since="2026-02-01", until="2026-03-31").block("years")
    assert years.total.amounts == [100, 0, 200]
    assert sum(line.amounts[2] for line in years.lines) == 200
    # One asked of alone has both of the 28th beside it.
    rows.sold(plums, 3, occurred_on=date(2022, 2, 28))
    years = sheet(client, "years", since="2024-02-29", until="2024-02-29").block("years")
    assert [line.amounts for line in years.lines] == [years.total.amounts] == [[100, 0, 300]]


def test_a_county_that_was_divided_says_where_its_parts_went(client):
    """One that still is, and one that ended and counts for another today."""
    world.Region.objects.filter(code="500237").update(parts_went_to="500236@2016 500105")
    rows.sold(rows.product(), 10)
    as_official(client, "500237")
    for page in (address("county"), "/en/counties/500237/"):
        shown = re.sub(r"<[^>]+>", "", client.get(page, SUMMER).text)
        assert re.search(r"[Pp]arts of \w+ went to", shown), page
        assert "Fengjie (2016), Jiangbei" in shown, page
    world.Region.objects.filter(code="500112").update(parts_went_to="500105@2025")
    as_official(client, "500157")
    shown = re.sub(r"<[^>]+>", "", client.get("/en/counties/500157/").text)
    assert re.search(r"Parts of Yubei went to\s*Jiangbei \(2025\)", shown)


def test_a_season_is_counted_from_its_opening(client):
    plums = rows.product(slug="wushan-cuili")
    for day, yuan in (
        (date(2022, 6, 20), 10),
        (date(2022, 6, 22), 5),
        (date(2021, 7, 1), 8),
        (date(2021, 7, 3), 4),
        (date(2021, 8, 1), 100),
    ):
        rows.sold(plums, yuan, occurred_on=day)
    as_official(client, "500237")
    asked = {"since": "2022-06-01", "until": "2022-06-22", "product": "wushan-cuili"}
    season = sheet(client, "season", **asked).block("season")
    assert [s.opened_on for s in season.seasons] == [date(2022, 6, 20), date(2021, 7, 1), None]
    assert season.day == 3
    assert season.reached == [1500, 1200, None]
    assert season.growth == 0.25


@pytest.mark.parametrize(
    ("months", "until", "first", "last"),
    [
        ([6, 7, 8], date(2022, 7, 9), date(2022, 6, 1), date(2022, 5, 31)),
        ([11, 12, 1, 2], date(2022, 1, 9), date(2021, 11, 1), date(2021, 10, 31)),
        ([], date(2022, 7, 9), date(2022, 1, 1), date(2021, 12, 31)),
        ([3, 4, 9], date(2022, 10, 9), date(2022, 9, 1), date(2022, 2, 28)),
    ],
)
def test_a_season_ends_where_the_next_begins(months, until, first, last):
    (now, before, _earlier) = periods_of(months, until=until)
    assert now == (first, until)
    assert before == (first.replace(year=first.year - 1), last)


def test_the_dispatch_says_who_fell_behind(client):
    monday = date(2022, 7, 4)
    plums, oranges = rows.product(), rows.product("奉节脐橙", "500236")
    rows.sold(plums, 10, occurred_on=monday)
    rows.sold(plums, 20, occurred_on=date(2022, 6, 27))
    rows.sold(plums, 5, occurred_on=date(2021, 7, 5))
    rows.sold(oranges, 9, occurred_on=date(2021, 7, 11))
    as_official(client, "500000")
    dispatch = sheet(client, "dispatch", since="2022-01-01", until="2022-07-12").block("dispatch")
    assert (dispatch.monday, dispatch.sunday) == (monday, date(2022, 7, 10))
    wushan, fengjie = dispatch.lines
    assert (wushan.name.key, wushan.is_behind_week, wushan.is_behind_year) == (
        "500237",
        True,
        False,
    )
    assert (fengjie.name.key, fengjie.sold_nothing, fengjie.is_behind_year) == (
        "500236",
        True,
        True,
    )
    assert client.get(wushan.rows_url).context["sums"]["amount_fen"] == wushan.amount_fen
    assert fengjie.rows_url == ""


def test_neither_week_nor_season_holds_days_to_come(client):
    today = timezone.localdate()
    rows.sold(rows.product(slug="wushan-cuili"), 10, occurred_on=today)
    as_official(client, "500000")
    asked = {"until": today + timedelta(days=30), "product": "wushan-cuili"}
    assert sheet(client, "season", **asked).block("season").day == 1
    assert sheet(client, "dispatch", **asked).block("dispatch").monday == last_monday(today)


def test_a_week_is_over_on_sunday():
    assert last_monday(date(2022, 7, 10)) == date(2022, 7, 4)
    assert last_monday(date(2022, 7, 9)) == date(2022, 6, 27)


def test_the_code_of_a_page_leads_to_what_it_said_and_what_it_says_now(client):
    plums = rows.product()
    rows.sold(plums, 10, recorded_at=rows.at_end_of(date(2022, 7, 10)))
    rows.sold(plums, 5, recorded_at=rows.at_end_of(date(2022, 9, 10)))
    as_official(client, "500237")
    shown = client.get(address("county"), {**SUMMER, "as_of": "2022-07-31T12:00"})
    assert shown.context["sheet"].total.amount_fen == 1000
    assert shown.context["sheet"].corrected.amount_fen == 1500
    assert "As corrected since: ¥15.00" in shown.content.decode()
    code = re.search("<title>(http[^<]+)</title>", shown.content.decode())[1]
    assert "as_of=2022-07-31T12%3A00%3A00" in code
    assert Entry.objects.count() == 2
