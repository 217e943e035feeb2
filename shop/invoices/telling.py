"""Who hears of an invoice, each once and in their language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from shop.invoices.models import Invoice, InvoiceRequest
from shop.notices.models import Notice
from shop.notices.telling import tell_desk
from shop.orders.telling import tell_buyer


def tell_desk_of(request: InvoiceRequest) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        link = settings.SITE_URL + reverse("workbench_invoice", args=[request.order.code])
        text = render_to_string("invoices/mail/asked.txt", {"asked": request, "link": link})
    tell_desk(request.cooperative_id, key=f"invoice_request:{request.pk}", text=text)


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
