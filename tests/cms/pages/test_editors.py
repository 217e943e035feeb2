from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale

from cms.pages.editors import editors_group
from cms.pages.models import CountyPage, HomePage
from cms.users.models import User
from shop.catalogue.uploads import picture_from
from tests import reading, world
from tests.shop.catalogue.test_uploads import painted, upload
from tests.shop.reviews.reviewed import received_line, review_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = world.user("editor")
    person.groups.add(editors_group())
    client.force_login(person)
    return person


def test_an_editor_opens_the_admin_and_publishes_nothing_alone(client, editor):
    home = HomePage.objects.first()
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/pages/{home.pk}/edit/").status_code == 200
    assert home.permissions_for_user(editor).can_edit()
    assert not home.permissions_for_user(editor).can_publish()
    assert client.get("/admin/images/").status_code == 200


def test_an_editor_takes_a_page_into_the_other_language(client, editor):
    world.country()
    home = HomePage.objects.get(locale__language_code="zh-hans")
    page = home.add_child(instance=CountyPage(title="巫山县", slug="wushan", region_id="500237"))
    english = Locale.objects.get(language_code="en")
    answer = client.post(f"/admin/translation/submit/page/{page.pk}/", {"locales": [english.pk]})
    assert answer.status_code == 302
    assert page.get_translation(english).get_parent().locale == english


@pytest.mark.parametrize("superuser", [False, True])
def test_a_buyers_photograph_is_not_offered_for_a_page(client, editor, superuser):
    """They gave it to stand with their review."""
    if superuser:
        client.force_login(User.objects.create_superuser("root@shanhuo.example"))
    own = picture_from(upload(painted()), title="摘李子")
    world.country()
    review = review_of(received_line(world.plums()), photographs=[upload(painted())])
    theirs = review.photographs.get().picture
    for listing in ("images/", "images/chooser/results/"):
        page = client.get(f"/admin/{listing}").content.decode()
        assert (own.title in page, theirs.title in page) == (True, False), listing
    for picture, opens in ((own, True), (theirs, False)):
        for page in ("wagtailimages:edit", "wagtailimages_chooser:chosen"):
            answer = client.get(reverse(page, args=[picture.pk]))
            assert (answer.status_code == 200) == opens, page


def test_an_editor_makes_no_accounts(client, editor):
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/users/").status_code == 302


def test_the_rights_are_given_once():
    call_command("load_editors", stdout=StringIO())
    rights = set(editors_group().permissions.all())
    assert rights == set(editors_group().permissions.all())
    assert {"access_admin", "submit_translation"} <= {right.codename for right in rights}


def test_whoever_gives_rights_to_groups_can_let_one_operate_the_shop(client):
    client.force_login(User.objects.create_superuser("root@shanhuo.example"))
    form = client.get("/admin/groups/new/").context["form"]
    assert form.fields["permissions"].queryset.filter(codename="operate").exists()


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


@pytest.mark.parametrize("said", ["巫山", "wushan", "500237"])
def test_an_editor_finds_a_place_by_its_name_or_code(client, editor, said):
    world.country()
    address = "/admin/region_chooser/results/"
    found = client.get(address, {"q": said}).content.decode()
    assert "重庆市巫山县" in found
    assert "山东省烟台市" not in found
    assert "山东省烟台市" in client.get(address).content.decode()
