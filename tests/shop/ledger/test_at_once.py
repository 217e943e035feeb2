"""Who else is at work while a report is taken in or taken back. On SQLite one writes after the
other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from shop.ledger.confirming import confirm, unconfirmed
from shop.ledger.reports.reviewing import locked
from shop.ledger.writing import undo
from shop.models import ChannelReport, ConfirmedSale, Entry
from tests import world
from tests.shop.statistics.at_work import closing
from tests.shop.statistics.rows import product, sold


@pytest.fixture
def market(fresh_database):
    if connection.vendor == "sqlite":
        pytest.skip("where one writes after the other")
    world.country()


def test_who_confirms_leaves_alone_what_is_taken_back_just_now(market):
    """Who waited for it would keep from the rest who takes that back."""
    first, last = (sold(product(), online=False) for _ in range(2))
    official = world.official(None, "national")

    def confirm_both() -> int:
        return confirm(Entry.objects.filter(kind=Entry.Kind.SALE), by=official)

    with ThreadPoolExecutor() as threads, transaction.atomic():
        undo(last)
        assert threads.submit(closing(confirm_both)).result(timeout=10) == 1
        undo(first)
    assert ConfirmedSale.objects.get().entry == first
    assert {row.answers or row for row in unconfirmed(Entry.objects.all())} == {last}


def test_a_sale_of_the_shop_does_not_wait_for_a_report_of_its_channel(market):
    report = ChannelReport.objects.create(channel_id="PAIR")
    plums = product()
    with ThreadPoolExecutor() as threads, transaction.atomic():
        locked(report, ChannelReport.Status.HANDED_IN)
        selling = threads.submit(closing(lambda: sold(plums, channel_id="PAIR")))
        assert selling.result(timeout=10).channel_id == "PAIR"
