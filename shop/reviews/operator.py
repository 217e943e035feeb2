"""The operator's page: all reviews, the latest first, to hide what a law forbids to show."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cms.users.doors import operators_only
from shop.reviews.forms import HidingForm
from shop.reviews.models import Review
from shop.reviews.moderating import hide, show_again

PER_PAGE = 30


@require_safe
@operators_only
def reviews(request: HttpRequest) -> HttpResponse:
    pages = Paginator(Review.objects.visible_to(request.user).read(), PER_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page")), "form": HidingForm()}
    return render(request, "reviews/operator.html", context)


@require_POST
@operators_only
def review_hiding(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review.objects.visible_to(request.user), pk=pk)
    form = HidingForm(request.POST)
    if form.is_valid():
        hide(review, reason=form.cleaned_data["hidden_for"], by=request.user)
    else:
        messages.error(request, " ".join(form.errors["hidden_for"]))
    return redirect("operator_reviews")


@require_POST
@operators_only
def review_showing(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review.objects.visible_to(request.user), pk=pk)
    show_again(review, by=request.user)
    return redirect("operator_reviews")
