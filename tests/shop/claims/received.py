"""Orders that were paid at the sandbox, sent and received."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from shop.catalogue.uploads import cleaned
from shop.claims.models import Claim
from shop.claims.reporting import announce_return, report
from shop.delivery.receiving import receive
from shop.delivery.shipping import ship
from shop.models import Carrier, Order, Parcel
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload
from tests.shop.payments.buying import pay


def received_order(sandbox, *offers, method="card", hours_ago=0, **fields) -> Order:
    order = world.order(*offers, **fields)
    pay(sandbox, order, method)
    for parcel in order.parcels.all():
        ship(parcel, waybills=[(Carrier.objects.get(pk="SF"), f"SF{parcel.pk:013}")], by=None)
        receive(parcel)
        came(parcel, hours_ago=hours_ago)
    return order


def came(parcel: Parcel, *, hours_ago: float) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(
        received_at=timezone.now() - timedelta(hours=hours_ago)
    )


def photograph():
    return cleaned(upload(painted(size=(80, 60))))


def claim_on(order: Order, *, packs: int = 1, **given) -> Claim:
    """Of the first line of its first parcel."""
    return report(order.parcels.first(), packs={1: packs}, **{**said(), **given})


def said() -> dict:
    return {
        "spoiled_percent": 100,
        "reason": "烂了一半",
        "photographs": [photograph()],
        "token": uuid4(),
    }


def return_of(order: Order, *, packs: int = 1) -> Claim:
    return announce_return(order.parcels.first(), packs={1: packs}, reason="", token=uuid4())
