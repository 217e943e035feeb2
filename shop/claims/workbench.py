"""The cooperative's pages: what buyers claim of it, and its answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from producers.cooperatives.desk import at_desk
from producers.cooperatives.models import Cooperative
from shop.claims.answering import AnsweredAlready, accept, refuse, send_again
from shop.claims.forms import AnswerForm
from shop.claims.models import Claim
from shop.claims.showing import facts_of, picture_of
from shop.delivery.shipping import CannotShip

PER_PAGE = 30


@require_safe
@at_desk
def claims(request: HttpRequest, *, cooperative) -> HttpResponse:
    """Those that wait for an answer, most urgent first; or all, the latest first."""
    found = claims_of(cooperative)
    everything = request.GET.get("state") == "all"
    if not everything:
        found = found.filter(status__in=Claim.UNANSWERED).order_by("answer_by", "id")
    pages = Paginator(found.prefetch_related("lines__line"), PER_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page")), "everything": everything}
    return render(request, "claims/workbench_claims.html", context)


def claims_of(cooperative: Cooperative):
    claims = Claim.objects.filter(parcel__cooperative=cooperative)
    return claims.select_related("order", "parcel__cooperative", "refund")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
@never_cache
def claim(request: HttpRequest, code: str, number: int, *, cooperative) -> HttpResponse:
    claim = get_object_or_404(claims_of(cooperative), order__code=code, number=number)
    form = AnswerForm(request.POST or None, is_return=claim.is_return)
    if form.is_valid() and answered(request, claim, form):
        return redirect("workbench_claims")
    return render(request, "claims/workbench_claim.html", {**facts_of(claim), "form": form})


def answered(request: HttpRequest, claim: Claim, form: AnswerForm) -> bool:
    given = form.cleaned_data
    try:
        if given["answer"] == form.ACCEPT:
            accept(claim, by=request.user)
        elif given["answer"] == form.REFUSE:
            refuse(claim, reason=given["reason"], by=request.user)
        else:
            send_again(claim, carrier=given["carrier"], number=given["number"], by=request.user)
    except CannotShip as refused:
        form.add_error("number", str(refused))
        return False
    except AnsweredAlready as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Claim %(code)s is answered.") % {"code": claim.code})
    return True


@require_safe
@at_desk
@never_cache
def claim_photograph(
    request: HttpRequest, code: str, number: int, picture: int, *, cooperative
) -> HttpResponse:
    claim = get_object_or_404(claims_of(cooperative), order__code=code, number=number)
    return picture_of(claim, picture)
