"""Many who use one coupon at the same moment, each in a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from shop.gifts.using import NotUsable
from shop.models import Order, Use, Voucher
from shop.orders.placing import place
from shop.statistics.checking import check
from tests import world
from tests.shop.gifts import grants

pytestmark = pytest.mark.usefixtures("fresh_database")
BUYERS = 12


def test_a_coupon_for_five_is_used_by_five():
    world.country()
    plums, union = world.plums(), world.organisation()
    coupon = grants.coupon(organisation=union, uses=5)
    baskets = [world.basket(plums) for _ in range(BUYERS)]
    delivery, gate = world.delivery(), Barrier(BUYERS)

    def buy(number: int) -> bool:
        gate.wait()
        try:
            place(
                basket=baskets[number],
                buyer=None,
                # Every phone twice: whoever is second is refused for that.
                delivery=delivery | {"phone": f"138001380{number // 2:02}"},
                token=f"at-once-{number}",
                language="zh-hans",
                voucher_code=coupon.code,
            )
        except NotUsable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(BUYERS) as pool:
        won = list(pool.map(buy, range(BUYERS)))
    assert sum(won) == Order.objects.count() == Use.objects.count() == 5
    assert Voucher.objects.values_list("left_fen", "uses_left").get() == (0, 0)
    assert Use.objects.values("phone_digest").distinct().count() == 5
    assert check()[1] == []
