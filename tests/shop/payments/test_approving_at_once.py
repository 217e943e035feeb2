from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from producers.models import Lot
from shop.payments.approving import CannotDecide, approve, refuse
from tests import world
from tests.shop.payments.buying import kinds


def test_of_two_who_decide_at_once_one_decides(fresh_database):
    world.country()
    unit = world.organisation(approval_from_fen=0)
    heads = [world.member(unit, name, approves=True) for name in ("head", "other")]
    order = world.order(
        world.plums(grams=2500), organisation=unit, buyer=world.member(unit, "buyer")
    )
    together = Barrier(2, timeout=20)

    def decide(number: int) -> bool:
        together.wait()
        try:
            if number:
                approve(order, by=heads[1])
            else:
                refuse(order, by=heads[0], reason="不买了")
        except CannotDecide:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        decided = list(threads.map(decide, range(2)))
    assert sorted(decided) == [False, True]
    approved = decided[1]
    assert kinds(order) == ["to_approve", "approved" if approved else "refused"]
    assert Lot.objects.get().held_g == (2500 if approved else 0)
