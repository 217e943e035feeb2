"""For those who run the shop: find an order, read what happened to it, cancel, tell again."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cms.users.doors import operators_only
from shop.delivery.handing_over import uncollected
from shop.notices.models import Notice
from shop.notices.telling import tell_again
from shop.operator.finding import orders_matching
from shop.orders.models import Order, OrderEvent
from shop.orders.telling import told_about
from shop.payments import stripe
from shop.payments.cancelling import CannotCancel, cancel

PER_PAGE = 30


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@require_safe
@operators_only
def orders(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:100].replace("\0", "")
    found = orders_matching(text)
    context = {
        "q": text,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "uncollected": uncollected().select_related("order__hall")[:PER_PAGE],
    }
    return render(request, "operator/orders.html", context)


@require_safe
@operators_only
def order(request: HttpRequest, code: str) -> HttpResponse:
    return order_page(request, code, CancelForm())


def order_page(request, code, form, status=200) -> HttpResponse:
    shown = get_object_or_404(
        Order.objects.visible_to(request.user).select_related(
            "destination__parent__parent", "organisation", "campaign", "buyer"
        ),
        code=code,
    )
    context = {
        "order": shown,
        "form": form,
        "lines": shown.lines.select_related("lot", "product"),
        "parcels": shown.parcels.select_related("cooperative").prefetch_related(
            "waybills__carrier"
        ),
        "events": shown.events.select_related("by", "parcel__order"),
        "payments": shown.payments.all(),
        "refunds": shown.refunds.select_related("by"),
        "claims": shown.claims.all(),
        "notices": told_about(shown).order_by("id"),
        "cancellable": shown.status in (*Order.UNPAID, Order.Status.PAID),
    }
    return render(request, "operator/order.html", context, status=status)


@require_POST
@operators_only
def cancellation(request: HttpRequest, code: str) -> HttpResponse:
    order = get_object_or_404(Order.objects.visible_to(request.user), code=code)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return order_page(request, code, form, status=422)
    try:
        cancel(order, by=request.user, reason=form.cleaned_data["reason"])
    except CannotCancel as refused:
        messages.error(request, str(refused))
    except stripe.Unreachable:
        messages.error(
            request, _("The payment provider does not answer: try again in a few minutes.")
        )
    else:
        messages.success(request, _("Order %(code)s is cancelled.") % {"code": code})
    return redirect("operator_order", code=code)


@require_POST
@operators_only
@transaction.atomic
def resending(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the buyer was told about the order is sent once more."""
    found = get_object_or_404(Order.objects.visible_to(request.user), code=code)
    order = Order.objects.locked(found.pk)
    told = tell_again(Notice.objects.filter(pk__in=told_about(order).values("pk")))
    order.happened(OrderEvent.Kind.RESENT, at=timezone.now(), by=request.user)
    messages.success(request, _("%(count)s messages are sent again.") % {"count": told})
    return redirect("operator_order", code=code)
