"""The other language is the same page, and back again."""

import re

import pytest

from cms.pages.demo.pages import make_pages
from tests import world

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/yantai-wushan/",
    "/products/?page=1&q=plum",
    "/products/wushan-cuili/?deliver_to=370600",
    "/counties/",
    "/counties/500237/",
    "/counties/620524/",
    "/basket/",
    "/orders/find/",
    "/accounts/login/?next=/account/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
SWITCH = re.compile(r'<a class="site-tools__item" href="([^"]+)" lang="(?:zh-Hans|en)"')


def other_language_of(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return SWITCH.search(page.text)[1].replace("&amp;", "&").replace("%2F", "/")


def test_the_language_switch_keeps_every_public_page(client):
    world.country()
    make_pages()
    world.plums()
    there = {address: other_language_of(client, address) for address in PUBLIC}
    back = {f"/en{address}": other_language_of(client, f"/en{address}") for address in PUBLIC}
    assert there == {address: f"/en{address}" for address in PUBLIC}
    assert back == {f"/en{address}": address for address in PUBLIC}
