"""What the search field offers while somebody types."""

import re

import pytest

from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    world.country()
    world.plums()
    world.millet()


def ask(client, typed: str, language: str = "/en") -> list[tuple[str, str]]:
    """Address and words of each suggestion."""
    page = client.get(f"{language}/suggestions/", {"q": typed})
    assert page.status_code == 200
    found = re.findall(r'<li><a href="([^"]+)">(.*?)</a></li>', page.content.decode(), re.S)
    return [(url, re.sub(r"(<[^>]+>|\s)+", " ", words).strip()) for url, words in found]


@pytest.mark.parametrize("typed", ["脆李", "cuil", "plu", "翠李"])
def test_offers_goods_and_all_that_is_found(client, market, typed):
    (goods, words), (all_found, _) = ask(client, typed)
    assert goods.startswith("/en/products/") and words == "Wushan crisp plum Wushan"
    assert all_found.startswith("/en/products/?q=")


def test_offers_places_before_goods(client, market):
    found = ask(client, "wushan", language="")
    assert [words for _, words in found[:4]] == [
        "巫山县 重庆市",
        "武山县 甘肃省",
        "巫山脆李 巫山县",
        "武山小米 武山县",
    ]
    assert found[0][0] == "/products/?origin=500237"


def test_shows_what_a_suggestion_leads_to(client, market):
    suggested = ask(client, "巫山")
    assert suggested
    for url, _ in suggested:
        assert client.get(url.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("typed", ["", "  ", "%", "李" * 61, "a\0b"])
def test_offers_nothing_where_nothing_is_asked(client, market, typed):
    assert client.get("/suggestions/", {"q": typed}).content == b""


def test_writes_what_was_typed_as_text(client, market):
    page = client.get("/suggestions/", {"q": "<b>李&"}).content.decode()
    assert "<b>" not in page and "&lt;b&gt;" in page


def test_the_field_asks_for_them_and_works_without(client, market):
    page = client.get("/products/").content.decode()
    field = re.search(r'<input class="search__input"[^>]*>', page)[0]
    assert 'data-suggestions="/suggestions/"' in field
    assert re.search(r'<form class="search" role="search" action="/products/">', page)
