"""County and partner city confirm what their pairing sold in a month: each the total it has at that
moment. Where they differ, the rows say why."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from producers.regions.codes import range_of
from producers.regions.models import Pairing, Posting
from shop.bulletins.models import Confirmation
from shop.bulletins.row_ids import pack, unpack
from shop.ledger.models import Entry


@dataclass(frozen=True)
class Month:
    """A month of a pairing: the rows it has now, and what each side said it had."""

    pairing: Pairing
    first: date
    last: date
    # What was recorded and said until then; all, where no moment is asked for.
    as_of: datetime | None = None

    @property
    def rows(self) -> QuerySet:
        """Of both places, however often they were paired."""
        rows = Entry.objects.filter(
            pairing__east=self.pairing.east_id,
            pairing__west=self.pairing.west_id,
            occurred_on__range=(self.first, self.last),
        )
        return rows.filter(recorded_at__lte=self.as_of) if self.as_of else rows

    @property
    def total(self) -> dict:
        sums = self.rows.aggregate(amount_fen=Sum("amount_fen"), weight_g=Sum("weight_g"))
        return {name: total or 0 for name, total in sums.items()}

    @property
    def confirmed(self) -> dict[str, Confirmation]:
        """The newest of each side."""
        said = Confirmation.objects.filter(
            pairing__east=self.pairing.east_id,
            pairing__west=self.pairing.west_id,
            first=self.first,
        )
        if self.as_of:
            said = said.filter(at__lte=self.as_of)
        return {row.side: row for row in said.select_related("by")}


class Changed(Exception):
    """The total is not the one that was seen."""


def confirm_seen(month: Month, *, side: str, seen: str, by) -> Confirmation:
    """`seen` is the total in fen that the page showed: nobody confirms another, also where a row
    arrives as they press the button. Raises Changed."""
    said = confirmation_of(month, side=side, by=by, at=timezone.now())
    if seen != str(said.amount_fen):
        raise Changed
    said.save(force_insert=True)
    return said


def confirm(month: Month, *, side: str, by, at: datetime) -> Confirmation:
    said = confirmation_of(month, side=side, by=by, at=at)
    said.save(force_insert=True)
    return said


def confirmation_of(month: Month, *, side: str, by, at: datetime) -> Confirmation:
    """Of what was recorded until then, read once; not kept yet."""
    rows = month.rows.filter(recorded_at__lte=at).values_list("pk", "amount_fen", "weight_g")
    return Confirmation(
        pairing=month.pairing,
        first=month.first,
        last=month.last,
        side=side,
        amount_fen=sum(fen for _, fen, _ in rows),
        weight_g=sum(grams for _, _, grams in rows),
        rows=len(rows),
        entries=pack(pk for pk, _, _ in rows),
        at=at,
        by=by,
    )


def only_in(one: Confirmation, other: Confirmation) -> list[int]:
    """Rows that one side had and the other had not."""
    return sorted(unpack(one.entries) - unpack(other.entries))


def pairings_seen_by(postings: list[Posting]) -> QuerySet:
    """Those with an end in a place somebody is posted to; the whole country sees all."""
    pairings = Pairing.objects.select_related("east", "west")
    if any(posting.region_id is None for posting in postings):
        return pairings
    own = Q(pk__in=[])
    for posting in postings:
        within = range_of(posting.region_id)
        own |= Q(east__code__range=within) | Q(west__code__range=within)
    return pairings.filter(own)


def side_of(postings: list[Posting], pairing: Pairing) -> str:
    """The side an official confirms for: the one they are posted to itself. None may for both."""
    for posting in postings:
        if posting.region_id == pairing.east_id:
            return Confirmation.Side.EAST
        if posting.region_id == pairing.west_id:
            return Confirmation.Side.WEST
    return ""
