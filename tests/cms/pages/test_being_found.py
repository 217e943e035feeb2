"""What search engines, and those to whom a link is forwarded, are told."""

import json
import re

import pytest

from shop.catalogue.covers import keep_cover
from shop.catalogue.uploads import picture_from
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def test_the_sitemap_leads_to_goods_and_counties_in_both_languages(client, plums):
    index = client.get("/sitemap.xml").content.decode()
    sections = re.findall(r"<loc>http://testserver(/sitemap-\w+\.xml)</loc>", index)
    assert set(sections) == {f"/sitemap-{of}.xml" for of in ("products", "counties", "pages")}
    goods = client.get("/sitemap-products.xml").content.decode()
    slug = plums.product.slug
    assert f"<loc>http://testserver/products/{slug}/</loc>" in goods
    assert f"<loc>http://testserver/en/products/{slug}/</loc>" in goods
    assert "/counties/500237/" in client.get("/sitemap-counties.xml").content.decode()
    pages = client.get("/sitemap-pages.xml").content.decode()
    for home in ("", "en/"):
        assert f"<loc>http://testserver/{home}</loc>" in pages
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


LANGUAGES = [("zh-hans", "", "巫山脆李"), ("en", "/en", "Wushan crisp plum")]


@pytest.mark.parametrize(("language", "start", "name"), LANGUAGES)
def test_a_product_says_what_it_is_and_costs(client, plums, settings, language, start, name):
    product = plums.product
    product.description_zh = product.description_en = "</script><b>甜</b>"
    product.save()
    product.pictures.create(picture=picture_from(upload(painted()), title="李"), alt_zh="李")
    keep_cover(product.pk)
    page = client.get(f"{start}/products/{product.slug}/").content.decode()
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    goods, trail = json.loads(said)
    assert (goods["@type"], trail["@type"]) == ("Product", "BreadcrumbList")
    assert goods["name"] == name and goods["description"] == "</script><b>甜</b>"
    (offer,) = goods["offers"]
    assert (offer["@type"], offer["price"], offer["priceCurrency"]) == ("Offer", "68.80", "CNY")
    assert offer["availability"].endswith("InStock")
    assert offer["url"].startswith(f"{settings.SITE_URL}{start}/products/")
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert trail["itemListElement"][-1]["name"] == name
    assert f'<meta property="og:title" content="{name}">' in page
    (image,) = re.findall(r'<meta property="og:image" content="([^"]+)">', page)
    assert image.startswith(settings.SITE_URL) and image in goods["image"]


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
