from datetime import date, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from shop.models import DispatchMail, Notice
from shop.statistics import dispatch_mail
from shop.templatetags.say import yuan
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

MONDAY = date(2022, 7, 4)
BUTTON = "/en/statistics/dispatch-mail/"


@pytest.fixture
def at(monkeypatch):
    """Puts the clock of the mails on a day and hour of Asia/Shanghai."""

    def set_to(day: int, hour: int = 8):
        now = datetime(2022, 7, day, hour, tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda: now)

    set_to(6)
    return set_to


@pytest.fixture
def chongqing(client, at):
    world.country()
    for county, day, sold in (("500237", 5, 10), ("500237", 10, 2.5), ("500236", 11, 99)):
        goods = rows.product(f"{county}的货", county)
        rows.sold(goods, sold, occurred_on=date(2022, 7, day))
    rows.sold(rows.product("奉节脐橙", "500236"), 7, occurred_on=date(2022, 6, 28))
    client.force_login(world.official("500000", "chongqing"))
    client.post(BUTTON)
    return client


def send_what_is_due() -> list[Notice]:
    for wanted in dispatch_mail.due():
        dispatch_mail.mail(wanted)
    return list(Notice.objects.filter(key__startswith="dispatch"))


def test_it_is_mailed_once_when_the_week_is_over_with_the_figures_of_the_page(chongqing, at):
    for day, hour in ((6, 8), (10, 23), (11, 6)):
        at(day, hour)
        assert send_what_is_due() == []
    for day in (11, 12, 17):
        at(day)
        (notice,) = send_what_is_due()
    at(11)
    page = chongqing.get("/en/statistics/dispatch/").context["sheet"].block("dispatch")
    assert page.monday == MONDAY
    for line in [page.total, *page.lines]:
        assert f"{line.name}: {yuan(line.amount_fen)}" in notice.body
    assert "Total: ¥12.50" in notice.body
    assert "Fengjie: ¥0.00" in notice.body
    address = next(line for line in notice.body.splitlines() if "/statistics/dispatch/?" in line)
    again = chongqing.get(address.removeprefix(settings.SITE_URL))
    assert again.context["sheet"].block("dispatch").total.amount_fen == 1250
    at(18)
    assert len(send_what_is_due()) == 2


def test_the_language_is_that_of_the_page_one_asked_on(chongqing, at):
    chongqing.force_login(world.official("500237", "wushan"))
    chongqing.post("/statistics/dispatch-mail/")
    at(11)
    languages = {notice.language for notice in send_what_is_due()}
    assert languages == {"en", "zh-hans"}


def test_whoever_is_posted_nowhere_any_more_gets_none(chongqing, at):
    world.Posting.objects.update(ends_on=date(2022, 7, 8))
    at(11)
    assert send_what_is_due() == []


def test_it_ends_by_the_link_of_the_mail_and_on_the_page(chongqing, at):
    at(11)
    (notice,) = send_what_is_due()
    link = "/en/statistics/dispatch-mail/" + DispatchMail.objects.get().key + "/"
    assert link in notice.body
    chongqing.logout()
    assert chongqing.get(link).status_code == 200
    assert DispatchMail.objects.exists()
    chongqing.post(link)
    assert not DispatchMail.objects.exists()
    assert chongqing.get(link).status_code == 404
    chongqing.force_login(world.User.objects.get(email="chongqing@shanhuo.example"))
    for _click in range(2):
        chongqing.post(BUTTON)
    assert not DispatchMail.objects.exists()
