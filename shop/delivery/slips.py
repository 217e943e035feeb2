"""The slip that lies in the box, with the card of a gift. It says no price."""

from pathlib import Path

from shop import weight
from shop.orders.models import Parcel
from shop.paper import pdf

SLIP = Path(__file__).with_name("slip.typ")


def slip(parcel: Parcel) -> bytes:
    return pdf(SLIP.read_text(), data=told_of(parcel))


def told_of(parcel: Parcel) -> dict:
    order = parcel.order
    return {
        "parcel": parcel.code,
        "receiver": order.receiver,
        "address": f"{order.destination_name}{order.street}",
        "cooperative": parcel.cooperative.name_zh,
        "lines": [
            {"product": f"{line.product_zh} {weight.label(line.net_g)}", "packs": line.packs}
            for line in parcel.lines.all()
        ],
        "card": {"message": order.gift_message, "sender": order.gift_from}
        if order.is_gift
        else None,
    }
