"""The cooperative's page: what buyers say of its goods, and its answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from producers.cooperatives.desk import at_desk
from producers.cooperatives.models import Cooperative
from shop.reviews.answering import AnsweredAlready, answer
from shop.reviews.forms import AnswerForm
from shop.reviews.models import Review

PER_PAGE = 30


@require_safe
@at_desk
def reviews(request: HttpRequest, *, cooperative) -> HttpResponse:
    return page_of(request, cooperative)


def page_of(request: HttpRequest, cooperative: Cooperative, **refused) -> HttpResponse:
    pages = Paginator(reviews_of(cooperative).read(), PER_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page")), "form": AnswerForm()}
    return render(request, "reviews/workbench.html", context | refused)


def reviews_of(cooperative: Cooperative):
    return Review.objects.filter(line__parcel__cooperative=cooperative)


@require_POST
@at_desk
def review_answer(request: HttpRequest, pk: int, *, cooperative) -> HttpResponse:
    review = get_object_or_404(reviews_of(cooperative), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page_of(request, cooperative, form=form, answering=pk)
    try:
        answer(review, text=form.cleaned_data["text"], by=request.user)
    except AnsweredAlready as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your answer is shown below the review."))
    return redirect("workbench_reviews")
