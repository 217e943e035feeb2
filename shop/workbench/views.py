from datetime import timedelta

from django.db.models import Count, Prefetch, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from producers.cooperatives.desk import at_desk, desks_of
from producers.cooperatives.models import Cooperative
from shop.catalogue.models import Offer, Product, ProductApproval
from shop.claims.models import Claim
from shop.orders.models import Parcel

LOTS_SHOWN = 30
# A season that ended is shown for more than a year, to be copied for the next.
DAYS_KEPT_IN_SIGHT = 500


@require_http_methods(["GET", "HEAD"])
@at_desk
def home(request, *, cooperative):
    """What to do today, what is on sale with what is left, what waits or came back."""
    today = timezone.localdate()
    lots = lots_of(cooperative, since=today - timedelta(days=DAYS_KEPT_IN_SIGHT))
    return render(
        request,
        "workbench/home.html",
        {
            "cooperative": cooperative,
            "desks": desks_of(request.user),
            "answer": answer_to(cooperative),
            "parcels": parcels_of(cooperative),
            "claims": claims_to_answer(cooperative),
            "invoices": cooperative.invoice_requests.due().count(),
            "lots": [lot for lot in lots if lot.sells_to >= today],
            "past": [lot for lot in lots if lot.sells_to < today],
            "products": products_of(cooperative),
            "without_freight": kinds_without_freight(cooperative),
        },
    )


def lots_of(cooperative: Cooperative, *, since) -> list:
    offers = Offer.objects.select_related("product")
    lots = cooperative.lots.filter(sells_to__gte=since).prefetch_related(
        Prefetch("offers", queryset=offers)
    )
    return list(lots.order_by("-sells_to", "id")[:LOTS_SHOWN])


def answer_to(cooperative: Cooperative):
    if cooperative.status != Cooperative.Status.RETURNED:
        return None
    return cooperative.approvals.order_by("-id").first()


def parcels_of(cooperative: Cooperative) -> dict:
    waiting = cooperative.parcels.filter(status=Parcel.Status.TO_SHIP)
    due = timezone.now() + timedelta(days=1)
    return waiting.aggregate(all=Count("pk"), due=Count("pk", filter=Q(ship_by__lte=due)))


def claims_to_answer(cooperative: Cooperative) -> int:
    return Claim.objects.filter(
        parcel__cooperative=cooperative, status__in=Claim.UNANSWERED
    ).count()


def products_of(cooperative: Cooperative):
    """Those that are not sold yet first, with the county's last word."""
    return cooperative.products.prefetch_related(
        Prefetch("approvals", queryset=ProductApproval.objects.order_by("-id"))
    ).order_by("-status", "-id")[:50]


def kinds_without_freight(cooperative: Cooperative) -> list[str]:
    """Goods of these kinds cannot be sent anywhere yet."""
    sold = Product.objects.filter(offers__lot__cooperative=cooperative)
    present = cooperative.freight_templates.values("transport")
    kinds = sold.exclude(transport__in=present).order_by("transport").distinct()
    return list(kinds.values_list("transport", flat=True))
