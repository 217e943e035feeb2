"""What the buyer of an order is told by mail, in the order's language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from shop.notices.models import Notice
from shop.notices.telling import tell
from shop.orders.models import Order


def tell_buyer(
    order: Order, what: str, *, kind: str = "", about: str = "", email: str = "", **facts
) -> None:
    """Tell `what` (a Notice.Kind or one of that `kind`, whose mail lies in orders/mail) once, or
    once about each thing that `about` names; at the `email` they gave for it, else the order's.
    Call in the transaction that makes it true."""
    with translation.override(order.language):
        text = render_to_string(
            f"orders/mail/{what}.txt", {"order": order, "link": link_to(order), **facts}
        )
    subject, _, body = text.strip().partition("\n")
    tell(
        key=f"order:{order.code}:{what}{about and ':'}{about}",
        kind=kind or what,
        user_id=order.buyer_id,
        email=email or order.email,
        language=order.language,
        subject=subject,
        body=body.strip() + "\n",
    )


def tells_of_each_parcel(order: Order, what: str) -> bool:
    """Who sends to many is told when all their parcels are there."""
    return not order.recipient_count or order.status == what


def told_about(order: Order):
    return Notice.objects.filter(key__startswith=f"order:{order.code}:")


def link_to(order: Order) -> str:
    """Somebody without an account has nothing but this link."""
    if order.buyer_id:
        return settings.SITE_URL + order.get_absolute_url()
    return settings.SITE_URL + reverse("order_by_key", args=[order.code, order.key])
