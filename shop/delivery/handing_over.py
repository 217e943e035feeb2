"""Parcels that go to a hall: it says that they came, and hands them over to whoever says the
pick-up code of their order. What nobody fetches stays there, and is asked after."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.counters.models import Counter
from shop.delivery.receiving import receive
from shop.notices.models import Notice
from shop.orders.models import Order, OrderEvent, Parcel
from shop.orders.telling import tell_buyer

DAYS_UNTIL_UNCOLLECTED = 7


class NotHere(Exception):
    """No parcel of this hall fits; in words for its clerk."""


def under_way_to(hall: Counter):
    """Parcels that were sent here, soonest first."""
    return to_fetch().filter(order__hall=hall, arrived_at=None)


def waiting_at(hall: Counter):
    """Parcels that lie here, the longest first."""
    lying = to_fetch().filter(order__hall=hall).exclude(arrived_at=None)
    return lying.order_by("arrived_at", "id")


def uncollected():
    """Parcels of any hall that have lain there for a week, or were sent so long ago and never
    marked as arrived; the longest first."""
    long_ago = timezone.now() - timedelta(days=DAYS_UNTIL_UNCOLLECTED)
    return to_fetch().filter(
        Q(arrived_at__lte=long_ago) | Q(arrived_at=None, shipped_at__lte=long_ago)
    )


def to_fetch():
    """Parcels of halls that nobody has fetched, nor said to have: those that were sent first."""
    sent = Parcel.objects.filter(status=Parcel.Status.SHIPPED).exclude(order__hall=None)
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
    # Whoever says the code is given the parcel, even where the buyer said too soon that it came.
    lying = Order.objects.locked(order.pk).parcels.exclude(arrived_at=None)
    here = (Parcel.Status.SHIPPED, Parcel.Status.RECEIVED)
    parcels = list(lying.filter(handed_over_at=None, status__in=here))
    if not parcels:
        raise NotHere(
            _("Nothing of order %(code)s lies here: it is still under way, or was handed over.")
            % {"code": order.code}
        )
    for parcel in parcels:
        parcel.handed_over_at = timezone.now()
        parcel.save(update_fields=["handed_over_at"])
        if parcel.status == Parcel.Status.SHIPPED:
            receive(parcel, by=by)
    return parcels


def to_remind_of():
    """Uncollected parcels whose buyers were not asked yet to fetch them."""
    return uncollected().exclude(arrived_at=None).exclude(events__kind=OrderEvent.Kind.UNCOLLECTED)


@transaction.atomic
def remind(parcel: Parcel) -> None:
    """The buyer is asked once to fetch it. Somebody may have done so meanwhile."""
    order = Order.objects.locked(parcel.order_id)
    parcel = to_remind_of().filter(pk=parcel.pk).first()
    if parcel is None:
        return
    order.happened(OrderEvent.Kind.UNCOLLECTED, at=timezone.now(), parcel=parcel)
    tell_buyer(
        order, "uncollected", kind=Notice.Kind.ARRIVED, about=str(parcel.number), parcel=parcel
    )
