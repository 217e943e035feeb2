from urllib.parse import urlsplit

import pytest

from cms.pages.editors import editors_group
from cms.pages.models import HomePage
from tests import reading, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = world.user("editor")
    person.groups.add(editors_group())
    client.force_login(person)
    return person


def test_an_editor_opens_the_admin_and_publishes_pages(client, editor):
    home = HomePage.objects.first()
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/pages/{home.pk}/edit/").status_code == 200
    assert home.permissions_for_user(editor).can_publish()
    assert client.get("/admin/images/").status_code == 200


def test_an_editor_makes_no_accounts(client, editor):
    assert client.get("/admin/users/").status_code == 302


def test_the_rights_are_given_once():
    assert editors_group() == editors_group()


def test_the_admin_is_closed_to_others(client):
    client.force_login(world.user())
    assert client.get("/admin/").status_code in (302, 403)


def test_the_admin_sends_a_stranger_to_the_door_of_the_site(client):
    assert client.get("/admin/").url.startswith("/accounts/login/?next=")


def test_the_admin_has_its_own_content_policy(client, editor):
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-inline" not in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("page", ["", "pages/", "images/", "images/add/", "account/"])
def test_the_admin_asks_no_other_host(client, editor, page):
    loaded = reading.Page(client.get(f"/admin/{page}").content.decode()).loaded
    assert [address for address in loaded if urlsplit(address).netloc] == []
