import pytest

from tests import world

pytestmark = pytest.mark.django_db


def test_it_asks_to_sign_in(client):
    assert client.get("/account/").url == "/accounts/login/?next=/account/"


def test_it_shows_ones_own_orders_and_nobody_elses(client):
    world.country()
    plums = world.plums()
    buyer = world.user()
    mine, others = world.order(plums, buyer=buyer), world.order(plums, buyer=world.user("other"))
    client.force_login(buyer)
    page = client.get("/account/").content.decode()
    assert mine.code in page
    assert others.code not in page


def test_an_operator_sees_there_what_they_bought_themselves(client):
    world.country()
    plums, operator = world.plums(), world.operator()
    mine, others = world.order(plums, buyer=operator), world.order(plums, buyer=world.user())
    client.force_login(operator)
    page = client.get("/account/").text
    assert mine.code in page
    assert others.code not in page


def test_more_orders_ask_no_more_questions(client, django_assert_max_num_queries):
    world.country()
    plums, buyer = world.plums(), world.user()
    for _ in range(3):
        world.order(plums, buyer=buyer)
    client.force_login(buyer)
    client.get("/account/")
    with django_assert_max_num_queries(11):
        client.get("/account/")


@pytest.mark.parametrize(
    ("make", "doors"),
    [
        (world.user, set()),
        (world.operator, {"/operator/"}),
        (world.official, {"/statistics/", "/approvals/"}),
        (lambda: world.desk(world.cooperative()), {"/workbench/"}),
    ],
)
def test_it_leads_everybody_to_their_own_work(client, make, doors):
    world.country()
    client.force_login(make())
    page = client.get("/account/").content.decode()
    every = {"/operator/", "/statistics/", "/approvals/", "/workbench/", "/admin/"}
    assert {door for door in every if f'href="{door}"' in page} == doors
