from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.account.effects import effects_of
from shop.orders.models import Order, Parcel

ORDERS_A_PAGE = 10


@require_safe
@login_required
@never_cache
def account(request):
    """One's own orders, latest first; those of an organisation stand on its page."""
    orders = Order.objects.visible_to(request.user).filter(buyer=request.user)
    pages = Paginator(orders.prefetch_related("lines"), ORDERS_A_PAGE)
    under_way = Parcel.objects.filter(order__buyer=request.user, status=Parcel.Status.SHIPPED)
    return render(
        request,
        "account/account.html",
        {
            "page_obj": pages.get_page(request.GET.get("page")),
            "to_approve": Order.objects.to_approve().decided_by(request.user),
            "effects": effects_of(request.user),
            "under_way": under_way.select_related("order", "cooperative").prefetch_related(
                "waybills__carrier"
            ),
        },
    )


@require_safe
@login_required
@never_cache
def my_reviews(request):
    mine = request.user.reviews.select_related("product", "answer")
    return render(request, "account/reviews.html", {"reviews": mine})
