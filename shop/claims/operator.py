"""The operator's pages: claims a buyer appealed, and the decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.users.doors import operators_only
from shop.claims.appealing import DecidedAlready, dismiss, grant
from shop.claims.forms import DecisionForm
from shop.claims.models import Claim
from shop.claims.showing import facts_of

PER_PAGE = 30


@require_safe
@operators_only
def claims(request: HttpRequest) -> HttpResponse:
    """Those to be decided, the oldest first; or all, the latest first."""
    found = claims_for(request)
    everything = request.GET.get("state") == "all"
    if not everything:
        found = found.filter(status=Claim.Status.APPEALED).order_by("reported_at", "id")
    pages = Paginator(found.prefetch_related("lines__line"), PER_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page")), "everything": everything}
    return render(request, "claims/operator_claims.html", context)


def claims_for(request: HttpRequest):
    claims = Claim.objects.visible_to(request.user)
    return claims.select_related("order", "parcel__cooperative", "refund")


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
@never_cache
def claim(request: HttpRequest, code: str, number: int) -> HttpResponse:
    claim = get_object_or_404(claims_for(request), order__code=code, number=number)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        verb = grant if form.cleaned_data["decision"] == form.GRANT else dismiss
        try:
            verb(claim, reason=form.cleaned_data["reason"], by=request.user)
        except DecidedAlready as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Claim %(code)s is decided.") % {"code": claim.code})
        return redirect("operator_claims")
    return render(request, "claims/operator_claim.html", {**facts_of(claim), "form": form})
