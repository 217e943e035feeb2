"""The buyer's way to pay by transfer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.users.doors import signed_in
from shop.orders.doors import order_for
from shop.payments import stripe
from shop.payments.paying import NotApproved, NotPayable
from shop.payments.transfers.choosing import BeingPaid, choose_transfer
from shop.payments.views import approved_first, not_reached


@require_POST
def payment_transfer(request: HttpRequest, code: str) -> HttpResponse:
    order = order_for(request, code)
    try:
        choose_transfer(order, by=signed_in(request))
    except NotApproved:
        messages.info(request, approved_first())
    except NotPayable:
        messages.info(
            request, _("This order can't be paid by transfer, or can't be paid any more.")
        )
    except BeingPaid:
        messages.warning(request, _("A payment is under way. Try again in a few minutes."))
    except stripe.Unreachable:
        messages.error(request, not_reached())
    else:
        messages.success(request, _("Transfer the amount below, and name the order's code."))
    return redirect(order)
