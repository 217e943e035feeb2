"""The copy of the ledger in ClickHouse: nothing counts twice, and what is not whole counts not."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.utils import timezone

from shop.jobs import health
from shop.models import Entry, LedgerCopy, Uncopied
from shop.statistics import copying
from shop.statistics.answering import ask
from shop.statistics.clickhouse import Node, Unanswered, nodes
from shop.statistics.copied import CopyEngine
from shop.statistics.question import By, Question
from shop.statistics.rolling import roll
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

ALL = Question(first=date(2022, 1, 1), last=date(2026, 12, 31))
NOBODY = "http://127.0.0.1:9/default"


@pytest.fixture
def ledger():
    world.country()
    rows.many(300)
    roll()


def amount(engine: CopyEngine) -> int:
    sums = engine.answer(ALL).now[""]
    return sums.sold_fen - sums.refunded_fen


def truth() -> int:
    return Entry.objects.aggregate(fen=Sum("amount_fen"))["fen"]


def whether_it_answers(engine: CopyEngine) -> bool:
    engine.why = []
    engine.refused = engine.why.append
    assert amount(engine) == truth()
    return not engine.why


def test_a_lost_acknowledgement_counts_nothing_twice(ledger, clickhouse, monkeypatch):
    random, inserted = Random(1), Node.insert

    def forgetful(node, table, sent):
        inserted(node, table, sent)
        if random.random() < 0.4:
            raise Unanswered("lost")

    monkeypatch.setattr(Node, "insert", forgetful)
    copying.begin()
    lost = 0
    while LedgerCopy.objects.get().caught_up_at is None:
        try:
            copying.feed(at_once=20)
        except Unanswered:
            lost += 1
    assert lost > 3
    copy = LedgerCopy.objects.get()
    assert copy.rows == Entry.objects.count()
    engine = CopyEngine(nodes=nodes())
    assert whether_it_answers(engine)
    ((held,),) = nodes()[0].ask(f"SELECT count() FROM {copying.TABLE}")
    assert int(held) == copy.rows


def test_a_batch_that_was_settled_stays_as_it_is_until_it_is_done(ledger, clickhouse, monkeypatch):
    copying.begin()
    sent = []

    def refuse(node, table, said):
        sent.append(said)
        raise Unanswered("away")

    monkeypatch.setattr(Node, "insert", refuse)
    for _ in range(2):
        with pytest.raises(Unanswered):
            copying.feed(at_once=50)
        rows.sold(rows.product())
        roll()
    first, again = sent
    assert first == again
    assert first.count(b"\n") == 50


def test_who_sends_a_batch_second_finds_it_done(ledger, clickhouse):
    copying.begin()
    number = copying.settle_next_batch(50)
    assert copying.done(number) == 50
    assert copying.done(number) == 0
    assert LedgerCopy.objects.get().rows == 50


def test_an_answer_of_a_node_that_lacks_rows_is_refused(ledger, clickhouse):
    copying.begin()
    copying.feed()
    engine = CopyEngine(nodes=nodes())
    assert whether_it_answers(engine)
    nodes()[0].say(f"TRUNCATE TABLE {copying.TABLE}".encode())
    assert not whether_it_answers(engine)


def test_the_next_node_is_asked_where_one_does_not_answer(ledger, clickhouse):
    copying.begin()
    copying.feed()
    engine = CopyEngine(nodes=[Node(NOBODY), *nodes()])
    assert not whether_it_answers(engine)
    assert len(engine.why) == 1


def test_rows_of_a_batch_that_is_not_known_as_done_count_once(ledger, clickhouse):
    copying.begin()
    copying.feed()
    rows.sold(rows.product(), 77)
    roll()
    copying.send(copying.rows_of(copying.settle_next_batch(50)))
    assert whether_it_answers(CopyEngine(nodes=nodes()))
    assert Uncopied.objects.count() == 1


def test_a_copy_that_is_not_fed_is_not_used_and_told_of(ledger, clickhouse):
    copying.begin()
    copying.feed()
    assert "stale copy" not in health.report()["wrong"]
    LedgerCopy.objects.update(caught_up_at=timezone.now() - timedelta(hours=2))
    assert "stale copy" in health.report()["wrong"]
    Node(clickhouse).say(f"DROP TABLE {copying.TABLE}".encode())
    assert whether_it_answers(CopyEngine(nodes=nodes()))


def test_the_setting_chooses_who_answers(ledger, clickhouse, capsys):
    call_command("copy_ledger")
    held = Entry.objects.count()
    assert f"{held} rows copied" in capsys.readouterr().out
    assert ask(ALL.but(by=By.MONTH)).total.amount_fen == truth()
    call_command("copy_ledger", stop=True)
    rows.sold(rows.product())
    roll()
    assert not Uncopied.objects.exists()
    assert ask(ALL).total.amount_fen == truth()


def test_there_must_be_somewhere_to_copy_to(settings):
    with pytest.raises(CommandError, match="No node of ClickHouse"):
        call_command("copy_ledger")
    settings.STATISTICS_URL = NOBODY
    with pytest.raises(CommandError, match="127.0.0.1:9"):
        call_command("copy_ledger")


def test_what_a_node_refuses_is_said(clickhouse):
    with pytest.raises(Unanswered, match="nothing_there"):
        Node(clickhouse).ask("SELECT * FROM nothing_there")
