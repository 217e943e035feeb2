from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from shop.models import Notice
from shop.notices.choosing import choose
from shop.notices.sending import MOST_ATTEMPTS, send, waiting
from shop.notices.telling import tell
from tests import world
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
    assert notice.mailed_at
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


@pytest.fixture
def reader():
    """Somebody whose number is shown to be theirs, and who wants it all on the phone."""
    person = world.user(phone="13800138000", phone_verified=True)
    choose(person, by_mail=set(), by_phone=set(Notice.Kind.values))
    return person


@pytest.fixture
def phones(monkeypatch):
    said = []
    monkeypatch.setattr("cms.users.texting.Log.send", lambda self, *said_to: said.append(said_to))
    return said


def tell_reader(person, kind, key="k"):
    tell(
        key=key,
        email=person.email,
        language="en",
        subject="Parcel A has arrived",
        body="…",
        kind=kind,
        user_id=person.pk,
    )
    return Notice.objects.get(key=key)


def test_it_goes_by_the_ways_its_reader_chose(reader, phones):
    notice = tell_reader(reader, "shipped")
    send("k")
    notice.refresh_from_db()
    assert phones == [("13800138000", "Shanhuo: Parcel A has arrived")]
    assert (notice.status, notice.mailed_at, mail.outbox) == ("sent", None, [])


def test_what_the_law_wants_told_is_mailed_whatever_was_chosen(reader, phones):
    tell_reader(reader, "refunded")
    send("k")
    assert len(mail.outbox) == len(phones) == 1


def test_what_nobody_wants_is_not_sent(reader, phones):
    choose(reader, by_mail={"paid"}, by_phone=set())
    notice = tell_reader(reader, "shipped")
    send("k")
    notice.refresh_from_db()
    assert (notice.status, mail.outbox, phones) == ("unwanted", [], [])
    tell_reader(reader, "paid", "other")
    send("other")
    assert len(mail.outbox) == 1


def test_a_number_that_was_only_typed_gets_nothing(reader, phones):
    reader.phone_verified = False
    reader.save()
    tell_reader(reader, "shipped")
    send("k")
    assert phones == []


def test_where_the_mail_fails_the_phone_tells_once_all_the_same(reader, phones, monkeypatch):
    tell_reader(reader, "refunded")
    break_mail(monkeypatch, OSError("no such mailbox"))
    send("k")
    long_ago(Notice.objects.get(key="k"), "begun_at", hours=1)
    send("k")
    assert (len(phones), mail.outbox) == (1, [])
    assert "no such mailbox" in Notice.objects.get(key="k").failure


def test_where_the_phone_fails_the_mail_is_not_sent_again(reader, phones, settings):
    settings.SMS_BACKEND = ""
    notice = tell_reader(reader, "placed")
    send("k")
    notice.refresh_from_db()
    assert (notice.status, len(mail.outbox)) == ("waiting", 1)
    assert "SHANHUO_SMS_BACKEND" in notice.failure
    settings.SMS_BACKEND = "cms.users.texting.Log"
    long_ago(notice, "begun_at", hours=1)
    send("k")
    assert (len(mail.outbox), len(phones)) == (1, 1)
