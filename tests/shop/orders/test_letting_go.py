import pytest
from django.utils import timezone

from producers.models import Lot
from shop.models import Order, Parcel
from shop.orders.letting_go import NotUnpaid, let_go
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.mark.parametrize("kind", ["expired", "cancelled"])
def test_an_unpaid_order_gives_its_goods_back(kind):
    plums = world.plums(grams=10_000)
    order = world.order(plums)
    let_go(order, kind=kind, at=timezone.now(), reason="changed my mind")
    lot = Lot.objects.get(pk=plums.lot_id)
    assert (lot.available_g, lot.held_g) == (10_000, 0)
    assert Order.objects.get().status == kind
    assert Parcel.objects.get().status == Parcel.Status.CANCELLED
    assert order.events.last().reason == "changed my mind"


def test_a_paid_order_is_not_let_go():
    order = world.paid_order(world.plums())
    with pytest.raises(NotUnpaid):
        let_go(order, kind="cancelled", at=timezone.now())
    assert Lot.objects.get().taken_g == 2500
