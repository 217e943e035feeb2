"""What search engines, and those to whom a link is forwarded, are told."""

import json
import re

import pytest

from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def test_the_sitemap_leads_to_goods_and_counties_in_both_languages(client, plums):
    index = client.get("/sitemap.xml").content.decode()
    sections = re.findall(r"<loc>http://testserver(/sitemap-\w+\.xml)</loc>", index)
    assert set(sections) >= {"/sitemap-products.xml", "/sitemap-counties.xml"}
    goods = client.get("/sitemap-products.xml").content.decode()
    slug = plums.product.slug
    assert f"<loc>http://testserver/products/{slug}/</loc>" in goods
    assert f"<loc>http://testserver/en/products/{slug}/</loc>" in goods
    assert "/counties/500237/" in client.get("/sitemap-counties.xml").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_product_says_what_it_is_and_costs(client, plums, settings):
    plums.product.description_zh = "</script><b>甜</b>"
    plums.product.save()
    page = client.get(plums.product.get_absolute_url()).content.decode()
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    goods, trail = json.loads(said)
    assert goods["name"] == "巫山脆李" and goods["description"] == "</script><b>甜</b>"
    (offer,) = goods["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("68.80", "CNY")
    assert offer["availability"].endswith("InStock")
    assert offer["url"].startswith(f"{settings.SITE_URL}/products/")
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert '<meta property="og:title" content="巫山脆李">' in page


def test_large_text_stays_until_the_usual_is_asked_for(client):
    world.country()
    assert (
        '<html lang="zh-Hans" class="large">'
        in client.get("/products/?look=large").content.decode()
    )
    assert 'class="large"' in client.get("/counties/").content.decode()
    assert 'href="?look=usual"' in client.get("/products/").content.decode()
    assert 'class="large"' not in client.get("/products/?look=usual").content.decode()
    assert 'class="large"' not in client.get("/products/").content.decode()


def test_a_look_that_is_none_changes_nothing(client):
    world.country()
    client.get("/products/?look=%22onload")
    assert "look" not in client.cookies
