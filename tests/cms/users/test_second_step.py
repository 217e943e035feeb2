"""Whoever works where figures or money are at stake signs in by two steps."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from cms.pages.editors import editors_group
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_STEP_REQUIRED = True
    # The half minute of a code may end between reading and sending it.
    settings.MFA_TOTP_TOLERANCE = 1


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


def test_an_official_sets_up_an_authenticator_and_signs_in_with_its_codes(client, people):
    login = {"login": people["official"].email, "password": world.PASSWORD}

    def signs_in_with(code: str) -> bool:
        assert client.post("/accounts/login/", login).url == "/accounts/2fa/authenticate/"
        assert client.get("/statistics/").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": code})
        is_in = client.get("/statistics/").status_code == 200
        client.post("/accounts/logout/")
        return is_in

    client.post("/accounts/login/", login)
    activate = "/accounts/2fa/totp/activate/"
    # Whoever finds the desk unlocked sets up none.
    asked = client.get(activate)
    page = client.post(asked.url, {"password": world.PASSWORD}, follow=True).text
    secret = re.search(r'value="([A-Z2-7]{32})"', page)[1]
    assert client.post(activate, {"code": other_than(code_of(secret))}).status_code == 200
    assert not Authenticator.objects.exists()
    client.post(activate, {"code": code_of(secret)})
    recovery = client.get("/accounts/2fa/recovery-codes/").text
    spare = re.search(r"readonly>\s*(\d{8})\b", recovery)[1]
    client.post("/accounts/logout/")

    assert not signs_in_with(other_than(code_of(secret)))
    assert signs_in_with(code := code_of(secret))
    # Who looked over the shoulder comes too late.
    assert not signs_in_with(code)
    assert signs_in_with(spare)
    assert not signs_in_with(spare)


def code_of(secret: str) -> str:
    """What the authenticator shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


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
