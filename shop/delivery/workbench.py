"""The cooperative's pages: what to ship, and what came of it."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from producers.cooperatives.desk import at_desk
from shop import money, weight
from shop.delivery import packing, shipping
from shop.delivery.days import days_of
from shop.delivery.forms import PeriodForm, ShipForm, WaybillsForm
from shop.delivery.shipping import CannotShip
from shop.delivery.slips import slip
from shop.orders.models import Parcel
from shop.sheets import download, workbook

PER_PAGE = 50
LISTED = {
    "to_ship": (Parcel.Status.TO_SHIP, ["ship_by", "id"]),
    "shipped": (Parcel.Status.SHIPPED, ["-shipped_at", "-id"]),
    "received": (Parcel.Status.RECEIVED, ["-received_at", "-id"]),
}


@require_safe
@at_desk
def parcels(request: HttpRequest, cooperative) -> HttpResponse:
    return parcels_page(request, cooperative, WaybillsForm())


def parcels_page(request, cooperative, form, faults=(), status=200) -> HttpResponse:
    chosen = request.GET.get("state")
    state, order = LISTED[chosen if chosen in LISTED else "to_ship"]
    found = (
        cooperative.parcels.filter(status=state)
        .select_related(*Parcel.ADDRESS)
        .prefetch_related("lines", "waybills__carrier")
        .order_by(*order)
    )
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": [(key, value.label) for key, (value, _order) in LISTED.items()],
        "form": form,
        "faults": faults,
        "now": timezone.now(),
    }
    return render(request, "delivery/parcels.html", context, status=status)


@require_POST
@at_desk
def packing_list(request: HttpRequest, cooperative) -> HttpResponse:
    """POST: that names and addresses were handed out is written down."""
    day = timezone.localdate().isoformat()
    content = packing.packing_list(cooperative, by=request.user)
    return download(content, f"packing-list-{day}.xlsx")


@require_POST
@at_desk
def waybills(request: HttpRequest, cooperative) -> HttpResponse:
    form = WaybillsForm(request.POST, request.FILES)
    if not form.is_valid():
        return parcels_page(request, cooperative, form, status=422)
    content = form.cleaned_data["file"].read()
    try:
        count, warnings = packing.take_waybills(content, cooperative=cooperative, by=request.user)
    except packing.ListRefused as refused:
        return parcels_page(request, cooperative, form, refused.faults, status=422)
    for warning in warnings:
        messages.warning(request, warning)
    done = ngettext(
        "%(count)s parcel has its waybill.", "%(count)s parcels have their waybills.", count
    )
    messages.success(request, done % {"count": count})
    return redirect("workbench_parcels")


def shown_parcel(request: HttpRequest, cooperative, code: str, number: int) -> Parcel:
    """Of one that is not paid, or was cancelled, a cooperative needs no address."""
    return get_object_or_404(
        Parcel.objects.visible_to(request.user).select_related(*Parcel.ADDRESS, "cooperative"),
        order__code=code,
        number=number,
        cooperative=cooperative,
        status__in=[state for state, _order in LISTED.values()],
    )


@require_safe
@at_desk
def parcel_slip(request: HttpRequest, code: str, number: int, cooperative) -> HttpResponse:
    """For the box; once the address is no longer shown, there is none."""
    shown = shown_parcel(request, cooperative, code, number)
    if not shown.shows_contact:
        raise Http404
    return HttpResponse(slip(shown), content_type="application/pdf")


@at_desk
def parcel(request: HttpRequest, code: str, number: int, cooperative) -> HttpResponse:
    """One parcel: to whom, with what, and the form that ships it."""
    shown = shown_parcel(request, cooperative, code, number)
    form = ShipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        carrier = form.cleaned_data["carrier"]
        given = [(carrier, number) for number in form.cleaned_data["numbers"]]
        try:
            shipping.ship(shown, waybills=given, by=request.user)
        except CannotShip as refused:
            form.add_error(None, str(refused))
        else:
            for warning in filter(None, (shipping.odd(*waybill) for waybill in given)):
                messages.warning(request, warning)
            messages.success(request, _("Parcel %(code)s is shipped.") % {"code": shown.code})
            return redirect("workbench_parcels")
    context = {
        "parcel": shown,
        "lines": shown.lines.select_related("lot__certificate"),
        "uncertified": shipping.uncertified(shown.lines.all(), on=timezone.localdate()),
        "form": form,
    }
    return render(request, "delivery/parcel.html", context, status=422 if form.errors else 200)


@require_safe
@at_desk
def sales(request: HttpRequest, cooperative) -> HttpResponse:
    today = timezone.localdate()
    usual = {"since": today - timedelta(days=30), "until": today}
    form = PeriodForm(request.GET if "since" in request.GET else usual)
    days = days_of(cooperative, **form.cleaned_data) if form.is_valid() else []
    if request.GET.get("as") == "xlsx" and form.is_valid():
        return download(sales_workbook(days), f"sales-{today.isoformat()}.xlsx")
    totals = {
        name: sum(getattr(day, name) for day in days)
        for name in ("sold_fen", "sold_g", "refunded_fen", "parcels_shipped")
    }
    return render(request, "delivery/sales.html", {"form": form, "days": days, "totals": totals})


def sales_workbook(days) -> bytes:
    return workbook(
        title=_("Sold by day"),
        header=[
            _("Day"),
            _("Sold (yuan)"),
            _("Sold (kg)"),
            _("Parcels shipped"),
            _("Refunded (yuan)"),
        ],
        rows=[
            [
                day.day,
                money.decimal(day.sold_fen),
                weight.decimal_kg(day.sold_g),
                day.parcels_shipped,
                money.decimal(day.refunded_fen),
            ]
            for day in days
        ],
        formats={0: "yyyy-mm-dd", 1: "#,##0.00", 2: "#,##0.###", 4: "#,##0.00"},
    )
