"""The packing list: out as a workbook, and in again with waybill numbers."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cms.users.models import User
from producers.cooperatives.models import Cooperative
from shop import weight
from shop.delivery import shipping
from shop.delivery.models import Carrier, PackingList
from shop.delivery.shipping import CannotShip
from shop.orders.models import Parcel
from shop.sheets import Damaged, TooLarge, opened, values_of, workbook

PARCEL = gettext_lazy("Parcel")
CARRIER = gettext_lazy("Carrier")
WAYBILLS = gettext_lazy("Waybill numbers")
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Fault:
    """A row that cannot be taken (None: the file as a whole), and why."""

    row: int | None
    message: str


class ListRefused(Exception):
    """Nothing of the list was taken."""

    def __init__(self, faults: list[Fault]):
        super().__init__(faults[0].message)
        self.faults = faults


@transaction.atomic
def packing_list(cooperative: Cooperative, *, by: User) -> bytes:
    """What is to be shipped, soonest first, with room for waybill numbers. It names people, so it
    is noted that it was handed out."""
    # What is sold ahead is packed when the days come that it was promised for.
    its_turn = Q(promised_from=None) | Q(promised_from__lte=timezone.localdate())
    parcels = list(
        cooperative.parcels.filter(its_turn, status=Parcel.Status.TO_SHIP)
        .select_related("order", "recipient")
        .prefetch_related("lines__lot")
        .order_by("ship_by", "id")[:MOST_ROWS]
    )
    handed_out = PackingList.objects.create(cooperative=cooperative, by=by)
    handed_out.parcels.set(parcels)
    return workbook(
        title=_("Packing list"),
        header=[
            PARCEL,
            CARRIER,
            WAYBILLS,
            _("Ship by"),
            _("Transport"),
            _("Goods"),
            _("Batches"),
            _("Gross weight (kg)"),
            _("Receiver"),
            _("Phone"),
            _("Address"),
            _("Gift card"),
        ],
        rows=map(row_of, parcels),
    )


def row_of(parcel: Parcel) -> list:
    order, to, lines = parcel.order, parcel.address, parcel.lines.all()
    return [
        parcel.code,
        "",
        "",
        timezone.localtime(parcel.ship_by).strftime("%Y-%m-%d %H:%M"),
        parcel.get_transport_display(),
        "; ".join(
            f"{line.product_name} {weight.label(line.net_g)} × {line.packs}" for line in lines
        ),
        ", ".join(sorted({line.lot.batch for line in lines})),
        weight.kilograms(parcel.gross_g),
        to.receiver,
        to.phone,
        f"{to.destination_name}{to.street}",
        f"{order.gift_message} —— {order.gift_from}" if order.is_gift else "",
    ]


def take_waybills(content: bytes, *, cooperative: Cooperative, by: User) -> tuple[int, list[str]]:
    """Ship what the list gives waybill numbers for; rows without one wait. Returns how many
    parcels the list named, and warnings of odd numbers. Raises ListRefused with every row that
    cannot be taken, and then nothing was shipped."""
    lines = lines_of(content)
    parcels = {
        parcel.code: parcel
        for parcel in cooperative.parcels.filter(
            order__code__in=[code.partition("-")[0] for _row, code, _carrier, _numbers in lines]
        ).select_related("order")
    }
    carriers = list(Carrier.objects.all())
    faults, warnings, shipped = [], [], 0
    with transaction.atomic():
        for row, code, name, numbers in lines:
            try:
                waybills = [(carrier_of(name, number, carriers), number) for number in numbers]
                if code not in parcels:
                    raise CannotShip(_("Parcel %(code)s is none of yours.") % {"code": code[:20]})
                shipping.ship(parcels[code], waybills=waybills, by=by)
            except CannotShip as refused:
                faults.append(Fault(row, str(refused)))
            else:
                shipped += 1
                warnings += filter(None, (shipping.odd(*waybill) for waybill in waybills))
        if faults:
            transaction.set_rollback(True)
    if faults:
        raise ListRefused(faults)
    return shipped, warnings


def carrier_of(name: str, number: str, carriers: list[Carrier]) -> Carrier:
    """The carrier by code or name, or the only one whose numbers look like this one."""
    if name:
        found = [c for c in carriers if name in (c.code, c.name_zh, c.name_en)]
    else:
        found = [c for c in carriers if re.fullmatch(c.number_format, shipping.tidy(number))]
    if len(found) != 1:
        raise CannotShip(
            _("Which carrier has waybill %(number)s? Write one of: %(carriers)s.")
            % {"number": number[:40], "carriers": ", ".join(c.name for c in carriers)}
        )
    return found[0]


def lines_of(content: bytes) -> list[tuple[int, str, str, list[str]]]:
    """Row, parcel, carrier and waybill numbers of the rows that have any."""
    rows = rows_of(content)
    header = [str(cell or "").strip() for cell in rows[0]] if rows else []
    at = {column: position_of(column, header) for column in (PARCEL, CARRIER, WAYBILLS)}
    lines = []
    for number, cells in enumerate(rows[1:], 2):
        code, name, numbers = (str(cells[at[c]] or "").strip() for c in at)
        split = [part for part in re.split(r"[\s,，、;；]+", numbers) if part]
        if split:
            lines.append((number, code.upper(), name, split))
    if not lines:
        refuse(_("The list has no waybill numbers yet: write them into their column."))
    return lines


def position_of(column, header: list[str]) -> int:
    """Whichever language the list was made in."""
    for language in ("zh-hans", "en"):
        with override(language):
            if str(column) in header:
                return header.index(str(column))
    refuse(_("The column %(column)s is missing: use the packing list.") % {"column": column})


def rows_of(content: bytes) -> list[tuple]:
    try:
        sheet = opened(content, most_unpacked=LARGEST_UNPACKED).worksheets[0]
        rows = list(values_of(sheet, most_rows=MOST_ROWS + 1, most_columns=40))
    except TooLarge:
        refuse(_("Unpacked, the workbook is too large."))
    except Damaged:
        refuse(_("This is no workbook: hand in the packing list as .xlsx."))
    longest = max((len(row) for row in rows), default=0)
    return [row + (None,) * (longest - len(row)) for row in rows]


def refuse(message: str):
    raise ListRefused([Fault(None, message)])
