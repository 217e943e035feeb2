"""Officials' pages: what waits, what was decided, and what is recognised."""

from datetime import date

import pytest

from producers.models import Recognition
from shop.models import Product
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


@pytest.fixture
def official(client, grower):
    client.force_login(world.official())
    return client


def waiting(grower, n: int) -> Product:
    return world.product(grower, f"脆李{n}", status="waiting", published_at=None)


def test_nothing_waits(official):
    assert 'class="empty"' in official.get("/approvals/").text


def test_what_waits_asks_the_same_however_much_it_is(
    official, grower, django_assert_max_num_queries, django_assert_num_queries
):
    by = world.official("500000", "chongqing")

    def one_more(n: int) -> None:
        other = world.cooperative(status="waiting")
        waiting(other, n)
        decided = world.product(grower, f"恋橙{n}")
        decided.approvals.create(decision="published", by=by)
        other.approvals.create(decision="returned", by=by)

    one_more(0)
    official.get("/approvals/")
    with django_assert_max_num_queries(11) as few:
        official.get("/approvals/")
    for n in range(1, 8):
        one_more(n)
    with django_assert_num_queries(len(few)):
        official.get("/approvals/")


def test_what_was_decided_is_shown_with_who_and_why(official, grower):
    product = waiting(grower, 1)
    official.post(
        f"/approvals/products/{product.pk}/", {"decision": "return", "reason": "缺英文名"}
    )
    for page in ("/approvals/", f"/approvals/products/{product.pk}/"):
        text = official.get(page).text
        assert "缺英文名" in text
        assert "wushan@shanhuo.example" in text


def test_a_waiting_cooperative_is_shown_with_what_it_says_of_itself(official):
    other = world.cooperative(status="waiting", village_zh="曲尺乡", phone="023-57682000")
    text = official.get(f"/approvals/cooperatives/{other.pk}/").text
    for said in (other.name_zh, other.credit_code, "曲尺乡", "023-57682000", 'value="approve"'):
        assert said in text
    official.post(f"/approvals/cooperatives/{other.pk}/", {"decision": "approve"})
    assert 'value="approve"' not in official.get(f"/approvals/cooperatives/{other.pk}/").text


@pytest.mark.parametrize(
    "decision", [{"reason": "?"}, {"decision": "maybe"}, {"decision": "return"}]
)
def test_an_unclear_decision_changes_nothing(official, grower, decision):
    product = waiting(grower, 1)
    answer = official.post(f"/approvals/products/{product.pk}/", decision)
    assert answer.context["form"].errors
    product.refresh_from_db()
    assert product.status == "waiting"
    assert not product.approvals.exists()


@pytest.mark.parametrize("who", ["user", "operator"])
def test_whoever_is_posted_nowhere_finds_nothing(client, grower, who):
    product = waiting(grower, 1)
    client.force_login(getattr(world, who)())
    for page in (
        "/approvals/",
        f"/approvals/products/{product.pk}/",
        f"/approvals/cooperatives/{grower.pk}/",
        "/recognitions/",
        "/postings/",
    ):
        assert client.get(page).status_code == 404


def test_a_cooperative_cannot_approve_itself(client, grower):
    product = waiting(grower, 1)
    client.force_login(world.desk(grower))
    page = f"/approvals/products/{product.pk}/"
    assert client.post(page, {"decision": "approve"}).status_code == 404
    product.refresh_from_db()
    assert product.status == "waiting"


def a_number(grower, **given) -> dict:
    return {
        "number": "BF500237001",
        "cooperative": grower.pk,
        "scope": "product",
        "product_zh": "巫山脆李",
        "recognised_by": "巫山县农业农村委员会",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        **given,
    }


def test_a_recognition_is_recorded_with_who_and_for_which_county(official, grower):
    official.post("/recognitions/", a_number(grower))
    row = Recognition.objects.get()
    assert (row.county_id, row.product_zh, row.ends_on) == (
        "500237",
        "巫山脆李",
        date(2026, 12, 31),
    )
    assert row.recorded_by.email == "wushan@shanhuo.example"
    assert "BF500237001" in official.get("/recognitions/").text


def test_a_supplier_is_recognised_with_all_it_sells(official, grower):
    official.post("/recognitions/", a_number(grower, scope="supplier", product_zh="", ends_on=""))
    row = Recognition.objects.get()
    assert (row.scope, row.product_zh, row.ends_on) == ("supplier", "", None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "B\x00F"}, "number"),
        ({"scope": "product", "product_zh": ""}, "product_zh"),
        ({"scope": "supplier"}, "product_zh"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"cooperative": "0"}, "cooperative"),
    ],
)
def test_a_wrong_recognition_is_refused_and_nothing_stored(official, grower, wrong, field):
    answer = official.post("/recognitions/", a_number(grower, **wrong))
    assert answer.context["form"].errors[field]
    assert not Recognition.objects.exists()


def test_a_number_is_given_once(official, grower):
    for _ in range(2):
        answer = official.post("/recognitions/", a_number(grower))
    assert answer.context["form"].errors["number"]
    assert Recognition.objects.count() == 1


def test_suppliers_of_elsewhere_are_not_ones_to_recognise(official, grower):
    other = world.cooperative("620524")
    answer = official.post("/recognitions/", a_number(other))
    assert answer.context["form"].errors["cooperative"]
    row = world.recognition(other)
    assert official.get(f"/recognitions/{row.pk}/end/").status_code == 404


def test_a_recognition_ends_by_date_and_says_who_ended_it(official, grower):
    row = world.recognition(grower)
    page = f"/recognitions/{row.pk}/end/"
    assert official.post(page, {"ends_on": "2019-12-31"}).context["form"].errors["ends_on"]
    official.post(page, {"ends_on": "2026-06-30"})
    row.refresh_from_db()
    assert (row.ends_on, row.ended_by.email) == (date(2026, 6, 30), "wushan@shanhuo.example")
    assert not Recognition.objects.in_force(date(2026, 7, 1)).exists()
