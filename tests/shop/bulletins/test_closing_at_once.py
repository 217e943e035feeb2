from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django_tasks_db.models import DBTaskResult

from shop.models import Closing
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.statistics import rows


def test_two_who_close_at_once_ask_for_one_bulletin(fresh_database):
    world.country()
    wushan, together = world.official(), Barrier(2, timeout=20)

    def close(_number) -> Closing:
        together.wait()
        try:
            return bulletins.asked(by=wushan)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(close, range(2))
    assert one == other == Closing.objects.get()
    assert DBTaskResult.objects.count() == 1


def test_it_is_drawn_up_by_a_worker_in_transactions_of_its_own(fresh_database):
    world.country()
    rows.sold(rows.product(slug="wushan-cuili"), 100)
    closing = bulletins.drawn_up(by=world.official())
    assert closing.bulletin.figures["total"]["amount_fen"] == 10_000
    assert closing.bulletin.files.count() == 3
