"""Closing a period, and opening it again."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.regions.models import Region
from shop.bulletins import drawing
from shop.bulletins.models import Closing
from shop.statistics.choices import usual_side


class NotOver(ValidationError):
    def __init__(self):
        super().__init__(_("This month is not over. Choose one that is."))


def close(*, region: Region, first: date, last: date, by) -> Closing:
    """The closing of whole months from a first day to a last one. Who closes what is closed
    already is led to the bulletin there is."""
    if last >= timezone.localdate():
        raise NotOver
    return ask_for(region_id=region.pk, side=usual_side(region.pk), first=first, last=last, by=by)


def reopen(closing: Closing, *, reason: str, by) -> Closing:
    """The next bulletin of the same period; this one stays as it is. Twice at once is once."""
    return ask_for(
        region_id=closing.region_id,
        side=closing.side,
        first=closing.first,
        last=closing.last,
        number=closing.number + 1,
        reason=reason,
        by=by,
    )


@transaction.atomic
def ask_for(*, region_id: str, side: str, first: date, last: date, by, number=1, reason=""):
    closing, is_new = Closing.objects.get_or_create(
        region_id=region_id,
        first=first,
        last=last,
        number=number,
        defaults={"side": side, "reason": reason, "asked_by": by, "asked_at": timezone.now()},
    )
    if is_new:
        drawing.from_queue.enqueue(closing.pk)
    return closing
