"""Where the way ends: each page says so in the reader's language, and leads back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation
from django.views.defaults import server_error

from cms.legal import FACTS, REGISTERS
from shop.models import Basket
from tests import world

NOT_FOUND = {"/nowhere/": "没有找到这个页面", "/en/nowhere/": "There is nothing at this address"}
SEND_AGAIN = {"/": "请重新提交", "/en/": "Please send the form again"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", NOT_FOUND)
def test_what_is_not_there(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert NOT_FOUND[path] in answer.content.decode()
    assert f'href="{path.replace("nowhere", "products")}"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("start", SEND_AGAIN)
def test_a_form_without_its_token(start):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{start}basket/1/", {"packs": "1"})
    assert answer.status_code == 403
    assert SEND_AGAIN[start] in answer.content.decode()
    assert not Basket.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "said"),
    [("/products/", "您无权打开此页"), ("/en/products/", "This is not yours to open")],
)
def test_what_an_account_may_not_do(client, monkeypatch, path, said):
    def refuse():
        raise PermissionDenied

    monkeypatch.setattr("shop.catalogue.views.catalogue_version", refuse)
    answer = client.get(path)
    assert answer.status_code == 403
    assert said in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_foot_of_a_page_says_what_the_law_asks(client, settings, path):
    settings.LEGAL_FACTS = {name: f"号{name}1" for name in FACTS}
    foot = client.get(path).content.decode().partition("<footer")[2]
    with translation.override("en" if path == "/en/" else "zh-hans"):
        for name, label in FACTS.items():
            assert f"<dt>{label}</dt>" in foot
            assert f"号{name}1" in foot
    for register in REGISTERS.values():
        assert f'href="{register}"' in foot
    assert '<a href="tel:12315">12315</a>' in foot


def test_a_fault_is_told_without_asking_the_database(rf):
    """pytest-django refuses each question that this test would ask."""
    page = server_error(rf.get("/"))
    assert page.status_code == 500
    for said in (
        "出错了",
        "Something went wrong",
        'href="/en/orders/find/"',
        "/static/css/site.css",
    ):
        assert said in page.content.decode()


@pytest.mark.django_db
def test_a_fault_leaves_that_page(monkeypatch):
    monkeypatch.setattr("shop.catalogue.views.catalogue_version", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get("/products/")
    assert answer.status_code == 500
    assert "出错了" in answer.content.decode()


@pytest.mark.django_db
def test_a_guest_who_lost_the_session_keeps_the_basket(client):
    world.country()
    plums = world.plums()
    client.post(f"/basket/{plums.pk}/", {"packs": "2"})
    client.cookies.pop("sessionid", None)
    client.cookies.pop("csrftoken", None)
    assert "¥137.60" in client.get("/basket/").content.decode()


@pytest.mark.django_db
def test_who_has_to_sign_in_again_finds_the_basket(client):
    world.country()
    plums, buyer = world.plums(), world.user()
    client.force_login(buyer)
    client.post(f"/basket/{plums.pk}/", {"packs": "2"})
    client.session.flush()
    assert "¥137.60" not in client.get("/basket/").content.decode()
    client.force_login(buyer)
    assert "¥137.60" in client.get("/basket/").content.decode()
