from datetime import timedelta

import pytest
from django.utils import timezone

from shop.models import FreightTemplate, Product
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def grower():
    world.country()
    return world.cooperative()


@pytest.fixture
def desk(client, grower):
    client.force_login(world.desk(grower))
    return client


def test_a_new_desk_is_told_how_to_begin(desk, grower):
    page = desk.get("/workbench/")
    assert 'class="empty"' in page.text
    assert "/workbench/products/new/" in page.text


@pytest.mark.parametrize("page", ["parcels/", "sales/", "freight/", "colleagues/", "cooperative/"])
def test_it_leads_to_each_page_of_the_desk(client, page):
    world.country()
    plums = world.plums()
    world.paid_order(plums)
    client.force_login(world.desk(plums.lot.cooperative))
    assert f'href="/workbench/{page}"' in client.get("/workbench/").text


@pytest.mark.parametrize("who", ["user", "official", "operator"])
def test_whoever_works_no_desk_finds_nothing(client, grower, who):
    client.force_login(getattr(world, who)())
    assert client.get("/workbench/").status_code == 404


def test_it_says_what_cannot_be_sent_yet(desk, grower):
    world.offer(world.product(grower), world.lot(grower))
    assert desk.get("/workbench/").context["without_freight"] == ["cold"]
    desk.post("/workbench/freight/standard/cold/")
    assert desk.get("/workbench/").context["without_freight"] == []
    assert FreightTemplate.objects.get().zones.count() == 4


def test_it_shows_what_is_left_and_what_came_back(desk, grower):
    world.offer(world.product(grower), world.lot(grower, 123_000))
    back = world.product(grower, "巫山恋橙", status="returned", published_at=None)
    official = world.official()
    back.approvals.create(decision="returned", reason="请补充照片", by=official)
    page = desk.get("/workbench/").text
    assert "123 kg" in page
    assert "请补充照片" in page


def test_it_asks_the_same_however_much_is_listed(
    desk, grower, django_assert_max_num_queries, django_assert_num_queries
):
    list_one(grower)
    desk.get("/workbench/")
    with django_assert_max_num_queries(13) as few:
        desk.get("/workbench/")
    for _ in range(10):
        list_one(grower)
    with django_assert_num_queries(len(few)):
        desk.get("/workbench/")


def list_one(grower):
    number = Product.objects.count()
    product = world.product(grower, f"脆李{number}")
    world.offer(product, world.lot(grower))
    world.offer(product, world.lot(grower, sells_to=timezone.localdate() - timedelta(days=1)))
    world.product(grower, f"恋橙{number}", status="returned", published_at=None)
