from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from shop.claims.answering import AnsweredAlready, accept
from shop.models import Entry, Refund
from tests import world
from tests.shop.claims.received import claim_on, received_order


def test_two_of_the_desk_accept_at_once_and_the_money_goes_back_once(
    fresh_database, sandbox, django_db_blocker
):
    with django_db_blocker.unblock():
        world.country()
        order = received_order(sandbox, world.plums(), packs=3)
        cooperative = order.parcels.get().cooperative
        clerks = [world.desk(cooperative, name) for name in ("first", "second")]
        claim, together = claim_on(order), Barrier(2, timeout=20)

        def answer(clerk) -> str:
            together.wait()
            try:
                accept(claim, by=clerk)
                return "accepted"
            except AnsweredAlready:
                return "too late"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(answer, clerks)) == ["accepted", "too late"]
        assert Refund.objects.get().status == "succeeded"
        assert Entry.objects.filter(kind="refund").count() == 1
        assert len(sandbox.client().v1.refunds.list().data) == 1
