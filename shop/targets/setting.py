from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.regions.codes import digits_of
from producers.regions.models import Posting
from shop.statistics.choices import inside
from shop.targets.models import Target


class NotYours(ValidationError):
    """Nobody decides outside the places they are posted to."""

    def __init__(self, name: str):
        super().__init__(
            _("%(name)s does not lie in the place you are posted to."), params={"name": name}
        )


class SetFromAbove(ValidationError):
    """What a city, a province or the whole country set is not for those below to lower or end."""

    def __init__(self):
        super().__init__(
            _(
                "This target was set from above the place you are posted to. Ask who set it for "
                "another amount."
            )
        )


def lies_in(code: str, postings) -> bool:
    return any(posting.region_id is None or inside(code, posting.region_id) for posting in postings)


def set_target(target: Target, *, by, postings) -> Target:
    """A new row of its subject, which holds from now on; the ones before stay as history."""
    if refused := refusal(target, postings):
        raise refused
    target.set_by = by
    target.save(force_insert=True)
    return target


def set_again(target: Target, *, amount_fen: int | None, document: str, by, postings) -> Target:
    """Another amount for the same subject; none says that there is no target any more."""
    subject = ("year", "side", "region", "pairing", "organisation", "channel")
    return set_target(
        Target(
            amount_fen=amount_fen,
            document=document,
            **{name: getattr(target, name) for name in subject},
        ),
        by=by,
        postings=postings,
    )


def refusal(target: Target, postings) -> NotYours | SetFromAbove | None:
    """Why officials of these postings may not set, change or end it; none where they may. It is
    set from one of its places or above; once it is, another one only from as high as that: county,
    city, province, country. Where it is withdrawn, any of them sets their own."""
    height = height_of(target, postings)
    if not height:
        return NotYours(target.name)
    before = target.history().first()
    if before is None or before.amount_fen is None:
        return None
    return SetFromAbove() if height_of(target, postings_then(before)) > height else None


def height_of(target: Target, postings) -> int:
    """From how high it is set by these postings, the highest that reach one of its places: less
    from a county than from its city, province or country; 0 where they reach none."""
    heights = [
        8 - len(digits_of(posting.region_id or ""))
        for posting in postings
        if any(lies_in(code, [posting]) for code in places_of(target))
    ]
    return max(heights, default=0)


def postings_then(target: Target) -> QuerySet[Posting]:
    """Those of who set it, as recorded at that moment: also one that was later ended with a day
    before."""
    day = timezone.localdate(target.set_at)
    held = Q(ends_on=None) | Q(ends_on__gte=day) | Q(ended_at__gt=target.set_at)
    return Posting.objects.filter(held, user=target.set_by, starts_on__lte=day)


def places_of(target: Target) -> list[str]:
    """Where it may be set from: of a pairing, both ends."""
    if target.pairing:
        return [target.pairing.east_id, target.pairing.west_id]
    return [target.region_id or target.organisation.region_id]
