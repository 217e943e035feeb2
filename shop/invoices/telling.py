"""Who hears of an invoice, each once and in their language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from shop.invoices.models import Invoice, InvoiceRequest
from shop.notices.models import Notice
from shop.notices.telling import tell_desk
from shop.orders.telling import tell_buyer


def tell_desk_of(request: InvoiceRequest) -> None:
    tell(request, "asked", key=f"invoice_request:{request.pk}")


def tell_desk_of_refund(invoice: Invoice) -> None:
    """That it is to be taken back: of one invoice once, however often money goes back."""
    tell(invoice.request, "refunded", key=f"invoice_refunded:{invoice.pk}", invoice=invoice)


def left_refunded():
    """Invoices that stand though money went back. Only whoever looks at its desk sees these, and
    who gives money back may be the operator, or a job."""
    standing = Invoice.objects.standing().refunded_since()
    return standing.select_related("request__order").defer("content")


def tell(request: InvoiceRequest, what: str, *, key: str, **facts) -> None:
    def write() -> str:
        link = settings.SITE_URL + reverse("workbench_invoice", args=[request.order.code])
        return render_to_string(
            f"invoices/mail/{what}.txt", {"asked": request, "link": link, **facts}
        )

    tell_desk(request.cooperative_id, key=key, write=write)


def tell_buyer_of(invoice: Invoice) -> None:
    """At the address they gave for it."""
    tell_buyer(
        invoice.request.order,
        "invoice",
        kind=Notice.Kind.INVOICE,
        about=str(invoice.pk),
        email=invoice.request.email,
        invoice=invoice,
    )
