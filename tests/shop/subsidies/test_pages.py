"""Subsidies as officials of the place and the supplier's desk see them."""

import pytest

from producers.models import Staff
from tests import world
from tests.shop.statistics.test_as_seen import code_on
from tests.shop.subsidies.rules import country, rule, sold_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def supplier():
    country()
    grower = world.cooperative("500114", name_zh="黔江猕猴桃合作社", name_en="Qianjiang Kiwi")
    sold_by(grower, 250_000, year=2022, organisation_name="烟台市总工会")
    return grower


def page_of(supplier, code="qianjiang-sales"):
    return f"/en/subsidies/{rule(code).pk}/{supplier.pk}/"


@pytest.mark.parametrize(
    ("posted", "rules"),
    [
        ("500114", ["qianjiang-sales"]),
        ("500237", ["wushan-freight", "wushan-sales"]),
        ("500000", ["qianjiang-sales", "wushan-freight", "wushan-sales"]),
        (None, ["qianjiang-sales", "wushan-freight", "wushan-sales"]),
        ("370600", []),
    ],
)
def test_an_official_sees_the_rules_of_the_own_place(client, supplier, posted, rules):
    client.force_login(world.official(posted, "official"))
    page = client.get("/en/subsidies/", {"year": 2022})
    assert [found.code for found, *_ in page.context["paid"]] == rules
    answer = client.get(page_of(supplier), {"year": 2022})
    assert (answer.status_code == 200) == ("qianjiang-sales" in rules)


def test_the_page_says_what_is_paid_and_how_it_comes_about(client, supplier):
    client.force_login(world.official("500114", "qianjiang"))
    page = client.get("/en/subsidies/", {"year": 2022}).content.decode()
    assert "Qianjiang Kiwi" in page and "¥60,000.00" in page
    page = client.get(page_of(supplier), {"year": 2022}).content.decode()
    assert "The cap is 30% of the sales of ¥250,000.00: ¥75,000.00." in page
    assert "青花椒" in page


def test_the_sales_of_a_year_are_played_under_the_rules_of_another(client, supplier):
    sold_by(supplier, 100_000, year=2023)
    client.force_login(world.official("500114", "qianjiang"))
    page = client.get("/en/subsidies/", {"year": 2023, "rules": 2022})
    assert page.context["paid"][0][2] == 3_000_000
    assert "a calculation, not what is paid" in page.content.decode()
    assert client.get("/en/subsidies/", {"year": 2023, "rules": 2021}).context["paid"] == []


def test_a_year_that_is_none_is_this_one(client):
    client.force_login(world.official("500114", "qianjiang"))
    assert client.get("/en/subsidies/", {"year": "2022x"}).context["form"].errors


def test_the_desk_sees_its_own_award_and_no_other(client, supplier):
    neighbour = world.cooperative("500114")
    sold_by(neighbour, 1, year=2022)
    client.force_login(world.desk(supplier))
    assert client.get(page_of(supplier), {"year": 2022}).status_code == 200
    assert client.get(page_of(neighbour), {"year": 2022}).status_code == 404
    assert client.get("/en/subsidies/").status_code == 404


@pytest.mark.parametrize("page", ["", "papers.zip"])
def test_a_number_no_cooperative_has_leads_nowhere(client, page):
    client.force_login(world.official("500114", "qianjiang"))
    nobody = f"/en/subsidies/{rule('qianjiang-sales').pk}/{'9' * 20}/"
    assert client.get(nobody + page, {"year": 2022}).status_code == 404


def test_the_workbench_shows_what_the_own_cooperative_is_paid(client, supplier):
    sold_by(world.cooperative("500114"), 900_000, year=2022)
    client.force_login(world.desk(supplier))
    page = client.get("/en/workbench/subsidies/", {"year": 2022})
    assert [award.paid_fen for award in page.context["awards"]] == [6_000_000]
    assert "¥60,000.00" in page.content.decode()
    assert client.get("/en/workbench/subsidies/", {"year": 2021}).context["awards"] == []


def test_the_code_of_the_workbench_leads_to_the_rules_it_shows(client, supplier, settings):
    client.force_login(world.desk(supplier))
    page = client.get("/en/workbench/subsidies/", {"year": 2023, "rules": 2022})
    assert code_on(page.content.decode(), settings).endswith("/subsidies/?year=2023&rules=2022")
    assert "a calculation, not what is paid" in page.content.decode()


def test_sales_of_a_year_without_the_rule_are_not_paid_and_have_no_papers(client, supplier):
    client.force_login(world.official("500114", "qianjiang"))
    sold_by(supplier, 150_000, year=2021)
    said = "The rule does not hold in 2021"
    assert said in client.get(page_of(supplier), {"year": 2021}).content.decode()
    assert "does not hold" not in client.get(page_of(supplier), {"year": 2022}).content.decode()
    papers = client.get(page_of(supplier) + "papers.zip", {"year": 2021}, follow=True)
    assert f"{said}: there are no papers" in papers.content.decode()


def test_an_official_who_works_for_a_cooperative_elsewhere_sees_no_neighbours(client, supplier):
    """What the desk sees is its own."""
    person = world.official("500237")
    Staff.objects.create(user=person, cooperative=supplier)
    client.force_login(person)
    shown = client.get("/en/subsidies/", {"year": 2022}).context["paid"]
    assert {rule.place_id for rule, *_rest in shown} == {"500237"}


def test_a_supplier_that_sold_nothing_has_no_award(client, supplier):
    client.force_login(world.official("500114", "qianjiang"))
    assert client.get(page_of(supplier), {"year": 2021}).status_code == 404
    assert client.get(page_of(supplier, "wushan-sales"), {"year": 2022}).status_code == 404
