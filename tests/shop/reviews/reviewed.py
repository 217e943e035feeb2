"""Lines of orders that came, and reviews of them."""

from django.utils import timezone

from shop.models import Order, OrderLine, Parcel, Review
from shop.reviews.writing import write
from tests import world


def received_line(*offers, **fields) -> OrderLine:
    order = world.paid_order(*offers, **fields)
    order.parcels.update(status=Parcel.Status.RECEIVED, received_at=timezone.now())
    return line_of(order)


def line_of(order: Order) -> OrderLine:
    return order.lines.select_related("order__buyer", "parcel", "product").first()


def review_of(what: Order | OrderLine, **said) -> Review:
    line = line_of(what) if isinstance(what, Order) else what
    said = {"stars": 4, "text": "脆甜", "photographs": [], **said}
    return write(line, by=line.order.buyer, **said)
