"""Sending to many: the template, the list brought back, its preview, and where each parcel is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shop.basket.cookies import basket_of, campaign_code
from shop.buyers import masking
from shop.buyers.models import Organisation
from shop.ledger.reports.faults import ReportRefused
from shop.orders.doors import is_own, order_for
from shop.orders.models import Order, OrderLine, Parcel, Recipient
from shop.orders.placing import BasketChanged, NobodyApproves, TotalChanged
from shop.orders.recipients.forms import ContactForm, ListForm
from shop.orders.recipients.models import RecipientList
from shop.orders.recipients.ordering import order_for_all, plan_of, take_list
from shop.orders.recipients.reading import MOST_KINDS, template
from shop.sheets import download, workbook

FORM = ["GET", "HEAD", "POST"]
PER_PAGE = 50
MOST_FAULTS = 200


def ordered_for(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.of_member(request.user), pk=pk)


@require_http_methods(FORM)
@login_required
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = ordered_for(request, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    faults = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = take_list(
                file.read(), name=file.name, organisation=organisation, by=request.user
            )
        except ReportRefused as refused:
            faults = refused.faults
        else:
            return redirect("recipient_list", kept.pk)
    context = {
        "organisation": organisation,
        "goods": goods_of(request),
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "fault_count": len(faults),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "orders/recipients_new.html", context, status=status)


def goods_of(request: HttpRequest) -> list:
    """What is in the basket, and may be sent to many."""
    basket = basket_of(request)
    lines = basket.lines.read(timezone.localdate()) if basket else []
    return [line.offer for line in lines if line.on_sale][:MOST_KINDS]


@require_safe
@login_required
def recipients_template(request: HttpRequest, pk: int) -> HttpResponse:
    ordered_for(request, pk)
    return download(template(goods_of(request)), "recipients.xlsx")


@require_http_methods(FORM)
@login_required
@never_cache
def recipient_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list becomes, and the order it is."""
    lists = RecipientList.objects.visible_to(request.user).select_related("organisation__region")
    kept = lists.filter(pk=pk).first()
    if kept is None:
        return redirect(order_it_became(request))
    try:
        planned = plan_of(kept)
        form = contact_form(request, fresh=planned.fresh)
        if form.is_valid():
            order = order_for_all(
                kept,
                contact=form.contact(),
                language=get_language(),
                shown_fen=form.cleaned_data["shown_fen"],
                campaign_code=campaign_code(request),
            )
            return redirect(order)
    except BasketChanged:
        messages.warning(
            request, _("Not all of these goods are there any more: make the list anew.")
        )
        return redirect("organisation_recipients", kept.organisation_id)
    except NobodyApproves as refused:
        form.add_error(None, str(refused))
    except TotalChanged:
        form.add_error(None, _("The total has changed. Please look at it and order again."))
    context = {"kept": kept, "plan": planned, "form": form}
    return render(request, "orders/recipients_list.html", context)


def order_it_became(request: HttpRequest) -> Order:
    """A second click comes when the list is gone, with the token of its order."""
    token = request.POST.get("token", "").replace("\0", "")
    return get_object_or_404(Order, token=token, buyer=request.user)


def contact_form(request: HttpRequest, *, fresh: bool) -> ContactForm:
    user = request.user
    start = {"receiver": user.name, "phone": user.phone, "email": user.email}
    return ContactForm(request.POST or None, initial=start, fresh=fresh)


@require_safe
@never_cache
def order_recipients(request: HttpRequest, code: str) -> HttpResponse:
    """Where each parcel is; names and numbers in full for whoever ordered."""
    order = order_for(request, code)
    own = is_own(request, order)
    parcels = Parcel.objects.select_related("order").prefetch_related(
        Prefetch("lines", OrderLine.objects.select_related("product")),
        "lines__claim_lines",
        "lines__review",
        "waybills__carrier",
        "claims__order",
    )
    sent = order.recipients.select_related("destination__parent__parent").prefetch_related(
        Prefetch("parcels", parcels)
    )
    if own and request.GET.get("as") == "xlsx":
        return download(tracking_of(sent), f"recipients-{order.code}.xlsx")
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    for recipient in page:
        if not own:
            hide(recipient)
    context = {"order": order, "page_obj": page, "own": own}
    return render(request, "orders/order_recipients.html", context)


def hide(recipient: Recipient) -> None:
    recipient.receiver = masking.name(recipient.receiver)
    recipient.phone = recipient.masked_phone
    recipient.street = masking.street(recipient.street)


def tracking_of(sent) -> bytes:
    return workbook(
        title=_("Recipients"),
        header=[_("Receiver"), _("Phone"), _("Address"), _("Status"), _("Waybill numbers")],
        rows=[
            [
                recipient.receiver,
                recipient.phone,
                f"{recipient.destination_name}{recipient.street}",
                parcel.get_status_display(),
                ", ".join(str(waybill) for waybill in parcel.waybills.all()),
            ]
            for recipient in sent
            for parcel in recipient.parcels.all()
        ],
    )
