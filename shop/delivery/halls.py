"""What a hall's clerk does with parcels."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shop.counters.doors import at_counter
from shop.delivery.forms import PickUpCodeForm
from shop.delivery.handing_over import (
    NotHere,
    arrive,
    hand_over,
    uncollected,
    under_way_to,
    waiting_at,
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_counter
def counter_parcels(request: HttpRequest, counter) -> HttpResponse:
    """What is under way and what waits; posted: a pick-up code."""
    form = PickUpCodeForm(request.POST or None)
    if form.is_valid():
        try:
            parcels = hand_over(counter, code=form.cleaned_data["code"], by=request.user)
        except NotHere as refused:
            form.add_error("code", str(refused))
        else:
            given = ", ".join(parcel.code for parcel in parcels)
            messages.success(request, _("Hand over: %(parcels)s.") % {"parcels": given})
            return redirect("counter_parcels", code=counter.code)
    return render(
        request,
        "delivery/hall.html",
        {
            "counter": counter,
            "form": form,
            "under_way": under_way_to(counter),
            "waiting": waiting_at(counter),
            "uncollected": set(uncollected().filter(order__hall=counter)),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@at_counter
def counter_arrival(request: HttpRequest, order: str, number: int, counter) -> HttpResponse:
    parcel = get_object_or_404(
        under_way_to(counter) | waiting_at(counter), order__code=order, number=number
    )
    arrive(parcel, by=request.user)
    messages.success(request, _("Parcel %(code)s lies here now.") % {"code": parcel.code})
    return redirect("counter_parcels", code=counter.code)
