"""A workbook of recipients: one a row, with how many packs of which goods go to each."""

import re
from collections.abc import Callable, Iterable
from unicodedata import normalize

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop import weight
from shop.buyers.addresses import SEPARATOR, Names, all_names, joined, take_place
from shop.buyers.forms import FINDABLE, phone_or_none
from shop.catalogue.models import Offer
from shop.ledger.reports.cells import Wrong, packs_of, shown, text, text_of
from shop.ledger.reports.faults import Fault, refuse
from shop.ledger.reports.reading import read
from shop.sheets import workbook

RECEIVER = ("收货人", "Receiver")
PHONE = ("手机", "Mobile phone")
ADDRESS = ("地址", "Address")
# 巫山脆李 2.5 kg (编号 12), as the template heads the column of an offer.
OF_AN_OFFER = re.compile(r".*\((?:编号|no\.) ?(\d{1,9})\)")
MOST_RECIPIENTS = 1000
MOST_KINDS = 10
LONGEST_STREET = 120


def template(offers: Iterable[Offer]) -> bytes:
    """The empty workbook, with a column for each of the goods."""
    english = get_language() == "en"
    number = "no." if english else "编号"
    goods = [
        f"{offer.product.name} {weight.label(offer.net_g)} ({number} {offer.pk})"
        for offer in offers
    ]
    header = [names[english] for names in (RECEIVER, PHONE, ADDRESS)]
    return workbook(title=_("Recipients"), header=[*header, *goods], rows=[])


class Reader:
    """Reads the rows of one file, and collects what is wrong with its cells. `on_sale` gives the
    offers of a set of ids that may be bought today. Raises ReportRefused for a file that is no
    list of recipients."""

    def __init__(self, content: bytes, on_sale: Callable[[set[int]], dict[int, Offer]]):
        self.table = read(content, known_by=RECEIVER)
        self.faults: list[Fault] = []
        self.receiver = self.column(RECEIVER)
        self.phone = self.column(PHONE)
        self.address = self.column(ADDRESS)
        named = {
            name: int(found[1])
            for name in self.table.header
            if (found := OF_AN_OFFER.fullmatch(name))
        }
        if not 0 < len(named) <= MOST_KINDS:
            refuse(_("Use the template: its last columns are the goods, one to ten kinds."))
        self.on_sale = on_sale(set(named.values()))
        self.offers = {name: self.offer(pk, name) for name, pk in named.items()}
        self.names: Names = all_names()
        self.divided = {region.parent_id for regions in self.names.values() for region in regions}

    def column(self, names: tuple[str, ...]) -> str:
        for name in names:
            if name in self.table.header:
                return name
        refuse(_("The column %(column)s is missing.") % {"column": names[0]})

    def offer(self, pk: int, name: str) -> Offer:
        if pk not in self.on_sale:
            refuse(_("%(goods)s: no longer on sale. Make the template anew.") % {"goods": name})
        return self.on_sale[pk]

    def good_rows(self) -> list[dict]:
        """Those without a fault, each with its number in the file."""
        rows, first_of = [], {}
        for number, cells in self.table.rows():
            if self.table.rows_read > MOST_RECIPIENTS:
                refuse(_("At most %(most)s recipients in one order.") % {"most": MOST_RECIPIENTS})
            known = len(self.faults)
            row = self.row_of(number, cells)
            self.refuse_a_second(row, first_of)
            if len(self.faults) == known:
                rows.append(row)
        self.faults += self.table.faults
        if not self.table.rows_read:
            refuse(_("The list names nobody yet."))
        return rows

    def refuse_a_second(self, row: dict, first_of: dict) -> None:
        whom = (row["receiver"], row["phone"], row["place"], row["street"])
        first = first_of.setdefault(whom, row["row"]) if all(whom) else row["row"]
        if first != row["row"]:
            self.fault(
                row["row"],
                self.receiver,
                _("The same recipient stands in row %(row)s: add the packs there.")
                % {"row": first},
            )

    def fault(self, number: int, column: str, message: str) -> None:
        self.faults.append(Fault(message, row=number, column=column))

    def row_of(self, number: int, cells: dict) -> dict:
        def said(column: str, how, *more):
            try:
                return how(cells.get(column), *more)
            except Wrong as wrong:
                self.fault(number, column, str(wrong))
                return None

        place, street = said(self.address, self.address_of) or ("", "")
        packs = {
            offer.pk: said(column, packs_for_one, offer) for column, offer in self.offers.items()
        }
        if not any(packs.values()) and None not in packs.values():
            self.fault(number, next(iter(self.offers)), _("How many packs? At least one."))
        return {
            "row": number,
            "receiver": said(self.receiver, receiver_of),
            "phone": said(self.phone, phone_of),
            "place": place,
            "street": street,
            "packs": {str(pk): many for pk, many in packs.items() if many},
        }

    def address_of(self, value) -> tuple[str, str]:
        """The code of the place, and the street."""
        said = normalize("NFKC", text(value, 200))
        place, before, after = take_place(said, self.names)
        if place is None or before.strip():
            raise Wrong(
                _("%(value)s does not begin with a place: province, city, county, then the street.")
                % {"value": shown(value)}
            )
        if place.code in self.divided:
            raise Wrong(_("Name the county or district within %(place)s.") % {"place": place.name})
        street = joined([word for word in SEPARATOR.split(after) if word])
        if not 4 <= len(street) <= LONGEST_STREET or not FINDABLE.search(street):
            raise Wrong(_("Please give street and house number, or a building."))
        return place.code, street


def receiver_of(value) -> str:
    said = text(value, 25)
    if len(said) < 2:
        raise Wrong(_("%(value)s is too short for a name.") % {"value": said})
    return said


def phone_of(value) -> str:
    phone = phone_or_none(text_of(value))
    if not phone:
        raise Wrong(
            _("%(value)s is no phone number: a mobile one has 11 digits, 13800138000.")
            % {"value": shown(value)}
        )
    return phone


def packs_for_one(value, offer: Offer) -> int:
    packs = packs_of(value)
    if packs > offer.limit_per_buyer:
        raise Wrong(
            _("At most %(most)s packs of it go to one recipient.") % {"most": offer.limit_per_buyer}
        )
    return packs
