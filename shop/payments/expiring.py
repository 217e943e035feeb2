from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shop.notices.models import Notice
from shop.orders.letting_go import let_go
from shop.orders.models import Order, OrderEvent
from shop.orders.telling import tell_buyer
from shop.payments.models import Payment
from shop.payments.paying import close


def overdue():
    """Orders that were not approved, or not paid, in time."""
    return Order.objects.filter(status__in=Order.UNPAID, held_until__lte=timezone.now())


def expire(order: Order) -> None:
    """Let an order's goods go, once the provider has ended its payment: as long as the buyer can
    still pay, they are not sold to somebody else."""
    for left_open in order.payments.filter(status__in=Payment.OPEN):
        close(left_open)
    with transaction.atomic():
        order = Order.objects.locked(order.pk)
        waits = order.status in Order.UNPAID and order.held_until <= timezone.now()
        if waits and not order.payments.filter(status__in=Payment.OPEN).exists():
            let_go_unsaid(order)


def let_go_unsaid(order: Order) -> None:
    """Whoever waits for a colleague's word is told that none came."""
    reason = ""
    if order.status == Order.Status.TO_APPROVE:
        with translation.override(order.language):
            reason = _("Nobody approved it in time.")
        tell_buyer(order, "undecided", kind=Notice.Kind.CANCELLED)
    let_go(order, kind=OrderEvent.Kind.EXPIRED, at=timezone.now(), reason=reason)
