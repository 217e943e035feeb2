"""What an official reads of an order behind a row."""

import pytest
from django.db import transaction
from django.utils import timezone

from shop.delivery.shipping import ship
from shop.models import Carrier
from shop.orders.fulfilling import become_paid
from tests import world
from tests.shop.orders.recipients.lists import ordered, row

pytestmark = pytest.mark.django_db


def test_an_order_behind_a_row_is_told_as_far_as_it_concerns_the_reader(client):
    world.country()
    ours, theirs = world.plums(), world.millet()
    order = world.paid_order(ours, theirs)
    other = world.paid_order(theirs)
    parcel = order.parcels.get(cooperative=ours.lot.cooperative)
    ship(parcel, waybills=[(Carrier.objects.get(code="SF"), "SF1234567890123")], by=None)
    client.force_login(world.official("500237"))
    shown = client.get(f"/statistics/orders/{order.code}/").content.decode()
    own, foreign = (order.lines.get(offer=offer) for offer in (ours, theirs))
    assert own.product_name in shown and "SF1234567890123" in shown
    assert foreign.product_name not in shown and theirs.lot.cooperative.name_zh not in shown
    assert "张*" in shown
    for secret in (order.receiver, order.phone, order.street, order.email):
        assert secret not in shown
    for code in (other.code, "AAAAAAAA"):
        assert client.get(f"/statistics/orders/{code}/").status_code == 404


def test_of_an_order_to_many_a_city_reads_the_parcels_that_came_there(client):
    world.country()
    box, union = world.plums(), world.organisation()
    order = ordered([row(n) for n in (0, 2, 3)], box, of=union, by=world.member(union))
    with transaction.atomic():
        become_paid(order, at=timezone.now())
    all_of_it = {"370613", "110101", "370203"}
    for place, came in (("110000", {"110101"}), ("370200", {"370203"}), ("500237", all_of_it)):
        client.force_login(world.official(place, f"official-{place}"))
        parcels = client.get(f"/statistics/orders/{order.code}/").context["parcels"]
        assert {parcel.address.destination_id for parcel in parcels} == came
