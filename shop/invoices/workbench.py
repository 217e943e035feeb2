"""The cooperative's pages: the invoices it is asked for, and those it issued."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from producers.cooperatives.desk import at_desk
from shop.invoices.amounts import to_invoice
from shop.invoices.forms import CorrectForm, IssueForm
from shop.invoices.issuing import CannotIssue, amount_of, correct, issue, standing_for
from shop.invoices.models import Invoice, InvoiceRequest
from shop.invoices.showing import Asked, asked_of, file_of
from shop.orders.models import Order

PER_PAGE = 30


@require_safe
@at_desk
@never_cache
def invoices(request: HttpRequest, *, cooperative) -> HttpResponse:
    """Those there is something to do about, the oldest first; or all, the latest first."""
    everything = request.GET.get("state") == "all"
    asked = cooperative.invoice_requests.select_related("order")
    found = asked.current().with_state().order_by("-pk") if everything else asked.due()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    amounts = to_invoice([one.order for one in page])
    for one in page:
        one.amount_fen = amounts[one.order_id][cooperative.pk]
    context = {"page_obj": page, "everything": everything}
    return render(request, "invoices/workbench_invoices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
@never_cache
def invoice(request: HttpRequest, code: str, *, cooperative) -> HttpResponse:
    """What is asked for an order, and the form by which it is issued or corrected."""
    order = get_object_or_404(Order, code=code)
    if not (found := asked_of(order, cooperative=cooperative)):
        raise Http404
    (asked,) = found
    standing, fen = standing_for(asked.current), amount_of(asked.current)
    form = form_for(request, asked.current, standing, fen)
    if form and form.is_valid() and done(request, form, asked):
        return redirect("workbench_invoice", code)
    context = {"order": order, "asked": asked, "standing": standing, "fen": fen, "form": form}
    return render(request, "invoices/workbench_invoice.html", context)


def form_for(request: HttpRequest, asked: InvoiceRequest, standing: Invoice | None, fen: int):
    """None where there is nothing to invoice and nothing to take back."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"asked": asked.pk}
    if standing:
        return CorrectForm(*given, initial={**initial, "tax": standing.tax}, fen=fen)
    return IssueForm(*given, initial=initial) if fen else None


def done(request: HttpRequest, form: IssueForm, asked: Asked) -> bool:
    read = next((one for one in asked.requests if one.pk == form.cleaned_data["asked"]), None)
    if read is None:
        raise Http404
    try:
        if isinstance(form, CorrectForm):
            correct(read, red=form.red, new=form.paper, by=request.user)
        else:
            issue(read, form.paper, by=request.user)
    except CannotIssue as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Issued: the file stands with the order, and its buyer is told."))
    return True


@require_safe
@at_desk
@never_cache
def invoice_file(request: HttpRequest, code: str, pk: int, *, cooperative) -> HttpResponse:
    return file_of(cooperative.invoices.filter(request__order__code=code), pk)
