from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.doors import signed_in
from shop.basket.cookies import basket_of, keep_basket
from shop.buyers import masking
from shop.orders.codes import is_code
from shop.orders.doors import hand_key, is_own, order_for
from shop.orders.forms import FindForm
from shop.orders.limits import too_many
from shop.orders.models import Order, OrderLine
from shop.orders.reordering import reorder

# Tries in an hour. A phone ends on one of 10,000 fours of digits.
MOST_OF_A_CODE = 10
MOST_OF_AN_ADDRESS = 60


@require_safe
@never_cache
def order(request: HttpRequest, code: str) -> HttpResponse:
    return page_of(request, order_for(request, code))


def page_of(request: HttpRequest, order: Order) -> HttpResponse:
    lines = OrderLine.objects.select_related("product")
    parcels, events = order.parcels.select_related("cooperative"), order.events
    if order.recipient_count:
        # Hundreds of parcels have a page of their own.
        parcels, events = parcels.none(), events.filter(parcel=None)
    parcels = list(parcels)
    prefetch_related_objects(parcels, Prefetch("lines", lines), "waybills__carrier")
    if any(parcel.received_at for parcel in parcels):
        after_receipt = ("lines__claim_lines", "lines__review", "claims__order")
        prefetch_related_objects(parcels, *after_receipt)
    return render(
        request,
        "orders/order.html",
        {
            "order": order,
            **address_for(request, order),
            "parcels": parcels,
            "events": events.select_related("parcel", "by"),
            "waits": order.status == Order.Status.PLACED,
            "unpaid": order.status in Order.UNPAID,
            "in_time": order.held_until > timezone.now(),
            "cancellable": order.status in (*Order.UNPAID, Order.Status.PAID),
            **approval_for(request, order),
        },
    )


def address_for(request: HttpRequest, order: Order) -> dict:
    if is_own(request, order):
        return {
            "own": True,
            "receiver": order.receiver,
            "phone": order.phone,
            "street": order.street,
        }
    return {
        "own": False,
        "receiver": masking.name(order.receiver),
        "phone": order.masked_phone,
        "street": masking.street(order.street),
    }


def approval_for(request: HttpRequest, order: Order) -> dict:
    """Who may approve the order where it waits for that, and whether the reader is one of them."""
    if order.status != Order.Status.TO_APPROVE:
        return {}
    approvers = list(order.organisation.approvers_beside(order.buyer_id))
    return {
        "approvers": approvers,
        "decides": any(member.user_id == request.user.pk for member in approvers),
    }


@require_safe
@never_cache
def order_by_key(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The link in a guest's mail. It hands the key to the browser and leads to the plain address,
    so that the key stays out of bookmarks and of what is passed on."""
    order = get_object_or_404(Order, code=code, key=key)
    response = redirect(order)
    hand_key(request, response, order)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def order_again(request: HttpRequest, code: str) -> HttpResponse:
    """Into the basket with all that still sells of it, and say what does not."""
    done = reorder(order_for(request, code), basket=basket_of(request), user=signed_in(request))
    if done.whole:
        messages.success(request, _("In your basket again: %s.") % names(done.whole))
    if done.less:
        messages.warning(request, _("Of these there are fewer packs: %s.") % names(done.less))
    if done.none:
        messages.warning(request, _("Not to be had now: %s.") % names(done.none))
    response = redirect("basket")
    keep_basket(request, response, done.basket)
    return response


def names(lines: list[OrderLine]) -> str:
    """Each once: an order to many has a line for each of them."""
    return get_text_list(list(dict.fromkeys(line.product_name for line in lines)), _("and"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def order_find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if found := guests_order(request, **form.cleaned_data):
            response = redirect(found)
            hand_key(request, response, found)
            return response
        # One message for all: it says neither that there is such an order, nor whose.
        form.add_error(
            None,
            _(
                "No order has this number and these digits, or it was tried too often. Please "
                "check both, or use the link in the mail."
            ),
        )
    return render(request, "orders/order_find.html", {"form": form})


def guests_order(request: HttpRequest, *, code: str, tail: str) -> Order | None:
    """Of somebody without an account: others sign in."""
    address = get_adapter(request).get_client_ip(request)
    if too_many("order-find-address", address, most=MOST_OF_AN_ADDRESS) or not is_code(code):
        return None
    if too_many("order-find-code", code, most=MOST_OF_A_CODE):
        return None
    return Order.objects.filter(code=code, buyer=None, phone__endswith=tail).first()
