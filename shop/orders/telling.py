"""What is told of an order: its buyer, in the order's language, and whoever has to approve it."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from cms.users.models import User
from shop.buyers.models import ApprovalRule, Member
from shop.notices.models import Notice
from shop.notices.telling import tell, tell_each, text_in
from shop.orders.models import Order


def tell_buyer(
    order: Order, what: str, *, kind: str = "", about: str = "", email: str = "", **facts
) -> None:
    """Tell `what` (a Notice.Kind or one of that `kind`, whose mail lies in orders/mail) once, or
    once about each thing that `about` names; at the `email` they gave for it, else the order's.
    Call in the transaction that makes it true."""

    def write() -> str:
        known = {"order": order, "link": link_to(order)}
        return render_to_string(f"orders/mail/{what}.txt", known | facts)

    tell(
        key=f"order:{order.code}:{what}{about and ':'}{about}",
        kind=kind or what,
        user_id=order.buyer_id,
        email=email or order.email,
        language=order.language,
        **text_in(order.language, write),
    )


def tell_approvers(order: Order, approvers: Iterable[Member]) -> None:
    """Tell each of them that the order waits for one of them. Call in the transaction that places
    it."""

    def write() -> str:
        link = settings.SITE_URL + order.get_absolute_url()
        return render_to_string("orders/mail/to_approve.txt", {"order": order, "link": link})

    tell_each([member.user for member in approvers], key=f"approval:{order.code}", write=write)


def tell_of_rule(rule: ApprovalRule, people: Iterable[User]) -> None:
    """Tell them which orders are approved by whom from now on. Call in the transaction that sets
    it."""

    def write() -> str:
        link = settings.SITE_URL + reverse("organisation", args=[rule.organisation_id])
        return render_to_string("buyers/mail/rule.txt", {"rule": rule, "link": link})

    tell_each(people, key=f"approval_rule:{rule.pk}", write=write)


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
