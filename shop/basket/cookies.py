"""What a browser carries of a basket: a guest's key, the code of the campaign it came by, and the
place it asked about last."""

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from shop.basket.models import Basket

BASKET_DAYS = 60
# How long a sale counts for the hall, livestream or fair whose link the visitor followed.
CAMPAIGN_DAYS = 7
PLACE_DAYS = 365


def basket_of(request: HttpRequest) -> Basket | None:
    if request.user.is_authenticated:
        return Basket.objects.filter(user=request.user).first()
    key = guest_key(request)
    return Basket.objects.filter(key=key, user=None).first() if key else None


def guest_key(request: HttpRequest) -> str:
    return request.get_signed_cookie("basket", default="")


def new_key() -> str:
    return get_random_string(32)


def keep(request: HttpRequest, response: HttpResponse, name: str, value: str, *, days: int):
    response.set_cookie(
        name,
        value,
        max_age=days * 86_400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


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
    return request.COOKIES.get("campaign", "")


def keep_campaign(get_response):
    """Middleware: `?campaign=CODE` on any page is kept until something is bought. Whether there is
    such a campaign is asked when an order is placed."""

    def middleware(request):
        response = get_response(request)
        code = request.GET.get("campaign", "")
        if is_campaign_code(code):
            keep(request, response, "campaign", code, days=CAMPAIGN_DAYS)
        return response

    return middleware


def is_campaign_code(text: str) -> bool:
    return 0 < len(text) <= 30 and text.isascii() and text.replace("-", "").isalnum()
