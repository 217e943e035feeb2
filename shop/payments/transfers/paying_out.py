"""What came by transfer goes back by transfer: a person sends it, and says so."""

from django.db import transaction
from django.db.models import QuerySet

from cms.users.models import User
from shop.orders.models import Order
from shop.payments.models import Payment, Refund
from shop.payments.refunding import succeed
from shop.payments.transfers.models import Payout


class PaidOut(Exception):
    """Somebody has said so already."""


def to_pay_out() -> QuerySet[Refund]:
    return Refund.objects.filter(
        payment__method=Payment.TRANSFER, status=Refund.Status.WANTED, amount_fen__gt=0
    ).select_related("order__organisation", "payment")


@transaction.atomic
def pay_out(refund: Refund, *, bank_number: str, by: User) -> None:
    """The money has left the shop's account under that number of the bank: the refund is confirmed,
    and the ledger counts it from today. Raises PaidOut."""
    order = Order.objects.locked(refund.order_id)
    refund = to_pay_out().select_for_update(of=("self",)).filter(pk=refund.pk).first()
    if refund is None:
        raise PaidOut
    Payout.objects.create(refund=refund, bank_number=bank_number, by=by)
    succeed(order, refund)
    refund.save()
