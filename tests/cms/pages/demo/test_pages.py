from urllib.parse import urlsplit

import pytest
from wagtail.models import Page

from cms.pages.demo.pages import make_pages
from tests import reading, world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written():
    world.country()
    make_pages()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "从大山里来"),
        ("/en/", "From the mountains to your door"),
        ("/yantai-wushan/", "烟台巫山人家"),
        ("/en/yantai-wushan/", "Wushan House in Yantai"),
        ("/wushan-yantai/", "巫山烟台人家"),
        ("/en/wushan-yantai/", "Yantai House in Wushan"),
    ],
)
def test_its_pages_are_live_in_both_languages(client, address, words):
    assert words in client.get(address).content.decode()


def test_written_twice_they_are_the_same():
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "url_path"))
    make_pages()
    assert list(Page.objects.order_by("pk").values_list("pk", "title", "url_path")) == before


def test_no_page_asks_another_host(client):
    for address in ("/", "/en/", "/yantai-wushan/", "/en/wushan-yantai/"):
        loaded = reading.Page(client.get(address).content.decode()).loaded
        assert loaded and not [asked for asked in loaded if urlsplit(asked).netloc]
