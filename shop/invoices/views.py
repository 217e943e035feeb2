"""The buyer's side of an invoice: asking for it, and fetching it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.users.doors import signed_in
from shop.buyers.models import Organisation
from shop.invoices.asking import CannotAsk, ask, sellers
from shop.invoices.forms import AskForm
from shop.invoices.models import Invoice
from shop.invoices.showing import asked_of, file_of
from shop.orders.doors import is_own, order_for
from shop.orders.models import Order


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invoices(request: HttpRequest, code: str) -> HttpResponse:
    order = order_for(request, code)
    may_ask = asks_for(request, order)
    if request.method != "POST":
        return page_of(request, order, may_ask=may_ask)
    if not may_ask:
        raise Http404
    form = AskForm(request.POST)
    if form.is_valid() and asked(request, order, form):
        messages.success(request, _("Asked: the cooperative uploads it, and you are told by mail."))
        return redirect("invoices", order.code)
    return page_of(request, order, may_ask=may_ask, form=form)


def asks_for(request: HttpRequest, order: Order) -> bool:
    """Whoever ordered it, and who may order for the organisation it was ordered for."""
    if is_own(request, order):
        return True
    user = request.user
    return user.is_authenticated and (
        Organisation.objects.of_member(user).filter(pk=order.organisation_id).exists()
    )


def asked(request: HttpRequest, order: Order, form: AskForm) -> bool:
    try:
        ask(order, by=signed_in(request), **form.cleaned_data)
    except CannotAsk as refused:
        form.add_error(None, str(refused))
        return False
    return True


def page_of(request: HttpRequest, order: Order, *, may_ask: bool, form=None) -> HttpResponse:
    by_cooperative = asked_of(order)
    last = max((one.current for one in by_cooperative), key=lambda one: one.pk, default=None)
    context = {"order": order, "asked": by_cooperative, "may_ask": may_ask, "last": last}
    try:
        sellers(order)
        context["form"] = form or AskForm.filled_for(order, last=last)
    except CannotAsk as refused:
        context["refused"] = str(refused)
    return render(request, "invoices/invoices.html", context)


@require_safe
@never_cache
def invoice_file(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return file_of(Invoice.objects.filter(request__order=order_for(request, code)), pk)
