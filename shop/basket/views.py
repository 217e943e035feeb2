import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.users.doors import signed_in
from producers.regions.codes import prefecture_of
from producers.regions.models import Region
from shop.basket.checking import check
from shop.basket.cookies import basket_of, campaign_code, keep_basket
from shop.basket.filling import TooMany, add, change, confirm_price
from shop.basket.forms import PacksForm
from shop.basket.models import BasketLine
from shop.basket.packing import pack, summed
from shop.catalogue.keeping import on_sale
from shop.catalogue.models import Offer


@require_safe
@never_cache
def basket(request: HttpRequest) -> HttpResponse:
    mine = basket_of(request)
    lines = list(mine.lines.read(timezone.localdate())) if mine else []
    ready = check(lines)
    places = cities() if lines else []
    destination = chosen_place(request, places)
    packages = pack(lines, destination=destination and destination.code)
    return render(
        request,
        "basket/basket.html",
        {
            **summed(lines, packages),
            "places": places,
            "destination": destination,
            "undeliverable": destination and any(package.zone is None for package in packages),
            "ready": ready,
        },
    )


def cities() -> list[Region]:
    """Prefectures and what stands in their place: a municipality, a directly ruled county."""
    provinces = Region.objects.in_force().filter(level=Region.Level.PROVINCE)
    prefectures = Region.objects.in_force().filter(level=Region.Level.PREFECTURE)
    return list((provinces | prefectures).order_by("code"))


def chosen_place(request: HttpRequest, places: list[Region]) -> Region | None:
    """A county stands for its city here: freight is told exactly at the checkout."""
    code = request.GET.get("deliver_to", request.COOKIES.get("deliver_to", ""))
    codes = {code, prefecture_of(code)}
    return next((place for place in places if place.code in codes), None)


@require_POST
def basket_line(request: HttpRequest, offer_id: str) -> HttpResponse:
    """Add packs of an offer to the basket (the default), or do what a button of the basket page
    says with the line it has."""
    doing = CHANGES.get(request.POST.get("do"))
    if doing is None:
        return add_packs(request, offer_id)
    line = get_object_or_404(
        BasketLine.objects.select_related("offer__lot", "offer__product"),
        basket=basket_of(request),
        offer=offer_id,
    )
    doing(request, line)
    return redirect("basket")


def add_packs(request: HttpRequest, offer_id: str) -> HttpResponse:
    try:
        offer = on_sale(timezone.localdate()).select_related("lot").get(pk=offer_id)
    except Offer.DoesNotExist:
        messages.error(request, _("This is no longer on sale."))
        return redirect("basket")
    form = PacksForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["packs"]))
        return redirect(offer.product)
    try:
        mine = add(
            offer,
            packs=form.cleaned_data["packs"],
            basket=basket_of(request),
            user=signed_in(request),
            campaign=campaign_code(request),
        )
    except TooMany as too_many:
        messages.error(request, at_most(too_many.most))
        return redirect(offer.product)
    response = redirect("checkout" if request.POST.get("next") == "checkout" else "basket")
    keep_basket(request, response, mine)
    return response


def at_most(most: int) -> str:
    if not most:
        return _("Sold out.")
    return ngettext(
        "You can have at most %(most)s pack of this, with what is in your basket already.",
        "You can have at most %(most)s packs of this, with what is in your basket already.",
        most,
    ) % {"most": most}


def set_packs(request: HttpRequest, line: BasketLine) -> None:
    form = PacksForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["packs"]))
        return
    try:
        change(line, packs=form.cleaned_data["packs"])
    except TooMany as too_many:
        messages.error(request, at_most(too_many.most))


def remove(request: HttpRequest, line: BasketLine) -> None:
    line.delete()
    messages.success(
        request, _("%(product)s is no longer in your basket.") % {"product": line.offer.product}
    )


def confirm(request: HttpRequest, line: BasketLine) -> None:
    shown = re.fullmatch(r"[0-9]{1,9}", request.POST.get("price_fen", ""))
    if not (shown and confirm_price(line, price_fen=int(shown[0]))):
        messages.warning(request, _("The price has just changed again."))


CHANGES = {"set": set_packs, "remove": remove, "confirm": confirm}
