"""A colleague approves what somebody ordered for their organisation, or refuses it: once, before it
is paid."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.users.models import User
from shop.buyers.membership import ask_for_approval
from shop.buyers.models import Member, Organisation
from shop.notices.models import Notice
from shop.orders.letting_go import let_go
from shop.orders.models import Order, OrderEvent
from shop.orders.telling import tell_buyer, tell_of_rule
from shop.payments.paying import pay_by_sponsor


class CannotDecide(Exception):
    """With the reason, in words for who decides."""


NOT_YOURS = _("You don't approve the orders of this organisation any more.")
DECIDED = _("This order is decided already, or was cancelled.")
OVER = _("The time to decide is over and the goods are released: it has to be ordered again.")


@transaction.atomic
def set_rule(
    organisation: Organisation, *, from_fen: int | None, approvers: Collection[Member], by: User
) -> None:
    """As `ask_for_approval` does; those who approved before, and who do from now on, are told what
    changed, each but the one who changed it."""
    before = list(organisation.members.filter(approves=True, ended_at=None).select_related("user"))
    if rule := ask_for_approval(organisation, from_fen=from_fen, approvers=approvers, by=by):
        tell_of_rule(rule, {member.user for member in (*before, *approvers)} - {by})


@transaction.atomic
def approve(order: Order, *, by: User) -> None:
    """It waits for payment now, its goods held as long again; what a sponsor pays in full is paid.
    Raises CannotDecide."""
    now = timezone.now()
    order = waiting(order, by=by)
    order.held_until = now + timedelta(days=settings.APPROVAL_DAYS)
    order.save(update_fields=["held_until"])
    order.happened(OrderEvent.Kind.APPROVED, at=now, by=by)
    tell_buyer(order, "approved")
    if not order.due_fen:
        pay_by_sponsor(order, at=now)


@transaction.atomic
def refuse(order: Order, *, by: User, reason: str) -> None:
    """It is cancelled, and gives its goods back. Raises CannotDecide."""
    order = waiting(order, by=by)
    let_go(order, kind=OrderEvent.Kind.REFUSED, at=timezone.now(), by=by, reason=reason)
    tell_buyer(order, "refused", kind=Notice.Kind.CANCELLED, reason=reason)


def waiting(order: Order, *, by: User) -> Order:
    """The order, locked: of two who decide at once the second finds it decided."""
    order = Order.objects.locked(order.pk)
    if not Order.objects.decided_by(by).filter(pk=order.pk).exists():
        raise CannotDecide(NOT_YOURS)
    if order.status not in (Order.Status.TO_APPROVE, Order.Status.EXPIRED):
        raise CannotDecide(DECIDED)
    if order.held_until <= timezone.now():
        raise CannotDecide(OVER)
    return order
