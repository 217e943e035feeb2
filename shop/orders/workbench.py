from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from producers.cooperatives.desk import at_desk
from shop.orders.uncovered import uncovered


@require_http_methods(["GET", "HEAD"])
@at_desk
def uncovered_orders(request, pk, *, cooperative):
    lot = get_object_or_404(cooperative.lots, pk=pk)
    return render(request, "workbench/uncovered.html", {"lot": lot, "lines": uncovered(lot)})
