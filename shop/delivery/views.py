"""The buyer's side of a parcel, and what the code on a box leads to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.users.doors import signed_in
from shop.delivery.receiving import NotUnderWay, receive
from shop.delivery.tracing import traced_lot, traced_parcel
from shop.orders.doors import own_order_for


@require_POST
def receipt(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The buyer says that the parcel has come, and nobody for them: from then on the days run in
    which it can be claimed."""
    order = own_order_for(request, code)
    parcel = get_object_or_404(order.parcels, number=number)
    try:
        receive(parcel, by=signed_in(request))
    except NotUnderWay as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you: the parcel is marked as received."))
    return redirect(order)


@require_safe
def trace(request: HttpRequest, code: str) -> HttpResponse:
    if "-" in code:
        return render(request, "tracing/parcel.html", traced_parcel(code))
    return render(request, "tracing/lot.html", traced_lot(code))
