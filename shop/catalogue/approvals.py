"""Officials' pages: what waits for the county, and what was decided."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from producers.cooperatives import approving as cooperative_approving
from producers.cooperatives.forms import DecisionForm
from producers.cooperatives.models import Cooperative, CooperativeApproval
from producers.regions.posts import posted, reach
from shop.catalogue import approving
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.models import Product, ProductApproval


@require_http_methods(["GET", "HEAD"])
@posted
def approvals(request, *, postings):
    cooperatives = Cooperative.objects.answering_to(postings)
    products = Product.objects.answering_to(postings)
    decided = ProductApproval.objects.filter(reach(postings, county="product__county"))
    let_in = CooperativeApproval.objects.filter(reach(postings, county="cooperative__county"))
    return render(
        request,
        "approvals/approvals.html",
        {
            "cooperatives": cooperatives.filter(status=Cooperative.Status.WAITING)
            .select_related("county__parent__parent")
            .order_by("created_at")[:100],
            "page_obj": Paginator(
                products.filter(status=Product.Status.WAITING)
                .select_related("county__parent__parent", "listed_by", "category")
                .order_by("created_at", "id"),
                50,
            ).get_page(request.GET.get("page")),
            "decided": decided.select_related("product", "by").order_by("-at", "-id")[:20],
            "let_in": let_in.select_related("cooperative", "by").order_by("-at", "-id")[:20],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def approval_cooperative(request, pk, *, postings):
    cooperative = get_object_or_404(
        Cooperative.objects.answering_to(postings).select_related("county__parent__parent"), pk=pk
    )
    form = DecisionForm(request.POST or None)
    if form.is_valid() and heard(form, request, decide_cooperative, cooperative):
        return redirect("approvals")
    trail = cooperative.approvals.select_related("by").order_by("-id")
    return render(
        request,
        "approvals/cooperative.html",
        {"cooperative": cooperative, "form": form, "trail": trail},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def approval_product(request, pk, *, postings):
    products = Product.objects.answering_to(postings).filter(listed_by__isnull=False)
    product = get_object_or_404(
        products.select_related("county__parent__parent", "listed_by", "category"), pk=pk
    )
    form = DecisionForm(request.POST or None)
    if form.is_valid() and heard(form, request, decide_product, product):
        return redirect("approvals")
    return render(
        request,
        "approvals/product.html",
        {
            "product": product,
            "form": form,
            "trail": product.approvals.select_related("by").order_by("-id"),
            "pictures": product.pictures.select_related("picture"),
            "offers": product.offers.select_related("lot__certificate", "lot__cooperative"),
        },
    )


def heard(form: DecisionForm, request, decide, what) -> bool:
    try:
        decide(what, approves=form.approves, reason=form.cleaned_data["reason"], by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.message)
        return True
    messages.success(request, _("Approved.") if form.approves else _("Returned."))
    return True


def decide_cooperative(cooperative, *, approves: bool, reason: str, by) -> None:
    decision = Cooperative.Status.APPROVED if approves else Cooperative.Status.RETURNED
    with transaction.atomic():
        cooperative_approving.decide(cooperative, decision=decision, reason=reason, by=by)
        catalogue_changed()


def decide_product(product, *, approves: bool, reason: str, by) -> None:
    decision = Product.Status.PUBLISHED if approves else Product.Status.RETURNED
    approving.decide(product, decision=decision, reason=reason, by=by)
