"""The pages of a sponsor: what it puts up, and what was used of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.doors import need_second_step, operators_only
from producers.cooperatives.desk import at_desk
from shop.buyers.models import Organisation
from shop.gifts.forms import GrantForm
from shop.gifts.granting import AlreadyDecided, confirm, stop
from shop.gifts.models import Grant, Use

USES_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_grants(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever keeps the organisation's list of members: it is its money."""
    kept = Organisation.objects.filter(
        members__user=request.user, members__keeper=True, members__ended_at=None
    )
    return grants_of(request, organisation=get_object_or_404(kept, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def workbench_grants(request: HttpRequest, cooperative) -> HttpResponse:
    return grants_of(request, cooperative=cooperative)


def grants_of(request: HttpRequest, **sponsor) -> HttpResponse:
    form = GrantForm(request.POST or None)
    if form.is_valid():
        made = form.grant(by=request.user, **sponsor)
        messages.success(request, _("It is good as soon as we have confirmed your payment."))
        return redirect("grant", made.pk)
    context = {"form": form, "grants": Grant.objects.filter(**sponsor).with_sums(), **sponsor}
    return render(request, "gifts/grants.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    shown = grant_for(request, pk)
    uses = Use.objects.filter(voucher__grant=shown).with_returns().order_by("-at", "-id")
    context = {
        "grant": shown,
        "vouchers": shown.vouchers.all(),
        "page_obj": Paginator(uses, USES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "gifts/grant.html", context)


def grant_for(request: HttpRequest, pk: int) -> Grant:
    """Of whoever looks after its money; who does so by their work, by two steps."""
    grants = Grant.objects.visible_to(request.user).with_sums()
    found = get_object_or_404(grants.select_related("organisation", "cooperative"), pk=pk)
    if found.cooperative_id or request.user.is_operator:
        need_second_step(request.user)
    return found


@require_POST
@login_required
def grant_stop(request: HttpRequest, pk: int) -> HttpResponse:
    shown = grant_for(request, pk)
    try:
        stop(shown, by=request.user)
    except AlreadyDecided:
        messages.info(request, _("It was stopped before."))
    return redirect("grant", pk)


@require_safe
@operators_only
def operator_grants(request: HttpRequest) -> HttpResponse:
    grants = Grant.objects.with_sums().select_related("organisation", "cooperative", "made_by")
    context = {
        "waiting": grants.filter(confirmed_at=None, stopped_at=None),
        "page_obj": Paginator(grants.exclude(confirmed_at=None), 50).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "gifts/operator.html", context)


@require_POST
@operators_only
def operator_grant_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        confirm(get_object_or_404(Grant.objects.visible_to(request.user), pk=pk), by=request.user)
    except AlreadyDecided:
        messages.info(request, _("It was confirmed or stopped before."))
    else:
        messages.success(request, _("Its codes are good now."))
    return redirect("operator_grants")
