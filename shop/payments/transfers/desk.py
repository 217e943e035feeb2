"""The operator's page of the bank account: what came in, what is to be put right, what is to go
back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.users.doors import operators_only
from shop.ledger.reports.faults import ReportRefused
from shop.payments.models import Payment
from shop.payments.transfers.forms import BankNumberForm, CameForm, OrderForm, StatementForm
from shop.payments.transfers.matching import NotOpen, give_to, import_statement, send_back, take
from shop.payments.transfers.models import BankLine
from shop.payments.transfers.paying_out import PaidOut, pay_out, to_pay_out

PER_PAGE = 50


@require_safe
@operators_only
def transfers(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, *, status: int = 200, faults=(), **forms) -> HttpResponse:
    lines = BankLine.objects.select_related("order__organisation", "by")
    shown = "all" if request.GET.get("lines") == "all" else "open"
    if shown == "open":
        lines = lines.filter(state__in=BankLine.OPEN)
    awaited = Payment.objects.filter(method=Payment.TRANSFER, status=Payment.Status.OPEN)
    context = {
        "statement_form": StatementForm(),
        "came_form": CameForm(),
        **forms,
        "faults": faults,
        "shown": shown,
        "page_obj": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "awaited": awaited.select_related("order__organisation").order_by("expires_at")[:PER_PAGE],
        "to_pay_out": to_pay_out()[:PER_PAGE],
    }
    return render(request, "payments/transfers.html", context, status=status)


@require_POST
@operators_only
def statement(request: HttpRequest) -> HttpResponse:
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, statement_form=form, status=422)
    file = form.cleaned_data["file"]
    try:
        new, known = import_statement(file.read(), name=file.name, by=request.user)
    except ReportRefused as refused:
        return page(request, statement_form=form, faults=refused.faults, status=422)
    matched = sum(line.state == BankLine.State.MATCHED for line in new)
    messages.success(
        request,
        _("New lines: %(new)s, of which paid an order: %(matched)s. Known before: %(known)s.")
        % {"new": len(new), "matched": matched, "known": known},
    )
    return redirect("operator_transfers")


@require_POST
@operators_only
def came(request: HttpRequest) -> HttpResponse:
    """A line is marked by hand."""
    form = CameForm(request.POST)
    if not form.is_valid():
        return page(request, came_form=form, status=422)
    told = form.came()
    line = take(told.key(), told, by=request.user)
    if line is None:
        messages.info(request, _("This line is known already."))
    else:
        messages.success(request, line.get_state_display())
    return redirect("operator_transfers")


@require_POST
@operators_only
def line_order(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(BankLine, pk=pk)
    form = OrderForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such order."))
        return redirect("operator_transfers")
    try:
        line = give_to(line, form.cleaned_data["order"], by=request.user)
    except NotOpen:
        messages.info(request, settled())
    else:
        messages.success(request, line.get_state_display())
    return redirect("operator_transfers")


@require_POST
@operators_only
def line_return(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(BankLine, pk=pk)
    form = BankNumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, number_missing())
        return redirect("operator_transfers")
    try:
        send_back(line, by=request.user, **form.cleaned_data)
    except NotOpen:
        messages.info(request, settled())
    else:
        messages.success(request, _("It is noted that the money was sent back."))
    return redirect("operator_transfers")


@require_POST
@operators_only
def payout(request: HttpRequest, pk: int) -> HttpResponse:
    refund = get_object_or_404(to_pay_out(), pk=pk)
    form = BankNumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, number_missing())
        return redirect("operator_transfers")
    try:
        pay_out(refund, by=request.user, **form.cleaned_data)
    except PaidOut:
        messages.info(request, settled())
    else:
        messages.success(request, _("The refund is confirmed, and the buyer is told."))
    return redirect("operator_transfers")


def settled() -> str:
    return _("Somebody has settled this already.")


def number_missing() -> str:
    return _("Write the number under which the bank sent the money.")
