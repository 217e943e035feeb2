from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from shop.models import Notice
from shop.notices.sending import MOST_ATTEMPTS, send, waiting
from shop.notices.telling import tell
from tests.shop.payments.buying import long_ago

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notice():
    tell(key="n", email="li@shanhuo.example", language="en", subject="Hello", body="Plums.\n")
    return Notice.objects.get()


def break_mail(monkeypatch, error):
    def send_messages(*_):
        raise error

    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages
    )


def test_it_is_sent_once(notice):
    send("n")
    send("n")
    (letter,) = mail.outbox
    assert (letter.subject, letter.body, letter.to) == ("Hello", "Plums.\n", [notice.email])
    notice.refresh_from_db()
    assert (notice.status, notice.attempts, notice.failure) == ("sent", 1, "")
    assert notice.sent_at
    assert not waiting()


def test_while_somebody_is_at_it_nobody_else_is(notice):
    long_ago(notice, "begun_at", hours=1 / 60)
    assert not waiting()
    send("n")
    assert not mail.outbox


def test_whoever_was_not_heard_of_since_is_followed(notice):
    long_ago(notice, "begun_at", hours=1)
    assert list(waiting()) == ["n"]
    send("n")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), ValueError("bad address")])
def test_a_failure_is_kept_and_it_waits_for_another_try(notice, monkeypatch, error):
    break_mail(monkeypatch, error)
    send("n")
    notice.refresh_from_db()
    assert (notice.status, notice.attempts) == ("waiting", 1)
    assert str(error) in notice.failure


def test_after_some_tries_it_has_failed(notice, monkeypatch):
    break_mail(monkeypatch, SMTPServerDisconnected("gone"))
    for _ in range(MOST_ATTEMPTS):
        send("n")
        long_ago(notice, "begun_at", hours=1)
    notice.refresh_from_db()
    assert (notice.status, notice.attempts) == ("failed", MOST_ATTEMPTS)
    assert not waiting()
