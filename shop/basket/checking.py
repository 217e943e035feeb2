"""What keeps a basket from being ordered as the buyer saw it."""

from collections.abc import Sequence

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.basket.models import BasketLine


class Trouble(models.TextChoices):
    STOPPED = "stopped", _("No longer on sale. Please remove it.")
    SOLD_OUT = "sold_out", _("Sold out. Please remove it.")
    LESS_LEFT = "less_left", _("Less is left than you want. Please take fewer packs.")
    OVER_LIMIT = "over_limit", _("More than one buyer may order at once. Please take fewer packs.")
    PRICE = "price", _("The price has changed. Please confirm the new one or remove it.")


def check(lines: Sequence[BasketLine]) -> bool:
    """Say of each line as it was read how many packs there are for it, and what is in the way,
    as `packs_left` and `trouble`; True where nothing is. Lines of one lot share its grams."""
    today = timezone.localdate()
    left = {line.offer.lot_id: line.offer.lot.left_g(today) for line in lines}
    for line in lines:
        line.packs_left = left[line.offer.lot_id] // line.offer.net_g
        line.trouble = trouble_of(line)
        left[line.offer.lot_id] -= min(line.packs, line.packs_left) * line.offer.net_g
    return not any(line.trouble for line in lines)


def trouble_of(line: BasketLine) -> Trouble | None:
    if not line.on_sale:
        return Trouble.STOPPED
    if not line.packs_left:
        return Trouble.SOLD_OUT
    if line.packs > line.packs_left:
        return Trouble.LESS_LEFT
    if line.packs > line.offer.limit_per_buyer:
        return Trouble.OVER_LIMIT
    if line.price_changed:
        return Trouble.PRICE
    return None
