"""A buyer who pays at the sandbox, and the shop that asks how it went."""

from datetime import timedelta

from django.utils import timezone

from shop.models import Order, Payment
from shop.payments.paying import settle, start


def pay(sandbox, order: Order, method="card", **how) -> Payment:
    payment = start(order)
    sandbox.pay(payment.session_id, method, **how)
    payment = settle(payment)
    order.refresh_from_db()
    return payment


def long_ago(row, *names: str, hours=25) -> None:
    """As if it had happened yesterday."""
    earlier = timezone.now() - timedelta(hours=hours)
    type(row).objects.filter(pk=row.pk).update(**dict.fromkeys(names, earlier))
    row.refresh_from_db()


def kinds(order: Order) -> list[str]:
    """What happened to an order, in its order."""
    return list(order.events.order_by("id").values_list("kind", flat=True))
