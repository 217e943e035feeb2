"""Funds by county and project, the part that went to industry, and the sales beside it."""

import re
from datetime import date

import pytest

from shop.models import Project
from shop.subsidies.funds import funds, rows_led_to
from shop.targets import loading
from tests import world
from tests.shop.statistics import rows
from tests.shop.statistics.snapshots import read_in_one

pytestmark = pytest.mark.django_db
YEAR = 2022
PAGE = "/en/funds/"


@pytest.fixture(autouse=True)
def clerk():
    world.country()
    loading.load()
    return world.official("500237", "wushan")


def project(by, yuan, county="500237", year=YEAR, **fields) -> Project:
    return Project.objects.create(
        county_id=county, year=year, name_zh="项目", amount_fen=yuan * 100, entered_by=by, **fields
    )


def of(year=YEAR):
    return funds(Project.objects.all(), year)


def test_the_share_of_industry_is_worked_out_and_what_is_missing_is_said(clerk):
    project(clerk, 500, for_industry=True)
    project(clerk, 500)
    project(clerk, 9, "500236", for_industry=True)
    project(clerk, 900, year=2023)
    fengjie, wushan = of()
    assert (wushan.industry_fen, wushan.all_fen, wushan.share) == (50_000, 100_000, 0.5)
    assert (wushan.rate.per_mille, wushan.missing_fen) == (550, 5_000)
    assert (fengjie.share, fengjie.missing_fen) == (1, 0)


def test_a_project_of_a_county_that_ended_has_the_sales_of_what_it_became(client):
    """The code counts for another today: the sum beside it and its rows are of both."""
    city = world.official("500000", "chongqing")
    fruit = project(city, 1, "500105", category_id="FRU")
    for code in ("500105", "500157"):
        rows.sold(rows.product("柑橘", code), 10, origin=code)
    (its,) = of()
    assert its.projects[0].fen == 2_000
    assert sum(row.amount_fen for row in rows_led_to(fruit)) == 2_000


def test_its_sums_are_read_in_one_snapshot(client, clerk, monkeypatch):
    project(clerk, 1, cooperative=world.cooperative())
    client.force_login(clerk)
    with read_in_one(monkeypatch, "shop.subsidies.views"):
        client.get(PAGE, {"year": YEAR})


def test_sales_stand_beside_what_a_project_names(clerk):
    grower = world.cooperative(name_zh="曲尺脆李合作社")
    plums, pepper = rows.product(), rows.product("青花椒", category="GRA")
    rows.sold(plums, 100)
    rows.sold(plums, 900, occurred_on=date(2021, 7, 9))
    rows.sold(pepper, 30, supplier_name="曲尺脆李合作社")
    rows.sold(rows.product("奉节脐橙", "500236"), 8)
    orchard = project(clerk, 4, product=plums)
    cold_store = project(clerk, 3, cooperative=grower)
    fruit = project(clerk, 2, category_id="FRU")
    road = project(clerk, 1)
    (wushan,) = of()
    sales = {one.project.pk: one.fen for one in wushan.projects}
    assert sales == {orchard.pk: 10_000, cold_store.pk: 3_000, fruit.pk: 10_000, road.pk: None}


def test_the_sales_beside_a_project_lead_to_their_rows(client, clerk):
    grower = world.cooperative(name_zh="曲尺脆李合作社")
    plums = rows.product()
    rows.sold(plums, 100)
    rows.sold(rows.product("青花椒", category="GRA"), 30, supplier_name="曲尺脆李合作社")
    for goods in ({"product": plums}, {"cooperative": grower}, {"category_id": "GRA"}):
        project(clerk, 4, **goods)
    client.force_login(clerk)
    page = client.get(PAGE, {"year": YEAR}).text
    links = re.findall(r'<a href="(/en/funds/\d+/rows/)">¥([\d.]+)</a>', page)
    assert sorted(float(sales) for _url, sales in links) == [30, 30, 100]
    for url, sales in links:
        assert client.get(url).context["sums"]["amount_fen"] == float(sales) * 100
    client.force_login(world.official("500236", "fengjie"))
    assert client.get(links[0][0]).status_code == 404


def test_a_supplier_of_the_same_name_elsewhere_sold_nothing_for_the_project(clerk):
    grower, elsewhere = [world.cooperative(c, name_zh="同名合作社") for c in ("500237", "500236")]
    world.cooperative(name_zh="同名合作社", status="waiting")
    twins = [world.cooperative(name_zh="孪生合作社") for _ in range(2)]
    plums, oranges, millet = [
        rows.product(name, county)
        for name, county in (("巫山脆李", "500237"), ("奉节脐橙", "500236"), ("武山小米", "620524"))
    ]
    for yuan, goods in ((1, plums), (2, oranges), (4, millet)):
        rows.sold(goods, yuan, supplier_name="同名合作社")
    rows.sold(plums, 8, supplier_name="孪生合作社")
    rows.sold(plums, 16, supplier_name="孪生合作社", cooperative=twins[0])
    beside = {
        project(clerk, 1, cooperative=one): fen
        for one, fen in ((grower, 100), (elsewhere, 0), (twins[0], 1_600))
    }
    (wushan,) = of()
    assert {one.project: one.fen for one in wushan.projects} == beside
    for its, fen in beside.items():
        assert sum(rows_led_to(its).values_list("amount_fen", flat=True)) == fen


def test_what_another_county_sold_is_not_read_beside_a_project(client, clerk):
    """What was entered before it was refused: of goods, or a cooperative, from elsewhere."""
    oranges, grower = rows.product("奉节脐橙", "500236"), world.cooperative("500236")
    rows.sold(oranges, 100, cooperative=grower)
    rows.sold(rows.product(), 7, cooperative=grower)
    beside = {project(clerk, 1, product=oranges): 0, project(clerk, 1, cooperative=grower): 700}
    (wushan,) = of()
    assert {one.project: one.fen for one in wushan.projects} == beside
    for its, fen in beside.items():
        assert sum(row.amount_fen for row in rows_led_to(its)) == fen


def said(**more) -> dict:
    return {
        "county": "500237", "year": YEAR, "name_zh": "脆李冷链", "amount_fen": "1000000",
        "source": "县资金分配方案", **more,
    }  # fmt: skip


def test_an_official_enters_a_project_and_sees_it(client, clerk):
    rows.sold(rows.product(), 100)
    client.force_login(clerk)
    answer = client.post(PAGE, said(for_industry="on", product="巫山脆李"))
    assert answer.url == f"{PAGE}?year={YEAR}"
    page = client.get(PAGE, {"year": YEAR}).content.decode()
    assert "¥1,000,000.00" in page and "100.00%" in page and "¥100.00" in page
    assert Project.objects.get().entered_by == clerk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"county": "500236"}, "county"),
        ({"amount_fen": "-1"}, "amount_fen"),
        ({"product": "黑羊"}, "product"),
        ({"product": "巫山脆李", "category": "FRU"}, "cooperative"),
        ({"name_zh": "\x00"}, "name_zh"),
        ({"source": ""}, "source"),
    ],
)
def test_a_project_that_does_not_fit_is_refused(client, clerk, wrong, field):
    rows.product()
    client.force_login(clerk)
    assert field in client.post(PAGE, said(**wrong)).context["form"].errors
    assert not Project.objects.exists()


def test_a_project_is_not_to_lead_to_sales_of_a_cooperative_elsewhere(client):
    neighbour, merged = [world.cooperative(county) for county in ("500236", "500105")]
    client.force_login(world.official("500000", "chongqing"))
    for county, cooperative, entered in (
        ("500237", neighbour, False),
        # Its county is part of this one today.
        ("500157", merged, True),
        ("500236", neighbour, True),
    ):
        answer = client.post(PAGE, said(county=county, cooperative=cooperative.pk))
        assert Project.objects.filter(county=county).exists() == entered
        assert entered or "does not lie in Wushan" in answer.content.decode()


@pytest.mark.parametrize(("posted", "sees"), [("500000", True), (None, True), ("500236", False)])
def test_projects_are_seen_by_officials_of_the_county_and_above(client, clerk, posted, sees):
    project(clerk, 1)
    client.force_login(world.official(posted, "official"))
    assert bool(client.get(PAGE, {"year": YEAR}).context["funds"]) == sees


def test_more_projects_ask_no_more_questions(clerk, django_assert_num_queries):
    def three(name):
        project(clerk, 1, product=rows.product(name))
        project(clerk, 1, category_id="FRU")
        project(clerk, 1, cooperative=world.cooperative())

    three("脆李")
    with django_assert_num_queries(7):
        of()
    three("恋橙")
    with django_assert_num_queries(7):
        of()
