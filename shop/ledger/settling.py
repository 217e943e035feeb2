"""The channel a sale of our own counts for. Nobody types it."""

from datetime import date

from shop.buyers.models import CHANNEL_OF_KIND
from shop.channels.models import Campaign
from shop.ledger.models import Direction


def channel_of(*, buyer_kind: str, campaign: Campaign | None, direction: str, on: date) -> str:
    """The one primary channel: what the account is goes before the code of a hall, a livestream
    or a fair, that before the pairing, and that before plain retail. Goods from east to west are
    no assistance, so they are retail."""
    if channel := CHANNEL_OF_KIND.get(buyer_kind):
        return channel
    if campaign and campaign.holds_on(on):
        return campaign.channel_id
    if direction == Direction.WEST_TO_EAST:
        return "PAIR"
    return "RETAIL"
