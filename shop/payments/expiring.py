from django.db import transaction
from django.utils import timezone

from shop.orders.letting_go import let_go
from shop.orders.models import Order, OrderEvent
from shop.payments.models import Payment
from shop.payments.paying import close


def overdue():
    """Orders that were not paid in time."""
    return Order.objects.filter(status=Order.Status.PLACED, held_until__lte=timezone.now())


def expire(order: Order) -> None:
    """Let an order's goods go, once the provider has ended its payment: as long as the buyer can
    still pay, they are not sold to somebody else."""
    for left_open in order.payments.filter(status__in=Payment.OPEN):
        close(left_open)
    with transaction.atomic():
        order = Order.objects.locked(order.pk)
        waits = order.status == Order.Status.PLACED and order.held_until <= timezone.now()
        if waits and not order.payments.filter(status__in=Payment.OPEN).exists():
            let_go(order, kind=OrderEvent.Kind.EXPIRED, at=timezone.now())
