import re

import pytest
from django.utils import timezone

from shop.models import Product
from tests import world
from tests.shop.catalogue.test_products import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    world.country()
    world.plums()
    world.millet()
    Product.objects.filter(name_zh="武山小米").update(season_months=[9, 10])


def text(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_shows_what_is_ripe_in_a_month(client, market):
    july, september = text(client, "/en/seasons/7/"), text(client, "/en/seasons/9/")
    assert "Wushan crisp plum</a></h2>" in july and "In season in July" in july
    assert "Wushan crisp plum</a></h2>" not in september and "millet" in september.lower()


def test_begins_with_this_month(client, market):
    month = timezone.localdate().month
    page = text(client, "/seasons/")
    assert f'href="/seasons/{month}/" aria-current="page"' in page


def test_counts_each_category_through_the_year(client, market):
    fill(24)
    page = text(client, "/en/seasons/7/")
    counts = re.findall(r'aria-label="Fresh fruit, (\w+): (\d+)">', page)
    assert dict(counts)["July"] == "3"
    links = re.findall(
        r'href="/en/products/\?category=(\w+)&amp;month=(\d+)" aria-label="[^:]+: (\d+)"', page
    )
    assert links
    for category, month, count in links:
        goods = client.get("/en/products/", {"category": category, "month": month})
        assert goods.content.decode().count("<h2><a ") == int(count)


def test_says_where_nothing_is_ripe(client, market):
    assert "Nothing that is offered here ripens in January" in text(client, "/en/seasons/1/")


@pytest.mark.parametrize("month", ["0", "13", "99999", "july"])
def test_knows_twelve_months(client, market, month):
    assert client.get(f"/seasons/{month}/").status_code == 404


def test_asks_as_few_questions_for_many_goods(client, market, django_assert_max_num_queries):
    fill(60)
    with django_assert_max_num_queries(6):
        client.get("/seasons/7/")
