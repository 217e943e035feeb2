"""The buyer's side of a claim."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.doors import signed_in
from shop.claims.appealing import CannotAppeal, appeal
from shop.claims.claimable import claimable
from shop.claims.forms import ReasonForm, ReportForm, ReturnForm, SendBackForm
from shop.claims.models import Claim
from shop.claims.reporting import CannotClaim, announce_return, report
from shop.claims.sending_back import NotToSendBack, send_back
from shop.claims.showing import facts_of, picture_of
from shop.orders.doors import is_own, order_for, own_order_for

PER_PAGE = 10


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def claim_new(request: HttpRequest, code: str, number: int) -> HttpResponse:
    parcel = get_object_or_404(own_order_for(request, code).parcels, number=number)
    lines = claimable(parcel, Claim.Kind.SPOILED)
    form = ReportForm(request.POST or None, request.FILES or None, lines=lines)
    if form.is_valid() and (made := claimed(request, form, parcel, report)):
        messages.success(
            request, _("Reported: the cooperative answers within 24 hours, else it is accepted.")
        )
        return redirect(made)
    return new_page(request, parcel, lines, form, Claim.Kind.SPOILED)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def return_new(request: HttpRequest, code: str, number: int) -> HttpResponse:
    parcel = get_object_or_404(own_order_for(request, code).parcels, number=number)
    lines = claimable(parcel, Claim.Kind.RETURN)
    form = ReturnForm(request.POST or None, lines=lines)
    if form.is_valid() and (made := claimed(request, form, parcel, announce_return)):
        messages.success(request, _("Now send the goods back, and say here how."))
        return redirect(made)
    return new_page(request, parcel, lines, form, Claim.Kind.RETURN)


def claimed(request: HttpRequest, form, parcel, verb) -> Claim | None:
    given = {name: form.cleaned_data[name] for name in form.base_fields}
    try:
        return verb(parcel, packs=form.packs, by=signed_in(request), **given)
    except CannotClaim as refused:
        form.add_error(None, str(refused))
        return None


def new_page(request: HttpRequest, parcel, lines, form, kind: str) -> HttpResponse:
    context = {"order": parcel.order, "parcel": parcel, "lines": lines, "form": form, "kind": kind}
    return render(request, "claims/claim_new.html", context)


@require_safe
@login_required
@never_cache
def claims(request: HttpRequest) -> HttpResponse:
    """All of one's own orders, the latest first."""
    found = Claim.objects.filter(order__buyer=request.user)
    found = found.select_related("order", "parcel__cooperative").prefetch_related("lines__line")
    pages = Paginator(found, PER_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page"))}
    return render(request, "claims/claims.html", context)


@require_safe
@never_cache
def claim(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return claim_page(request, claim_for(request, code, number))


def claim_for(request: HttpRequest, code: str, number: int) -> Claim:
    order = order_for(request, code)
    claims = order.claims.select_related("parcel__cooperative", "refund")
    found = get_object_or_404(claims, number=number)
    found.order = order
    return found


def claim_page(request, claim: Claim, *, appeal=None, sending_back=None) -> HttpResponse:
    context = {
        **facts_of(claim),
        "own": is_own(request, claim.order),
        "appeal": appeal or ReasonForm(),
        "sending_back": sending_back or SendBackForm(),
    }
    return render(request, "claims/claim.html", context)


@require_POST
def claim_appeal(request: HttpRequest, code: str, number: int) -> HttpResponse:
    own_order_for(request, code)
    claim = claim_for(request, code, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return claim_page(request, claim, appeal=form)
    try:
        appeal(claim, by=signed_in(request), **form.cleaned_data)
    except CannotAppeal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The operator looks at it and tells you."))
    return redirect(claim)


@require_POST
def claim_sending_back(request: HttpRequest, code: str, number: int) -> HttpResponse:
    own_order_for(request, code)
    claim = claim_for(request, code, number)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return claim_page(request, claim, sending_back=form)
    try:
        send_back(claim, by=signed_in(request), **form.cleaned_data)
    except NotToSendBack as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you: the cooperative knows that it is under way."))
    return redirect(claim)


@require_safe
@never_cache
def claim_photograph(request: HttpRequest, code: str, number: int, picture: int) -> HttpResponse:
    return picture_of(claim_for(request, code, number), picture)
