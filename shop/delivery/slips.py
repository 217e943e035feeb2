"""The slip that lies in the box, with the card of a gift and the code that tells where it comes
from. It says no price."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse

from shop import weight
from shop.orders.models import Parcel
from shop.paper import pdf, qr_svg

SLIP = Path(__file__).with_name("slip.typ")


def slip(parcel: Parcel) -> bytes:
    trace = settings.SITE_URL + reverse("trace", args=[parcel.code])
    return pdf(SLIP.read_text(), data=told_of(parcel), files={"qr.svg": qr_svg(trace).encode()})


def told_of(parcel: Parcel) -> dict:
    order, to = parcel.order, parcel.address
    return {
        "parcel": parcel.code,
        "receiver": to.receiver,
        "address": f"{to.destination_name}{to.street}",
        "cooperative": parcel.cooperative.name_zh,
        "lines": [
            {"product": f"{line.product_zh} {weight.label(line.net_g)}", "packs": line.packs}
            for line in parcel.lines.all()
        ],
        "card": {"message": order.gift_message, "sender": order.gift_from}
        if order.is_gift
        else None,
    }
