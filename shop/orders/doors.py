"""The one way to an order. Not yours is not found."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from cms.users.doors import need_second_step
from shop.orders.codes import is_code
from shop.orders.models import Order

COOKIE = "orders"
DAYS_KEPT = 30
MOST_KEPT = 10


def order_for(request: HttpRequest, code: str) -> Order:
    """The order of its buyer, of a member of its organisation, of an operator, or of a guest whose
    browser holds its key; else 404. An operator passes by two steps: orders are cancelled here."""
    if not is_code(code):
        raise Http404
    doors = Q(pk__in=Order.objects.visible_to(request.user).filter(code=code))
    if key := keys_held(request).get(code):
        doors |= Q(key=key)
    orders = Order.objects.select_related(
        "organisation", "hall", "voucher__grant__organisation", "voucher__grant__cooperative"
    )
    order = orders.filter(doors, code=code).first()
    if order is None:
        raise Http404
    if not is_own(request, order) and request.user.is_operator:
        need_second_step(request.user)
    return order


def is_own(request: HttpRequest, order: Order) -> bool:
    """Whoever ordered it; others that may see it see its address masked."""
    if request.user.is_authenticated and order.buyer_id == request.user.pk:
        return True
    return keys_held(request).get(order.code) == order.key


def own_order_for(request: HttpRequest, code: str) -> Order:
    """The order of whoever ordered it: others may look at it, and do nothing of theirs with it."""
    order = order_for(request, code)
    if not is_own(request, order):
        raise Http404
    return order


def hand_key(request: HttpRequest, response: HttpResponse, order: Order) -> None:
    """The browser may show this order from now on. Kept in a signed cookie: a guest needs no
    session for it."""
    keys = {**keys_held(request), order.code: order.key}
    latest = list(keys.items())[-MOST_KEPT:]
    response.set_signed_cookie(
        COOKIE,
        " ".join(f"{code}:{key}" for code, key in latest),
        salt=COOKIE,
        max_age=DAYS_KEPT * 86_400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def keys_held(request: HttpRequest) -> dict[str, str]:
    held = request.get_signed_cookie(COOKIE, default="", salt=COOKIE)
    return dict(pair.split(":", 1) for pair in held.split())
