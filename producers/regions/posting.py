from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.regions.codes import range_of
from producers.regions.models import Posting, Region


class NotBelow(ValidationError):
    """Nobody makes an official at or above their own level, or outside their own place."""

    def __init__(self, region: Region):
        super().__init__(
            _("%(region)s does not lie below the place you are posted to."),
            params={"region": region.name},
        )


def post(*, user, region: Region, starts_on: date, ends_on: date | None, by, postings) -> Posting:
    """Somebody works for a place below those that `by` is posted to."""
    if not any(lies_below(region, posting.region) for posting in postings):
        raise NotBelow(region)
    return Posting.objects.create(
        user=user, region=region, starts_on=starts_on, ends_on=ends_on, made_by=by
    )


def lies_below(region: Region, above: Region | None) -> bool:
    if above is None:
        return True
    first, last = range_of(above.code)
    return region.level in above.levels_below and first <= region.code <= last


def end(posting: Posting, *, ends_on: date, by) -> None:
    """The last day somebody works there."""
    Posting.objects.filter(pk=posting.pk).update(
        ends_on=ends_on, ended_by=by, ended_at=timezone.now()
    )
