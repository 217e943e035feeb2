"""Bulletins for tests: asked for and drawn up at once."""

from datetime import date

from producers.models import Region
from shop.bulletins.closing import close
from shop.bulletins.drawing import draw_up
from shop.models import Closing

FIRST, LAST = date(2022, 7, 1), date(2022, 7, 31)


def asked(*, by, region: str = "500237", first: date = FIRST, last: date = LAST) -> Closing:
    return close(region=Region.objects.get(code=region), first=first, last=last, by=by)


def drawn_up(*, closed_at=None, **fields) -> Closing:
    closing = asked(**fields)
    draw_up(closing, closed_at=closed_at)
    return Closing.objects.get(pk=closing.pk)
