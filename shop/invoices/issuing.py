"""The cooperative issues an invoice, and corrects one by a red invoice and a new one."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative
from shop.invoices.amounts import to_invoice
from shop.invoices.models import Invoice, InvoiceRequest
from shop.invoices.telling import tell_buyer_of
from shop.orders.models import Order


class CannotIssue(Exception):
    """Why it is not taken, in words for the cooperative."""


@dataclass(frozen=True)
class Paper:
    """An invoice as it is brought: its number, its file and which kind of file that is, and the
    Invoice.Tax of a new one. A red one has that of what it takes back."""

    number: str
    content: bytes
    content_type: str
    tax: str = ""


@transaction.atomic
def issue(request: InvoiceRequest, paper: Paper, *, by) -> Invoice:
    """Of what is left to invoice. Raises CannotIssue."""
    request = held(request)
    if standing_for(request):
        raise CannotIssue(
            _("An invoice stands already. To change it, upload a red invoice with the new one.")
        )
    if not (fen := amount_of(request)):
        raise CannotIssue(_("All of it was refunded: nothing is left to invoice."))
    issued = written(request, paper, fen, by=by)
    tell_buyer_of(issued)
    return issued


@transaction.atomic
def correct(request: InvoiceRequest, *, red: Paper, new: Paper | None, by) -> Invoice:
    """The invoice that stands is taken back by a red one, and a new one of what is left to invoice
    takes its place; none where nothing is left. Returns the last of them. Raises CannotIssue."""
    request = held(request)
    wrong = standing_for(request)
    if wrong is None:
        raise CannotIssue(_("No invoice stands that could be corrected."))
    fen = amount_of(request)
    if fen and not new:
        raise CannotIssue(_("Upload the new invoice too: something is left to invoice."))
    if new and not fen:
        raise CannotIssue(_("All of it was refunded: upload the red invoice only."))
    last = written(wrong.request, red, -wrong.amount_fen, follows=wrong, by=by)
    if new:
        last = written(request, new, fen, follows=last, by=by)
    tell_buyer_of(last)
    return last


def held(request: InvoiceRequest) -> InvoiceRequest:
    """The request, for the one who answers it: with the order, and whoever gives numbers, locked.
    Raises CannotIssue where it holds no longer."""
    order = Order.objects.locked(request.order_id)
    cooperative = Cooperative.objects.select_for_update(no_key=True).get(pk=request.cooperative_id)
    current = order.invoice_requests.filter(cooperative=cooperative).current().get()
    if current.pk != request.pk:
        raise CannotIssue(_("The buyer has changed what they ask for. Read it again."))
    current.order, current.cooperative = order, cooperative
    return current


def standing_for(request: InvoiceRequest) -> Invoice | None:
    standing = Invoice.objects.standing().filter(
        request__order=request.order_id, cooperative=request.cooperative_id
    )
    return standing.select_related("request__order").defer("content").first()


def amount_of(request: InvoiceRequest) -> int:
    return to_invoice([request.order])[request.order_id][request.cooperative_id]


def written(request: InvoiceRequest, paper: Paper, fen: int, *, by, follows=None) -> Invoice:
    """One number, one file: neither is used twice. Raises CannotIssue."""
    digest = sha256(paper.content).hexdigest()
    others = request.cooperative.invoices.select_related("request__order").defer("content")
    if found := others.filter(number=paper.number).first():
        raise CannotIssue(
            _("Number %(number)s is that of an invoice for order %(code)s. Give the file's own.")
            % {"number": paper.number, "code": found.request.order.code}
        )
    if found := others.filter(digest=digest).first():
        raise CannotIssue(
            _("The file of number %(number)s is uploaded already, as %(other)s. Choose its own.")
            % {"number": paper.number, "other": found.number}
        )
    return request.invoices.create(
        cooperative=request.cooperative,
        number=paper.number,
        amount_fen=fen,
        tax=paper.tax if fen > 0 else follows.tax,
        follows=follows,
        content_type=paper.content_type,
        content=paper.content,
        digest=digest,
        issued_at=timezone.now(),
        by=by,
    )
