"""Who else is at work while a report is taken in or taken back. On SQLite one writes after the
other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from shop.ledger.reports.reviewing import locked
from shop.models import ChannelReport
from tests import world
from tests.shop.statistics.at_work import closing
from tests.shop.statistics.rows import product, sold


@pytest.fixture
def market(fresh_database):
    if connection.vendor == "sqlite":
        pytest.skip("where one writes after the other")
    world.country()


def test_a_sale_of_the_shop_does_not_wait_for_a_report_of_its_channel(market):
    report = ChannelReport.objects.create(channel_id="PAIR")
    plums = product()
    with ThreadPoolExecutor() as threads, transaction.atomic():
        locked(report, ChannelReport.Status.HANDED_IN)
        selling = threads.submit(closing(lambda: sold(plums, channel_id="PAIR")))
        assert selling.result(timeout=10).channel_id == "PAIR"
