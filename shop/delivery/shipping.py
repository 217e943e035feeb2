"""A parcel leaves: waybills are written down, and the buyer is told."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from unicodedata import normalize

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.delivery.models import Carrier, Waybill
from shop.orders.models import Order, OrderEvent, Parcel
from shop.orders.telling import tell_buyer, tells_of_each_parcel

NUMBER = re.compile(r"[0-9A-Z-]{6,30}")
# 承诺达标合格证管理办法, order 2025 no. 4 of the ministry of agriculture, in force from this day.
CERTIFICATE_SINCE = date(2026, 2, 1)


class CannotShip(Exception):
    """Why the parcel stays, in words for who wanted to ship it."""


def tidy(number: str) -> str:
    """A waybill number as it is kept. Raises CannotShip for what can be none."""
    kept = re.sub(r"\s", "", normalize("NFKC", number)).upper()
    if not NUMBER.fullmatch(kept):
        raise CannotShip(
            _("%(number)s is no waybill number: 6 to 30 digits and letters.")
            % {"number": number[:40]}
        )
    return kept


def odd(carrier: Carrier, number: str) -> str | None:
    """A warning where the number does not look like the carrier's: formats change, so it is said
    and not refused."""
    if re.fullmatch(carrier.number_format, number):
        return None
    return _("%(number)s does not look like a number of %(carrier)s: please look again.") % {
        "number": number,
        "carrier": carrier.name,
    }


@transaction.atomic
def ship(parcel: Parcel, *, waybills: Sequence[tuple[Carrier, str]], by: User | None) -> None:
    """The parcel is handed to the carrier under one or more waybills. One that is under way takes
    further waybills. Raises CannotShip."""
    order = Order.objects.locked(parcel.order_id)
    parcel = order.parcels.select_related("order", "cooperative").get(pk=parcel.pk)
    refuse_what_cannot_leave(parcel, on=timezone.localdate())
    now = timezone.now()
    for carrier, number in waybills:
        record(parcel, carrier, tidy(number), by=by, at=now)
    if not parcel.waybills.exists():
        raise CannotShip(_("Parcel %(code)s needs a waybill number.") % {"code": parcel.code})
    if parcel.status == Parcel.Status.TO_SHIP:
        parcel.status, parcel.shipped_at = Parcel.Status.SHIPPED, now
        parcel.save(update_fields=["status", "shipped_at"])
        order.happened(OrderEvent.Kind.SHIPPED, at=now, by=by, parcel=parcel)
        if tells_of_each_parcel(order, "shipped"):
            tell_buyer(
                order,
                "shipped",
                about=str(parcel.number),
                parcel=parcel,
                cooperative=parcel.cooperative,
                waybills=parcel.waybills.select_related("carrier"),
            )


def refuse_what_cannot_leave(parcel: Parcel, *, on: date) -> None:
    if parcel.status not in (Parcel.Status.TO_SHIP, Parcel.Status.SHIPPED):
        raise CannotShip(
            _("Parcel %(code)s is not to be shipped: %(state)s.")
            % {"code": parcel.code, "state": parcel.get_status_display()}
        )
    if batches := uncertified(parcel.lines.all(), on=on):
        raise CannotShip(
            _("Parcel %(code)s: no certificate (承诺达标合格证) for batch %(batches)s.")
            % {"code": parcel.code, "batches": ", ".join(batches)}
        )


def uncertified(lines, *, on: date) -> list[str]:
    """Batches that need a certificate to leave on that day, and have none."""
    if on < CERTIFICATE_SINCE:
        return []
    without = lines.filter(product__certificate_required=True, lot__certificate=None)
    return sorted(set(without.values_list("lot__batch", flat=True)))


def record(parcel: Parcel, carrier: Carrier, number: str, *, by: User | None, at: datetime) -> None:
    """The same number of the same parcel twice is written down once."""
    if parcel.waybills.filter(carrier=carrier, number=number).exists():
        return
    try:
        with transaction.atomic():
            Waybill.objects.create(
                parcel=parcel, carrier=carrier, number=number, recorded_at=at, recorded_by=by
            )
    except IntegrityError:
        raise CannotShip(
            _("Waybill %(carrier)s %(number)s is another parcel's already.")
            % {"carrier": carrier.name, "number": number}
        ) from None
