"""Personal data that an order no longer needs. What the books need stays: goods, amounts, places
and what happened."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.users.models import User
from shop.buyers import masking
from shop.orders.models import CONTACT_KEPT, Order, OrderEvent, Parcel, Recipient

# When a parcel came. Nobody may ever fetch one from a hall: it came when it arrived there, or,
# where the hall says nothing, when it was sent.
CAME = Coalesce("received_at", "arrived_at", Case(When(~Q(order__hall=None), then="shipped_at")))
# Where mail for nobody goes (RFC 2606).
NOWHERE = "erased@shanhuo.invalid"


def overdue(*, since: timedelta = timedelta(0)) -> QuerySet[Order]:
    """Orders all of whose parcels came 90 days ago or longer, or that sent none and were placed
    then, and whose phone and street are still there; those for longer than `since`."""
    day = timezone.now() - CONTACT_KEPT - since
    not_over = Parcel.objects.exclude(status=Parcel.Status.CANCELLED).annotate(came=CAME)
    still_needed = not_over.filter(Q(came=None) | Q(came__gt=day), order=OuterRef("pk"))
    return Order.objects.filter(
        ~Exists(still_needed), contact_masked_at=None, placed_at__lte=day
    ).order_by("pk")


@transaction.atomic
def forget_contact(order: Order) -> None:
    """Mask phone and street, once, and write down that it was done."""
    order = Order.objects.locked(order.pk)
    if order.contact_masked_at:
        return
    now = timezone.now()
    mask_contact(order, at=now)
    mask_recipients([order], "phone", "street")
    order.save(update_fields=["phone", "street", "contact_masked_at"])
    order.happened(OrderEvent.Kind.MASKED, at=now)


def mask_contact(order: Order, *, at: datetime) -> None:
    order.phone = masking.phone(order.phone)
    order.street = masking.street(order.street)
    order.contact_masked_at = order.contact_masked_at or at


HIDDEN_BY = {"receiver": masking.name, "phone": masking.phone, "street": masking.street}


def mask_recipients(orders: Sequence[Order], *what: str) -> None:
    """Of orders that went to many."""
    sent = list(Recipient.objects.filter(order__in=[o for o in orders if o.recipient_count]))
    for recipient in sent:
        for name in what:
            setattr(recipient, name, HIDDEN_BY[name](getattr(recipient, name)))
    Recipient.objects.bulk_update(sent, what, batch_size=100)


def forget_buyer(orders: Sequence[Order], *, by: User, at: datetime) -> None:
    """Mask all that says who the buyer was. Call inside a transaction, with the orders locked."""
    for order in orders:
        mask_contact(order, at=at)
        order.receiver = masking.name(order.receiver)
        order.email = NOWHERE
        order.gift_message = order.gift_from = ""
    mask_recipients(orders, *HIDDEN_BY)
    Order.objects.bulk_update(
        orders,
        [
            "phone",
            "street",
            "contact_masked_at",
            "receiver",
            "email",
            "gift_message",
            "gift_from",
        ],
        batch_size=100,
    )
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, kind=OrderEvent.Kind.ERASED, at=at, by=by) for order in orders
    )
