"""How an order stands that may be paid by transfer, for its own page."""

from django import template

from shop.orders.models import Order
from shop.payments.models import Payment
from shop.payments.transfers.choosing import account, offered

register = template.Library()


@register.inclusion_tag("payments/transfer.html")
def transfer(order: Order) -> dict:
    """Nothing is asked of the database for who can't pay so."""
    waits = order.status == Order.Status.PLACED and offered(order)
    open_ones = Payment.objects.filter(
        order=order, method=Payment.TRANSFER, status=Payment.Status.OPEN
    )
    return {
        "order": order,
        "offered": waits,
        "awaited": open_ones.first() if waits else None,
        **account(),
    }
