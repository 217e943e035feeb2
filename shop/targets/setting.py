from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shop.statistics.choices import inside
from shop.targets.models import Target


class NotYours(ValidationError):
    """Nobody decides outside the places they are posted to."""

    def __init__(self, name: str):
        super().__init__(
            _("%(name)s does not lie in the place you are posted to."), params={"name": name}
        )


def lies_in(code: str, postings) -> bool:
    return any(posting.region_id is None or inside(code, posting.region_id) for posting in postings)


def set_target(target: Target, *, by, postings) -> Target:
    """A new row of its subject, which holds from now on; the ones before stay as history."""
    if not any(lies_in(code, postings) for code in places_of(target)):
        raise NotYours(target.name)
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


def places_of(target: Target) -> list[str]:
    """Where it may be set from: of a pairing, both ends."""
    if target.pairing:
        return [target.pairing.east_id, target.pairing.west_id]
    return [target.region_id or target.organisation.region_id]
