"""Where a row of an order of our own leads: what happened to the order, as far as it concerns the
reader. Who bought is told by no more than the first character of the name."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from producers.regions.posts import posted
from shop.buyers import masking
from shop.ledger.models import Entry
from shop.orders.models import Order


@require_safe
@posted
def order_behind(request: HttpRequest, postings: list, code: str) -> HttpResponse:
    """Its rows that the reader may read, with the parcels their goods are in."""
    rows = list(
        Entry.objects.visible_to(request.user).filter(order_code=code).as_listed().order_by("pk")
    )
    order = Order.objects.filter(code=code).select_related("organisation").first()
    if not (rows and order):
        raise Http404
    sold = {row.source for row in rows}
    parcels = order.parcels.filter(
        pk__in={line.parcel_id for line in order.lines.all() if line.source in sold}
    )
    told = {
        "order": order,
        "buyer": order.organisation.name_zh if order.organisation else masking.name(order.receiver),
        "rows": rows,
        "parcels": parcels.select_related("cooperative").prefetch_related("waybills"),
        "events": order.events.filter(Q(parcel=None) | Q(parcel__in=parcels)).select_related(
            "parcel"
        ),
    }
    return render(request, "statistics/order.html", told)
