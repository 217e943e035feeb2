"""What of an order a cooperative invoices."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from shop.money import shares
from shop.orders.models import Order, OrderLine, Parcel
from shop.payments.models import RefundLine


def to_invoice(orders: Iterable[Order]) -> dict[int, dict[int, int]]:
    """Fen by the ids of order and cooperative: what the buyer paid for its goods and their freight,
    less what went back for them, or is to. Of paid orders, however many, in four questions."""
    orders = list(orders)
    left = defaultdict(lambda: defaultdict(int))
    goods = OrderLine.objects.filter(order__in=orders).order_by()
    for order, cooperative, fen in goods.values_list("order", "parcel__cooperative").annotate(
        fen=Sum("amount_fen")
    ):
        left[order][cooperative] += fen
    # The freight of a parcel that never leaves goes back with its goods.
    sent = Parcel.objects.filter(order__in=orders).exclude(status=Parcel.Status.CANCELLED)
    for order, cooperative, fen in (
        sent.order_by().values_list("order", "cooperative").annotate(fen=Sum("freight_fen"))
    ):
        left[order][cooperative] += fen
    back = RefundLine.objects.filter(refund__order__in=orders, refund__follows=None).order_by()
    for order, cooperative, fen in back.values_list(
        "refund__order", "line__parcel__cooperative"
    ).annotate(fen=Sum("amount_fen")):
        left[order][cooperative] -= fen
    for order, sponsor, fen in sponsored(orders):
        take_off(left[order], fen, sponsor=sponsor)
    return left


def sponsored(orders: list[Order]) -> Iterable[tuple[int, int | None, int]]:
    """Orders, the cooperative that sponsors where one does, and fen of what is left that a sponsor
    paid: the buyer's money goes back first."""
    given_back = Coalesce(Sum("refunds__sponsor_fen", filter=Q(refunds__follows=None)), 0)
    helped = Order.objects.filter(pk__in=[order.pk for order in orders if order.sponsored_fen])
    for order, sponsor, fen, back in (
        helped.order_by()
        .values_list("pk", "voucher__grant__cooperative", "sponsored_fen")
        .annotate(back=given_back)
    ):
        yield order, sponsor, fen - back


def take_off(left: dict[int, int], fen: int, *, sponsor: int | None) -> None:
    """A cooperative pays for its own goods; an organisation for all of them, by what they cost."""
    if sponsor in left:
        own = min(fen, left[sponsor])
        left[sponsor] -= own
        fen -= own
    whole = sorted(left)
    for cooperative, part in zip(whole, shares(fen, [left[c] for c in whole]), strict=True):
        left[cooperative] -= part
