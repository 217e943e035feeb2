"""The buyer asks for an invoice, and asks anew where they change their mind."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.invoices.amounts import to_invoice
from shop.invoices.models import InvoiceRequest
from shop.invoices.telling import tell_desk_of
from shop.orders.models import Order

PAID = (Order.Status.PAID, Order.Status.SHIPPED, Order.Status.RECEIVED)
# Of one cooperative for one order: each of them is told to its desk.
MOST_ASKED = 5


class CannotAsk(Exception):
    """Why no invoice can be asked for, in words for the buyer."""


@transaction.atomic
def ask(order: Order, *, token: UUID, by=None, **said: str) -> list[InvoiceRequest]:
    """Each cooperative of a paid order is asked for an invoice of what is left of its goods and
    freight, except one that was asked for just that before. `said` are the fields in
    InvoiceRequest.SAID. The same token again asks nothing more. Raises CannotAsk."""
    order = Order.objects.locked(order.pk)
    asked_before = list(order.invoice_requests.all())
    if same := [request for request in asked_before if request.token == token]:
        return same
    last = {request.cooperative_id: request for request in asked_before}
    of_these = sellers(order)
    asked = [one for one in of_these if one not in last or last[one].said != said]
    if not asked:
        raise CannotAsk(_("You asked for exactly this already: the cooperative knows."))
    if len(asked_before) + len(asked) > MOST_ASKED * len(of_these):
        raise CannotAsk(
            _("You changed this invoice too often. Please tell the cooperative by phone.")
        )
    requests = InvoiceRequest.objects.bulk_create(
        InvoiceRequest(
            order=order,
            cooperative_id=cooperative,
            token=token,
            asked_at=timezone.now(),
            by=by,
            **said,
        )
        for cooperative in asked
    )
    for request in requests:
        tell_desk_of(request)
    return requests


def sellers(order: Order) -> list[int]:
    """Ids of the cooperatives that have something to invoice. Raises CannotAsk where none has."""
    if order.status not in PAID:
        raise CannotAsk(_("There is an invoice only for what was paid."))
    of_this = to_invoice([order])[order.pk]
    left = sorted(cooperative for cooperative, fen in of_this.items() if fen > 0)
    if not left:
        raise CannotAsk(_("All of this order was refunded: nothing is left to invoice."))
    return left
