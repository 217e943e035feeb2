"""Reviews as buyers write them and everybody reads them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cms.users.doors import signed_in
from shop.catalogue.models import Product
from shop.orders.doors import own_order_for
from shop.orders.models import OrderLine
from shop.reviews.forms import ReviewForm
from shop.reviews.writing import CannotReview, write

PER_PAGE = 10


@require_safe
def product_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    product = get_object_or_404(Product.objects.published(), slug=slug)
    reviews = Paginator(product.reviews.read(), PER_PAGE)
    context = {"product": product, "page_obj": reviews.get_page(request.GET.get("page"))}
    return render(request, "reviews/product.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review_new(request: HttpRequest, code: str, number: int) -> HttpResponse:
    order = own_order_for(request, code)
    line = get_object_or_404(order.lines.select_related("parcel", "product"), number=number)
    line.order = order
    form = ReviewForm(request.POST or None, request.FILES or None)
    if form.is_valid() and reviewed(request, line, form):
        return redirect(order)
    return render(request, "reviews/review_new.html", {"order": order, "line": line, "form": form})


def reviewed(request: HttpRequest, line: OrderLine, form: ReviewForm) -> bool:
    try:
        write(line, by=signed_in(request), **form.cleaned_data)
    except CannotReview as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Thank you: your review is on the page of the product."))
    return True
