"""What of a parcel can be claimed, and until when. Each pack is claimed once."""

from datetime import datetime, time, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from shop.claims.models import Claim
from shop.orders.models import OrderLine, Parcel

# 消费者权益保护法, article 25; counted from the day after receipt by article 7 of the measures on
# returns within seven days (网络购买商品七日无理由退货暂行办法).
RETURN_DAYS = 7


def claimable(parcel: Parcel, kind: str) -> list[OrderLine]:
    """Lines of which a pack can be claimed now, each with its `packs_left` and `claim_until`."""
    if parcel.received_at is None:
        return []
    # Nothing is asked again where a page has read them for all its parcels.
    prefetch_related_objects([parcel], "lines__product", "lines__claim_lines")
    lines = list(parcel.lines.all())
    for line in lines:
        line.packs_left = line.packs - sum(part.packs for part in line.claim_lines.all())
        line.claim_until = claim_until(line, parcel, kind)
    now = timezone.now()
    return [
        line
        for line in lines
        if line.packs_left and line.claim_until is not None and now <= line.claim_until
    ]


def claim_until(line: OrderLine, parcel: Parcel, kind: str) -> datetime | None:
    """None where it cannot be claimed at all."""
    if kind == Claim.Kind.SPOILED:
        return parcel.received_at + timedelta(hours=line.claim_hours)
    # Fresh produce does not go back, where the buyer confirmed that before ordering.
    if line.product.fresh and parcel.order.fresh_terms_at:
        return None
    return end_of_return(parcel.received_at)


def end_of_return(received_at: datetime) -> datetime:
    """The end of the seventh day after the day of receipt, in Asia/Shanghai."""
    last = timezone.localdate(received_at) + timedelta(days=RETURN_DAYS)
    return timezone.make_aware(datetime.combine(last, time.max))
