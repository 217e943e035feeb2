"""What buyer and cooperative see of the invoices of an order alike."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from shop.invoices.models import Invoice, InvoiceRequest
from shop.orders.models import Order


@dataclass(frozen=True)
class Asked:
    """All that was asked of one cooperative for one order, the oldest first."""

    requests: list[InvoiceRequest]

    @property
    def current(self) -> InvoiceRequest:
        return self.requests[-1]

    @property
    def earlier(self) -> list[InvoiceRequest]:
        return self.requests[:-1]

    @property
    def invoices(self) -> list[Invoice]:
        """The latest first: those taken back stay."""
        issued = [invoice for one in self.requests for invoice in one.invoices.all()]
        return sorted(issued, key=lambda invoice: -invoice.pk)


def asked_of(order: Order, **only) -> list[Asked]:
    """By cooperative, in two questions."""
    invoices = Invoice.objects.select_related("follows__follows").defer(
        "content", "follows__content", "follows__follows__content"
    )
    requests = order.invoice_requests.with_state().filter(**only)
    requests = requests.select_related("cooperative").prefetch_related(
        Prefetch("invoices", invoices)
    )
    by_cooperative = {}
    for request in requests:
        request.order = order
        by_cooperative.setdefault(request.cooperative_id, []).append(request)
    return [Asked(requests) for requests in by_cooperative.values()]


def file_of(invoices, pk: int) -> HttpResponse:
    """Whoever may see the invoice may have its file; no one else, and no cache on the way."""
    found = get_object_or_404(invoices, pk=pk)
    return HttpResponse(
        bytes(found.content),
        content_type=found.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{found.file_name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
