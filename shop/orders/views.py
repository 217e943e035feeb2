from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from shop.orders.doors import hand_key, order_for
from shop.orders.models import Order


@require_safe
def order(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "orders/order.html", {"order": order_for(request, code)})


@require_safe
def order_by_key(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The link in a guest's mail. It hands the key to the browser and leads to the plain address,
    so that the key stays out of bookmarks and of what is passed on."""
    order = get_object_or_404(Order, code=code, key=key)
    response = redirect(order)
    hand_key(request, response, order)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
