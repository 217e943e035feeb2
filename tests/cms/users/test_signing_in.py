import re

import pytest
from django.core import mail
from django.test import Client

from cms.users.models import User
from tests import world

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(client, password=world.PASSWORD, **more):
    return client.post(LOGIN, {"login": "buyer@shanhuo.example", "password": password, **more})


def test_it_signs_in_by_e_mail(client):
    buyer = world.user()
    sign_in(client)
    assert client.session["_auth_user_id"] == str(buyer.pk)


def test_it_leads_back_to_where_one_wanted_to_go(client):
    world.user()
    assert sign_in(client, next="/basket/").url == "/basket/"


def test_it_leads_to_no_other_site(client):
    world.user()
    assert "elsewhere" not in sign_in(client, next="https://elsewhere.example/").url


def test_it_stops_guessing(client):
    world.user()
    for _ in range(5):
        sign_in(client, "wrong")
    page = sign_in(client)
    assert "_auth_user_id" not in client.session
    assert 'role="alert"' in page.content.decode()


def test_it_says_in_words_that_there_were_too_many_tries(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "wrong")
    page = sign_in(client, "wrong")
    assert page.status_code == 429
    assert "429.html" in [template.name for template in page.templates]


def test_it_signs_out_to_the_home_of_the_language(client):
    client.force_login(world.user())
    assert client.post("/en/accounts/logout/").url == "/en/"
    assert "_auth_user_id" not in client.session


def test_it_makes_an_account(client):
    client.post(
        "/en/accounts/signup/",
        {"email": "New@Shanhuo.example", "password1": "mountain-42", "password2": "mountain-42"},
    )
    assert User.objects.get().email == "new@shanhuo.example"


def test_it_resets_a_password_by_e_mail(client):
    buyer = world.user()
    client.post("/accounts/password/reset/", {"email": buyer.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link[1], follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "mountain-42", "password2": "mountain-42"}
    )
    buyer.refresh_from_db()
    assert buyer.check_password("mountain-42")


def test_it_tells_nobody_who_has_an_account(client):
    world.user()
    known = client.post("/accounts/password/reset/", {"email": "buyer@shanhuo.example"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@shanhuo.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", ["login", "signup", "password/reset", "password/reset/done"])
def test_its_pages_stand_in_the_frame_of_the_site(client, language, page):
    answer = client.get(f"{language}/accounts/{page}/")
    assert answer.status_code == 200
    assert 'id="main"' in answer.content.decode()


PHONE = "13800138000"


@pytest.fixture
def texts(settings):
    settings.SMS_BACKEND = f"{__name__}.Carrier"
    Carrier.sent = []
    return Carrier.sent


class Carrier:
    sent: list[tuple[str, str]] = []

    def send(self, phone, message):
        self.sent.append((phone, message))


def code_in(text: str) -> str:
    return re.search(r"\b[0-9]{6}\b", text)[0]


def test_it_signs_in_by_a_code_sent_by_mail(client):
    buyer = world.user()
    client.post("/accounts/login/code/", {"email": buyer.email})
    client.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[0].body)})
    assert client.session["_auth_user_id"] == str(buyer.pk)


def test_a_number_signs_in_once_its_code_was_typed(client, texts):
    buyer = world.user()
    client.force_login(buyer)
    client.post("/accounts/reauthenticate/", {"password": world.PASSWORD})
    client.post("/accounts/phone/change/", {"phone": "+86 138-0013-8000"})
    client.post("/accounts/phone/verify/", {"code": code_in(texts[0][1])})
    buyer.refresh_from_db()
    assert (buyer.phone, buyer.phone_verified, texts[0][0]) == (PHONE, True, PHONE)
    client.logout()
    client.post(LOGIN, {"login": PHONE, "password": world.PASSWORD})
    assert client.session["_auth_user_id"] == str(buyer.pk)
    client.logout()
    client.post("/accounts/login/code/", {"phone": PHONE})
    client.post("/accounts/login/code/confirm/", {"code": code_in(texts[1][1])})
    assert client.session["_auth_user_id"] == str(buyer.pk)


def test_an_account_is_made_with_a_number_by_the_code_sent_to_it(client, texts):
    account = {"email": "new@shanhuo.example", "password1": "mountain-42", "phone": PHONE}
    client.post("/accounts/signup/", {**account, "password2": "mountain-42"})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/phone/verify/", {"code": code_in(texts[0][1])})
    made = User.objects.get()
    assert client.session["_auth_user_id"] == str(made.pk)
    assert (made.phone, made.phone_verified) == (PHONE, True)


def test_a_number_that_was_only_typed_opens_nothing(client, texts):
    world.user(phone=PHONE)
    client.post(LOGIN, {"login": PHONE, "password": world.PASSWORD})
    client.post("/en/accounts/login/code/", {"phone": PHONE})
    assert "_auth_user_id" not in client.session
    assert texts == [(PHONE, "Shanhuo: there is no account with this number.")]


@pytest.mark.parametrize("phone", ["12345678901", "1380013800", "138001380001", "+1 202 555 0100"])
def test_what_is_no_mobile_phone_is_refused(client, texts, phone):
    page = client.post("/en/accounts/login/code/", {"phone": phone})
    assert "eleven digits" in page.content.decode()
    assert texts == []


def test_one_sees_where_one_is_signed_in_and_ends_it(client):
    world.user()
    other = Client(HTTP_USER_AGENT="An old telephone")
    sign_in(other)
    sign_in(client)
    assert "An old telephone" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
