"""The invoices of an order on its page."""

from django import template

from shop.invoices.asking import PAID
from shop.invoices.showing import Asked, asked_of
from shop.orders.models import Order

register = template.Library()


@register.simple_tag
def invoices_of(order: Order) -> list[Asked]:
    return asked_of(order) if order.status in PAID or order.status == order.Status.CANCELLED else []


@register.filter
def is_paid(order: Order) -> bool:
    """So that an invoice can be asked for."""
    return order.status in PAID
