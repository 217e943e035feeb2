"""An address is its owner's, and not whose who was the first to sign up with it."""

import re

import pytest
from django.core import mail

from producers.models import Posting, Staff
from tests import world

pytestmark = pytest.mark.django_db

EMAIL = "tanjing@shanhuo.example"
POST = {"email": EMAIL, "region": "500237", "starts_on": "2026-01-01"}
REFUSED = "has not confirmed the e-mail address"


@pytest.fixture(autouse=True)
def country():
    world.country()


def sign_up(client) -> None:
    password = "mountain-42"
    client.post(
        "/en/accounts/signup/", {"email": EMAIL, "password1": password, "password2": password}
    )
    client.logout()


def open_the_link(client) -> None:
    mail.outbox.clear()
    client.post("/en/accounts/password/reset/", {"email": EMAIL})
    link = re.search(r"http://testserver(/\S+/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "mountain-43", "password2": "mountain-43"})


def test_nobody_is_posted_whose_address_may_be_anothers(client):
    sign_up(client)
    national = world.official(None, "national")
    client.force_login(national)
    assert REFUSED in client.post("/en/postings/", POST).text
    assert not Posting.objects.filter(user__email=EMAIL).exists()
    client.logout()
    open_the_link(client)
    client.force_login(national)
    client.post("/en/postings/", POST)
    assert Posting.objects.filter(user__email=EMAIL).exists()


def test_nobody_is_given_a_desk_whose_address_may_be_anothers(client):
    sign_up(client)
    client.force_login(world.desk(world.cooperative()))
    assert REFUSED in client.post("/en/workbench/colleagues/", {"email": EMAIL}).text
    assert not Staff.objects.filter(user__email=EMAIL).exists()


def test_who_was_invited_and_chose_a_password_may_be_invited_again(
    client, django_capture_on_commit_callbacks
):
    first, second = (world.desk(world.cooperative(), name) for name in ("one", "two"))
    client.force_login(first)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/workbench/colleagues/", {"email": EMAIL})
    client.logout()
    open_the_link(client)
    client.post("/en/accounts/login/", {"login": EMAIL, "password": "mountain-43"})
    client.logout()
    client.force_login(second)
    client.post("/en/workbench/colleagues/", {"email": EMAIL})
    assert Staff.objects.filter(user__email=EMAIL).count() == 2
