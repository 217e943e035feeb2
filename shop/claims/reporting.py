"""The buyer says that something is wrong with goods that came, or that durable ones go back."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.catalogue.uploads import CleanPicture
from shop.claims.claimable import claimable
from shop.claims.models import Claim, ClaimEvent, ClaimLine, Photograph
from shop.claims.telling import tell_both
from shop.orders.models import Order, OrderLine, Parcel

# Hours the cooperative has, and the share from which on a pack counts as spoiled: both are ours.
ANSWER_WITHIN = timedelta(hours=24)
ALL_FROM_PERCENT = 60


class CannotClaim(Exception):
    """Why it is no claim, in words for the buyer."""


def report(
    parcel: Parcel,
    *,
    packs: dict[int, int],
    spoiled_percent: int,
    reason: str,
    photographs: Sequence[CleanPicture],
    token: UUID,
    by=None,
) -> Claim:
    """Goods came spoiled or damaged: so many `packs` of the lines with these numbers, and so much
    of them. The same token again gives the same claim. Raises CannotClaim."""
    if not photographs:
        raise CannotClaim(_("Add a photograph of what came."))
    return written(
        parcel,
        ClaimEvent.Kind.REPORTED,
        packs=packs,
        photographs=photographs,
        token=token,
        by=by,
        kind=Claim.Kind.SPOILED,
        spoiled_percent=spoiled_percent,
        reason=reason,
        answer_by=timezone.now() + ANSWER_WITHIN,
    )


def announce_return(
    parcel: Parcel, *, packs: dict[int, int], reason: str, token: UUID, by=None
) -> Claim:
    """Durable goods are to go back, for which nobody need say why. The same token again gives the
    same claim. Raises CannotClaim."""
    return written(
        parcel,
        ClaimEvent.Kind.ANNOUNCED,
        packs=packs,
        token=token,
        by=by,
        kind=Claim.Kind.RETURN,
        reason=reason,
    )


@transaction.atomic
def written(
    parcel: Parcel,
    event: str,
    *,
    packs: dict[int, int],
    photographs: Sequence[CleanPicture] = (),
    token: UUID,
    by,
    **fields,
) -> Claim:
    order = Order.objects.locked(parcel.order_id)
    if found := order.claims.filter(token=token).first():
        return found
    parcel = order.parcels.select_related("cooperative").get(pk=parcel.pk)
    parts = parts_of(parcel, fields["kind"], packs)
    now = timezone.now()
    claim = Claim(
        order=order,
        number=order.claims.count() + 1,
        parcel=parcel,
        token=token,
        status=ClaimEvent.STATUS_AFTER[event],
        reported_at=now,
        **fields,
    )
    claim.save()
    ClaimLine.objects.bulk_create(
        ClaimLine(
            claim=claim,
            line=line,
            packs=many,
            amount_fen=share_of(many * line.price_fen, claim.spoiled_percent),
        )
        for line, many in parts
    )
    Photograph.objects.bulk_create(
        photograph(claim, number, picture) for number, picture in enumerate(photographs, start=1)
    )
    claim.happened(event, at=now, by=by)
    tell_both(claim, event)
    return claim


def parts_of(parcel: Parcel, kind: str, packs: dict[int, int]) -> list[tuple[OrderLine, int]]:
    """Lines with how many of their packs. Raises CannotClaim."""
    lines = {line.number: line for line in claimable(parcel, kind)}
    if not lines:
        raise CannotClaim(_("Nothing of this parcel can be claimed any more."))
    parts = []
    for number, many in packs.items():
        line = lines.get(number)
        if not 0 <= many <= (line.packs_left if line else 0):
            raise CannotClaim(
                _("More packs than can be claimed: look again how many of each you report.")
            )
        if many:
            parts.append((line, many))
    if not parts:
        raise CannotClaim(_("Say of how many packs you speak: at least one."))
    return parts


def share_of(fen: int, percent: int) -> int:
    """What goes back of a price: the spoiled share, half up to a fen; where most is, all of it."""
    return fen if percent >= ALL_FROM_PERCENT else (2 * fen * percent + 100) // 200


def photograph(claim: Claim, number: int, picture: CleanPicture) -> Photograph:
    content = picture.read()
    return Photograph(
        claim=claim,
        number=number,
        content_type="image/png" if picture.name.endswith(".png") else "image/jpeg",
        content=content,
        digest=sha256(content).hexdigest(),
    )
