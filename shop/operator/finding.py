"""What an operator types when somebody calls: an order's code, the end of a phone number, a
waybill."""

import re

from django.db.models import Q

from shop.orders.models import Order

SHORTEST = 4


def orders_matching(text: str):
    """Orders, the latest first. A short or empty text finds none."""
    wanted = re.sub(r"[\s-]", "", text).upper()
    if len(wanted) < SHORTEST:
        return Order.objects.none()
    return (
        Order.objects.filter(
            Q(code=wanted[:8])
            | Q(phone__endswith=wanted)
            | Q(parcels__waybills__number=wanted)
            | Q(email__iexact=text.strip())
        )
        .select_related("destination__parent__parent")
        .distinct()
        .order_by("-placed_at", "-id")
    )
