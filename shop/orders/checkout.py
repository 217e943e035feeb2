"""The checkout page: one form, and the answers its buttons get."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cms.users.doors import signed_in
from shop.basket.checking import check
from shop.basket.cookies import basket_of, campaign_code
from shop.basket.models import Basket, BasketLine
from shop.basket.packing import Package, pack, summed
from shop.buyers import address_book
from shop.buyers.forms import line_down_to
from shop.buyers.models import SavedAddress
from shop.gifts.using import NotUsable, quota_of
from shop.orders.codes import new_token
from shop.orders.doors import hand_key
from shop.orders.forms import PLACE, CheckoutForm, filled_in
from shop.orders.limits import too_many
from shop.orders.models import Order
from shop.orders.placing import (
    BasketChanged,
    NobodyApproves,
    NotDelivered,
    TermsNotConfirmed,
    TotalChanged,
    place,
    sponsored,
)

# Orders of one phone in an hour: nobody needs more, and each holds goods for half an hour.
MOST_ORDERS = 30


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    basket = basket_of(request)
    if request.method != "POST":
        return show(request, basket)
    filling_in = request.POST.get("step") in ("fill", "place_chosen") or "address" in request.POST
    if filling_in or only_pasted(request):
        return show(request, basket, typed=typed_so_far(request))
    return order_it(request, basket)


@require_POST
@never_cache
def checkout_address(request: HttpRequest) -> HttpResponse:
    """The part of the page that follows from the address, as soon as it is pasted or chosen."""
    basket = basket_of(request)
    return show(request, basket, typed=typed_so_far(request), template="orders/address.html")


def only_pasted(request: HttpRequest) -> bool:
    """Somebody pasted an address and went straight for the last button."""
    fields = ("receiver", "phone", "province", "street")
    return bool(request.POST.get("paste")) and not any(request.POST.get(name) for name in fields)


def typed_so_far(request: HttpRequest) -> dict:
    if chosen := kept_address(request):
        return request.POST.dict() | address_book.as_typed(chosen) | {"hall": ""}
    pasted = (
        request.POST.get("step") == "fill"
        or request.headers.get("HX-Trigger-Name") == "paste"
        or only_pasted(request)
    )
    return filled_in(request.POST, from_paste=pasted)


def kept_address(request: HttpRequest) -> SavedAddress | None:
    """The one whose button was pressed."""
    pressed = request.POST.get("address", "")
    kept = address_book.read(request.user)
    return kept.filter(pk=pressed).first() if re.fullmatch("[0-9]{1,18}", pressed) else None


def show(
    request: HttpRequest,
    basket: Basket | None,
    *,
    typed: dict | None = None,
    form: CheckoutForm | None = None,
    template: str = "orders/checkout.html",
) -> HttpResponse:
    lines = lines_of(basket)
    if not lines or not check(lines):
        return to_basket(request)
    form = form or form_for(request, typed)
    form.ask_for_terms(any(line.offer.product.fresh for line in lines))
    packages = pack(lines, destination=form.destination)
    undeliverable = [package for package in packages if form.destination and not package.zone]
    known = form.destination and not undeliverable
    total = summed(lines, packages)
    paid_for = sponsored_by(form.voucher_code, packages) if known else {}
    due_fen = total["total_fen"] - paid_for.get("sponsored_fen", 0)
    return render(
        request,
        template,
        {
            **total,
            **paid_for,
            "due_fen": due_fen,
            "basket_kinds": len(lines),
            "form": form,
            "addresses": address_book.read(request.user),
            "undeliverable": undeliverable,
            "known": known,
            "shown_fen": due_fen if known else "",
        },
    )


def sponsored_by(code: str, packages: list[Package]) -> dict:
    """What the code pays and whose money it is, or why it pays nothing, for the page."""
    try:
        voucher, fen = sponsored(code, packages, timezone.localdate())
    except NotUsable as refused:
        return {"voucher_refused": str(refused)}
    return {"sponsored_fen": fen, "sponsor": voucher.grant.sponsor_name} if voucher else {}


def lines_of(basket: Basket | None) -> list[BasketLine]:
    return list(basket.lines.read(timezone.localdate())) if basket else []


def to_basket(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Please look at your basket before you order."))
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": reverse("basket")})
    return redirect("basket")


def form_for(request: HttpRequest, typed: dict | None) -> CheckoutForm:
    # What is typed so far is shown again, not yet found fault with.
    start = to_begin_with(request) if typed is None else typed
    return CheckoutForm(initial={"token": new_token(), **start}, user=request.user)


def to_begin_with(request: HttpRequest) -> dict:
    return {
        "voucher": quota_of(request.user, on=timezone.localdate()),
        **as_before(request),
    }


def as_before(request: HttpRequest) -> dict:
    """What somebody signed in filled in last time, or the place a guest asked about."""
    user = request.user
    if not user.is_authenticated:
        return asked_about(request.COOKIES.get("deliver_to", ""))
    # One to many went to no address of its own.
    unmasked = user.orders.filter(contact_masked_at=None, recipient_count=0)
    last = unmasked.select_related("destination__parent__parent", "hall").first()
    if last is None:
        kept = address_book.read(user).first()
        typed = address_book.as_typed(kept) if kept else {"phone": user.phone}
        return {"email": user.email, **typed}
    codes = [*line_down_to(last.destination), "", ""]
    return {
        "email": last.email,
        "phone": last.phone,
        "receiver": last.receiver,
        "street": "" if last.hall else last.street,
        "organisation": last.organisation_id,
        "hall": last.hall.code if last.hall else "",
        **dict(zip(PLACE, codes, strict=False)),
    }


def asked_about(code: str) -> dict:
    if not re.fullmatch(r"\d{6}", code, re.ASCII):
        return {}
    province = f"{code[:2]}0000"
    return {"province": province, "city": code if code != province else ""}


def order_it(request: HttpRequest, basket: Basket | None) -> HttpResponse:
    form = CheckoutForm(request.POST, user=request.user)
    if basket is None:
        return to_basket(request)
    if not form.is_valid():
        return show(request, basket, form=form)
    if too_many("checkout", form.cleaned_data["phone"], most=MOST_ORDERS):
        form.add_error(None, _("Too many orders in a short time. Please try again in an hour."))
        return show(request, basket, form=form)
    buyer = signed_in(request)
    try:
        order = place(
            basket=basket,
            buyer=buyer,
            delivery=form.delivery,
            token=form.cleaned_data["token"],
            language=get_language(),
            campaign_code=campaign_code(request) or basket.campaign_code,
            voucher_code=form.voucher_code,
            shown_fen=form.cleaned_data["shown_fen"],
        )
    except BasketChanged:
        return to_basket(request)
    except (NobodyApproves, NotDelivered, NotUsable, TermsNotConfirmed, TotalChanged) as refusal:
        say_why(form, refusal)
    else:
        if address := form.address_to_keep:
            address_book.keep(request.user, **address)
        waits = order.status == Order.Status.TO_APPROVE
        return redirect(order) if waits else to_pay(request, order)
    return show(request, basket, form=form)


def say_why(form: CheckoutForm, refusal: Exception) -> None:
    """What keeps the order from being placed; of the terms the page speaks where it asks for
    them."""
    match refusal:
        case NotDelivered():
            form.add_error(
                "hall" if form.chosen_hall else "province",
                _("Not everything in your basket can be sent to this place."),
            )
        case NobodyApproves():
            form.add_error("organisation", str(refusal))
        case NotUsable():
            form.add_error("voucher", str(refusal))
        case TotalChanged():
            form.add_error(None, _("The total has changed. Please look at it and order again."))


def to_pay(request: HttpRequest, order: Order) -> HttpResponse:
    # 307 repeats the POST: the buyer stands before the provider's page without another button.
    response = redirect(reverse("payment", args=[order.code]))
    response.status_code = 307
    if order.buyer_id is None:
        hand_key(request, response, order)
    return response
