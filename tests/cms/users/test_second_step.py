"""Whoever works where figures or money are at stake signs in by two steps."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from cms.pages.editors import editors_group
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_STEP_REQUIRED = True


@pytest.fixture
def people():
    world.country()
    plums = world.plums()
    editor = world.user("editor")
    editor.groups.add(editors_group())
    return {
        "official": world.official("500237", "wushan"),
        "operator": world.operator(),
        "coop": world.desk(plums.product.listed_by),
        "superuser": world.User.objects.create_superuser("root@shanhuo.example", world.PASSWORD),
        "editor": editor,
        "buyer": world.user(),
    }


DOORS = {"official": "/statistics/", "operator": "/operator/", "coop": "/workbench/"}
AT_WORK = [*DOORS.items(), ("superuser", "/admin/"), ("editor", "/admin/pages/")]


@pytest.mark.parametrize(("role", "door"), AT_WORK)
def test_work_begins_with_setting_up_the_second_step(client, people, role, door):
    client.force_login(people[role])
    page = client.get(door)
    assert (page.status_code, page.url) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200
    TOTP.activate(people[role], generate_totp_secret())
    assert client.get(door, follow=True).status_code == 200


def test_others_are_not_told_of_the_door(client, people):
    client.force_login(people["buyer"])
    for door in DOORS.values():
        assert client.get(door).status_code == 404


def test_the_second_step_is_asked_for_at_sign_in(client, people):
    secret = generate_totp_secret()
    TOTP.activate(people["official"], secret)
    login = {"login": people["official"].email, "password": world.PASSWORD}
    assert client.post("/accounts/login/", login).url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(people["official"].pk)


def test_the_admin_has_no_sign_in_of_its_own_that_goes_without(client, people):
    TOTP.activate(people["superuser"], generate_totp_secret())
    login = {"username": people["superuser"].email, "password": world.PASSWORD}
    answer = client.post("/admin/login/?next=/admin/", login)
    assert answer.url == "/accounts/login/?next=/admin/"
    assert "_auth_user_id" not in client.session


def test_the_demo_and_tests_go_without(client, people, settings):
    settings.SECOND_STEP_REQUIRED = False
    client.force_login(people["official"])
    assert client.get("/statistics/").status_code == 200
    assert not Authenticator.objects.exists()
