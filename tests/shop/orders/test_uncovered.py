import pytest

from producers.harvests.resizing import resize
from producers.models import Lot
from shop.models import Parcel
from shop.orders.uncovered import uncovered
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    world.country()
    return world.plums(grams=25_000)


def lowered(to_grams: int) -> Lot:
    lot = Lot.objects.get()
    resize(lot, total_g=to_grams, by=None)
    return lot


def test_who_ordered_last_goes_without_first(offer):
    first, second, third = (world.paid_order(offer) for _ in range(3))
    assert [line.order for line in uncovered(lowered(7500))] == []
    assert [line.order for line in uncovered(lowered(7499))] == [third]
    assert [line.order for line in uncovered(lowered(5000))] == [third]
    assert [line.order for line in uncovered(lowered(2000))] == [third, second, first]


def test_what_is_shipped_is_shipped(offer):
    kept, shipped = world.paid_order(offer), world.paid_order(offer)
    Parcel.objects.filter(order=shipped).update(status=Parcel.Status.SHIPPED)
    assert [line.order for line in uncovered(lowered(0))] == [kept]


def test_the_desk_sees_them_with_whom_to_call(offer, client):
    paid, unpaid = world.paid_order(offer), world.order(offer)
    client.force_login(world.desk(offer.lot.cooperative))
    page = f"/workbench/lots/{offer.lot_id}/uncovered/"
    assert 'class="empty"' in client.get(page).text
    lowered(0)
    text = client.get(page).text
    assert paid.code in text
    assert unpaid.code in text
    # An order that is not paid yet is no reason to see who placed it.
    assert text.count(paid.receiver) == 1


def test_the_page_asks_the_same_however_many(
    offer, client, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(world.desk(offer.lot.cooperative))
    page = f"/workbench/lots/{offer.lot_id}/uncovered/"
    world.paid_order(offer)
    lowered(0)
    client.get(page)
    with django_assert_max_num_queries(7) as few:
        client.get(page)
    Lot.objects.update(total_g=25_000, available_g=22_500, short_g=0)
    for _ in range(4):
        world.paid_order(offer)
    lowered(0)
    with django_assert_num_queries(len(few)):
        client.get(page)
