"""Figures are those of the committed rows at any moment, while eight sell, refund and take back
what they began, rollers roll and somebody rebuilds the summaries; what nobody confirmed is noted
while others confirm; and the parts of a page are its total, while six sell."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from itertools import count, takewhile
from time import monotonic

import pytest
from django.db import connection, transaction
from django.db.models import Count, Sum

from shop.ledger.confirming import confirm, note_again, unconfirmed
from shop.models import Entry, Pending
from shop.statistics.checking import notes_against_entries, summary_against_entries
from shop.statistics.engines import Part, SummaryEngine
from shop.statistics.question import By, Question
from shop.statistics.rolling import (
    SUMMARIES,
    addition,
    keep_rollers_waiting,
    rebuild,
    roll,
    sums_of,
    values_of,
)
from shop.statistics.snapshot import one_snapshot
from tests import world
from tests.shop.statistics import rows
from tests.shop.statistics.at_work import a_market, at_work

WRITERS, PROBES = 8, 500
FIRST, LAST = date(2023, 1, 15), date(2026, 12, 20)
ALL = Question(first=FIRST, last=LAST)


def is_ever_wrong(offer, engine_class: type[SummaryEngine], rollers: list[Callable]) -> bool:
    with at_work(offer, writers=WRITERS, rollers=rollers):
        return any(is_wrong(engine_class, number) for number in range(PROBES))


def is_wrong(engine_class: type[SummaryEngine], number: int) -> bool:
    """Whether a view of the figures has another total than the rows have, or parts that are not
    the total."""
    with one_snapshot():
        engine = engine_class()
        total = engine.answer(ALL).now.get("")
        parts = engine.answer(ALL.but(by=(By.MONTH, By.PRODUCT, By.ORIGIN_COUNTY)[number % 3]))
        there = Entry.objects.filter(occurred_on__range=(FIRST, LAST))
        fen, many = there.aggregate(fen=Sum("amount_fen"), many=Count("pk")).values()
    said = (total.sold_fen - total.refunded_fen, total.rows) if total else (None, 0)
    added = [sum(column) for column in zip(*parts.now.values(), strict=True)] or None
    return said != (fen, many) or added != (total and list(total))


def test_every_figure_is_that_of_the_committed_rows(fresh_database):
    offer = a_market()
    rollers = [lambda: roll(at_once=50), lambda: roll(at_once=20), rebuild]
    if connection.vendor == "sqlite":
        del rollers[1]
    assert not is_ever_wrong(offer, SummaryEngine, rollers)
    roll()
    assert not Pending.objects.exists()
    assert Entry.objects.filter(source__startswith="order:").exists()
    assert Entry.objects.filter(kind="refund").exists()
    assert [found for summary in SUMMARIES for found in summary_against_entries(summary)] == []


def test_what_nobody_confirmed_is_noted_while_two_confirm(fresh_database):
    offer, official = a_market(), world.official(None, "national")
    sales = Entry.objects.filter(kind=Entry.Kind.SALE, destination__in=rows.PLACES[:4])

    def confirm_some() -> None:
        confirm(unconfirmed(sales).order_by("?")[:2], by=official)

    answers = Entry.objects.filter(kind=Entry.Kind.REFUND, online=False)
    with at_work(offer, writers=4, rollers=[confirm_some, confirm_some]):
        for probe in count():
            with one_snapshot():
                assert list(notes_against_entries()) == []
            if answers.count() > 40:
                break
            if probe % 20 == 0:
                note_again()
    assert answers.filter(unconfirmed=None).exists() and unconfirmed(answers).exists()


class AfterTheMark(Part):
    def rows(self, question):
        return super().rows(question).extra(where=["shop_entry.id > (SELECT id FROM mark)"])


class NaiveEngine(SummaryEngine):
    """Takes what has a higher id than the last row summed for what is not summed yet."""

    def parts(self, question):
        *parts, tail = super().parts(question)
        return [*parts, AfterTheMark(tail.source, tail.first, tail.last)]


@transaction.atomic
def roll_naively() -> None:
    """One after the other, so that nothing but the mark is at fault."""
    keep_rollers_waiting()
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(id) FROM shop_entry), id FROM mark")
        last, mark = cursor.fetchone()
        new = values_of(f"SELECT {{}} FROM shop_entry WHERE id > {mark} AND id <= {last or mark}")
        for summary in SUMMARIES:
            cursor.execute(addition(summary, sums_of(summary, f"({new}) AS entries")))
        cursor.execute("UPDATE mark SET id = %s", [last or mark])


def test_a_mark_by_id_loses_rows_that_commit_late(fresh_database):
    if connection.vendor == "sqlite":
        pytest.skip("where one writes after the other ids are in the order of commits")
    offer = a_market()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE mark AS SELECT 0::bigint AS id")
    assert is_ever_wrong(offer, NaiveEngine, [roll_naively, roll_naively])


# Those that show their total, and to the fen what it is made of.
TAKEN_APART = [
    ("", {"by": "origin_county"}),
    ("", {"side": "destination", "region": "370000", "by": "product"}),
    ("county/", {"region": "500237"}),
    ("city/", {"side": "buyer_region", "region": "370600"}),
    ("product/", {"product": "wushan-cuili"}),
    ("channel/", {}),
    ("campaign/", {"channel": "LIVE"}),
    ("provinces/", {}),
]
# Tables of something else than what the page asks.
ELSEWHERE = {"units", "back"}
SECTION = re.compile(
    r'<section [^>]*labelledby="(\w+)-title">.*?<tbody>(.*?)</tbody>(.*?)</table>', re.S
)


def test_the_parts_of_a_page_are_its_total_while_six_sell(client, fresh_database, monkeypatch):
    offer, numbers = a_market(), range(100)
    if connection.vendor == "sqlite":
        # Who writes waits for who writes, and a page takes longer to come.
        numbers = range(25)
    client.force_login(world.official(None))
    with at_work(offer, writers=6, rollers=[lambda: roll(at_once=50)]):
        pages = [page_of(client, number) for number in numbers]
        assert [fault for page in pages for fault in faults_of(page)] == []
        # They were pages of figures that moved.
        assert len({total_of(page) for page in pages}) > len(TAKEN_APART)
        monkeypatch.setattr("shop.statistics.sheet.one_snapshot", nullcontext)
        until = monotonic() + 120
        in_time = takewhile(lambda _: monotonic() < until, count())
        assert any(faults_of(page_of(client, number)) for number in in_time)


def page_of(client, number: int) -> str:
    path, asked = TAKEN_APART[number % len(TAKEN_APART)]
    return client.get(f"/en/statistics/{path}", {"since": FIRST, "until": LAST, **asked}).text


def faults_of(page: str) -> list[tuple]:
    """Each table whose rows are not its total, or not that of the page."""
    total, faults, sections = total_of(page), [], SECTION.findall(page)
    assert sections
    for name, body, foot in sections:
        parts = sum(amount_in(row) for row in body.split("</tr>")[:-1])
        whole = amount_in(foot) if "<tfoot>" in foot else total
        if parts != whole or (whole != total and name not in ELSEWHERE):
            faults.append((name, parts, whole, total))
    return faults


def total_of(page: str) -> int:
    return amount_in(page[page.index('<ul class="figures"') :])


def amount_in(html: str) -> int:
    """The first one, in fen."""
    yuan = re.search(r'class="exact">¥(-?[\d,]+\.\d\d)<', html)[1]
    return int(re.sub(r"[,.]", "", yuan))
