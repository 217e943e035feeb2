"""Parcels that go to a hall: it says that they came, and hands them over to whoever says the
pick-up code of their order."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.counters.models import Counter
from shop.delivery.receiving import receive
from shop.orders.models import Order, OrderEvent, Parcel
from shop.orders.telling import tell_buyer


class NotHere(Exception):
    """No parcel of this hall fits; in words for its clerk."""


def under_way_to(hall: Counter):
    """Parcels that were sent here, soonest first."""
    return of(hall).filter(arrived_at=None)


def waiting_at(hall: Counter):
    """Parcels that lie here, the longest first."""
    return of(hall).exclude(arrived_at=None).order_by("arrived_at", "id")


def of(hall: Counter):
    sent = Parcel.objects.filter(order__hall=hall, status=Parcel.Status.SHIPPED)
    return sent.select_related("order", "cooperative").order_by("shipped_at", "id")


@transaction.atomic
def arrive(parcel: Parcel, *, by: User) -> None:
    """The parcel lies at the hall, and its buyer is told. Said twice, it is told once."""
    order = Order.objects.locked(parcel.order_id)
    parcel = order.parcels.get(pk=parcel.pk)
    if parcel.arrived_at or parcel.status != Parcel.Status.SHIPPED:
        return
    parcel.arrived_at = timezone.now()
    parcel.save(update_fields=["arrived_at"])
    order.happened(OrderEvent.Kind.ARRIVED, at=parcel.arrived_at, by=by, parcel=parcel)
    tell_buyer(order, "arrived", about=str(parcel.number), parcel=parcel)


@transaction.atomic
def hand_over(hall: Counter, *, code: str, by: User) -> list[Parcel]:
    """All that lies here for whoever says the code. Raises NotHere."""
    order = hall.orders.filter(pick_up_code=code).first()
    if order is None:
        raise NotHere(_("No parcel here has this pick-up code. Please ask for it again."))
    parcels = list(waiting_at(hall).filter(order=Order.objects.locked(order.pk)))
    if not parcels:
        raise NotHere(
            _("Nothing of order %(code)s lies here: it is still under way, or was handed over.")
            % {"code": order.code}
        )
    for parcel in parcels:
        receive(parcel, by=by)
    return parcels
