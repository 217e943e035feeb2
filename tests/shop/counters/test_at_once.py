from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from shop.counters.closing import close
from shop.counters.selling import sell
from shop.ledger.models import ChannelReport
from shop.models import CounterGood, CounterSale, Entry
from tests import world


def at_once(verb) -> None:
    together = Barrier(2, timeout=20)

    def run(_number) -> None:
        together.wait()
        try:
            verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(run, range(2)))


def test_two_taps_at_once_sell_once_and_two_closes_at_once_report_once(fresh_database):
    world.country()
    clerk = world.official("370600", "yantai")
    hall = world.hall(clerk, "370600")
    plums = CounterGood.objects.create(
        counter=hall, product=world.plums().product, pack_zh="箱", net_g=2500, price_fen=6880
    )
    at_once(lambda: sell(plums, packs=2, token="a" * 32, by=clerk))
    assert CounterSale.objects.get().amount_fen == 13760
    at_once(lambda: close(hall, by=clerk))
    assert ChannelReport.objects.count() == 1
    assert Entry.objects.get().amount_fen == 13760
