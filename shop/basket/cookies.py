"""What a browser carries of a basket: a guest's key, the code of the campaign it came by, and the
place it asked about last. And whether its owner wants large text."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from shop.basket.models import Basket

BASKET_DAYS = 60
# How each looks, and for how many days: a sale counts for the hall, livestream or fair whose link
# the visitor followed within a week.
KEPT = {
    "campaign": (re.compile(r"[\w-]{1,30}", re.ASCII), 7),
    "deliver_to": (re.compile(r"[0-9]{6}"), 365),
    "look": (re.compile(r"large|usual"), 365),
}


def basket_of(request: HttpRequest) -> Basket | None:
    if request.user.is_authenticated:
        return Basket.objects.filter(user=request.user).first()
    key = guest_key(request)
    return Basket.objects.filter(key=key, user=None).first() if key else None


def guest_key(request: HttpRequest) -> str:
    return request.get_signed_cookie("basket", default="")


def new_key() -> str:
    return get_random_string(32)


def keep_basket(request: HttpRequest, response: HttpResponse, basket: Basket) -> None:
    if basket.user_id is None and guest_key(request) != basket.key:
        response.set_signed_cookie(
            "basket",
            basket.key,
            max_age=BASKET_DAYS * 86_400,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def campaign_code(request: HttpRequest) -> str:
    shape, _days = KEPT["campaign"]
    code = request.COOKIES.get("campaign", "")
    return code if shape.fullmatch(code) else ""


def keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    shape, days = KEPT[name]
    if shape.fullmatch(value):
        response.set_cookie(
            name,
            value,
            max_age=days * 86_400,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def keep_what_the_address_says(get_response):
    """Middleware: `?campaign=CODE`, `?deliver_to=CODE` and `?look=large` on any page are kept.
    Whether there is such a campaign or place is asked where it matters."""

    def middleware(request):
        response = get_response(request)
        for name in KEPT:
            keep(request, response, name, request.GET.get(name, ""))
        return response

    return middleware
