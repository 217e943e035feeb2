import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import digits

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from cms.users.models import User
from producers.harvests import stock
from producers.regions.models import Region
from shop.basket.checking import check
from shop.basket.models import Basket, BasketLine
from shop.basket.packing import Package, pack
from shop.buyers.models import BuyerKind, Member
from shop.channels.models import Campaign
from shop.gifts import using
from shop.gifts.models import Voucher
from shop.orders.codes import new_code
from shop.orders.models import Order, OrderEvent, OrderLine, Parcel, Recipient
from shop.orders.telling import tell_approvers, tell_buyer

# How long goods are kept for an order nobody has begun to pay.
HOLD = timedelta(minutes=30)
# The text a buyer of fresh goods confirms: a new one gets a new version.
FRESH_TERMS_VERSION = "2026-11"


# A package, and whom it goes to where that is not the order's own address.
Sent = tuple[Package, Recipient | None]


class BasketChanged(Exception):
    """What is in the basket cannot be ordered as the buyer saw it: the basket says why."""


class NotDelivered(Exception):
    """Something in the basket is not sent to the destination."""

    def __init__(self, packages: list[Package]):
        super().__init__(", ".join(str(package.cooperative) for package in packages))
        self.packages = packages


class TermsNotConfirmed(Exception):
    """Fresh goods have no seven-day return, and the buyer has not confirmed to know it."""


class TotalChanged(Exception):
    """Goods and freight together are not what the buyer was shown."""


class NobodyApproves(Exception):
    """The organisation wants the order approved, and has nobody who may: in words for who
    orders."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a buyer asks for at the checkout. `delivery` has receiver, phone, email, destination,
    street, organisation (or None) and fresh_terms, of one who picks up the hall, and of a gift
    gift_message and gift_from; `shown_fen` is what the page said the buyer pays, where it did."""

    basket: Basket
    buyer: User | None
    delivery: dict
    token: str
    language: str
    campaign_code: str = ""
    voucher_code: str = ""
    shown_fen: int | None = None


def place(**wish) -> Order:
    """Turn a basket into an unpaid order whose goods are held, and empty the basket. Takes what a
    Wish has. The same token again gives the same order. Raises BasketChanged, NotDelivered,
    TermsNotConfirmed, TotalChanged, NotUsable (of the voucher) or NobodyApproves; then nothing is
    stored."""
    wish = Wish(**wish)
    tries_left = 3
    while True:
        try:
            with transaction.atomic():
                return place_once(wish)
        except (BasketChanged, IntegrityError) as refusal:
            # A double click: the first one emptied the basket, or its token is taken.
            if order := Order.objects.filter(token=wish.token, buyer=wish.buyer).first():
                return order
            # Two orders that drew one code: draw again.
            tries_left -= 1
            if not tries_left or isinstance(refusal, BasketChanged):
                raise


def place_once(wish: Wish) -> Order:
    now = timezone.now()
    lines = take_out(wish.basket, now)
    packages = pack(lines, destination=wish.delivery["destination"].code)
    return write_order(wish, [(package, None) for package in packages], now)


def write_order(wish: Wish, sent: Sequence[Sent], now: datetime) -> Order:
    """The order, its goods held. Call inside a transaction."""
    packages = [package for package, _to in sent]
    recipients = {to.number: to for _package, to in sent if to}.values()
    refuse_what_nobody_agreed_to(wish, packages)
    voucher, sponsored_fen = sponsored(wish.voucher_code, packages, timezone.localdate(now))
    facts = facts_of(wish, packages, now) | {"voucher": voucher, "sponsored_fen": sponsored_fen}
    if wish.shown_fen not in (None, facts["total_fen"] - sponsored_fen):
        raise TotalChanged
    approvers = approvers_of(wish, facts["total_fen"])
    if approvers:
        until = now + timedelta(days=settings.APPROVAL_DAYS)
        facts |= {"status": Order.Status.TO_APPROVE, "held_until": until}
    order = Order.objects.create(**facts, recipient_count=len(recipients))
    hold([line for package in packages for line in package.lines], on=timezone.localdate(now))
    if voucher:
        using.use(voucher, fen=sponsored_fen, order_code=order.code, phone=order.phone)
    for recipient in recipients:
        recipient.order = order
    Recipient.objects.bulk_create(recipients)
    written = write_down(order, sent)
    kind = OrderEvent.Kind.TO_APPROVE if approvers else OrderEvent.Kind.PLACED
    order.events.create(kind=kind, at=now, by=wish.buyer)
    tell_buyer(order, "placed", lines=order.goods() if recipients else written)
    if approvers:
        tell_approvers(order, approvers)
    return order


def take_out(basket: Basket, now: datetime) -> list[BasketLine]:
    """The basket's lines, which are no longer in it."""
    lines = list(basket.lines.read(timezone.localdate(now)))
    if not lines or not check(lines):
        raise BasketChanged
    # Two orders of one basket at once: who comes second finds nothing to take out.
    taken, _by_table = BasketLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    if taken < len(lines):
        raise BasketChanged
    return lines


def refuse_what_nobody_agreed_to(wish: Wish, packages: Sequence[Package]) -> None:
    if refused := [package for package in packages if package.zone is None]:
        raise NotDelivered(refused)
    if has_fresh(packages) and not wish.delivery["fresh_terms"]:
        raise TermsNotConfirmed


def sponsored(code: str, packages: Sequence[Package], day: date) -> tuple[Voucher | None, int]:
    """The voucher with that code, and the fen its sponsor pays. Raises NotUsable."""
    if not code:
        return None, 0
    voucher = using.voucher_of(code, on=day)
    goods = Counter()
    for package in packages:
        goods[package.cooperative.pk] += package.goods_fen
    return voucher, using.share_of(voucher, goods=goods, freight_fen=total_of(packages)[1])


def approvers_of(wish: Wish, total_fen: int) -> list[Member]:
    """Those one of whom has to approve the order; nobody where nobody need. What a sponsor pays is
    approved like the rest. Raises NobodyApproves."""
    organisation = wish.delivery["organisation"]
    if not (organisation and organisation.wants_approval(total_fen)):
        return []
    approvers = list(organisation.approvers_beside(wish.buyer))
    if not approvers:
        raise NobodyApproves(
            _(
                "A colleague has to approve this order of %(organisation)s, and nobody beside you "
                "may: ask whoever keeps its list of members to name somebody. Nothing was ordered."
            )
            % {"organisation": organisation.name_zh}
        )
    return approvers


def has_fresh(packages: Sequence[Package]) -> bool:
    return any(line.offer.product.fresh for package in packages for line in package.lines)


def total_of(packages: Sequence[Package]) -> tuple[int, int]:
    """Fen of goods and of freight."""
    return (
        sum(package.goods_fen for package in packages),
        sum(package.freight_fen for package in packages),
    )


def facts_of(wish: Wish, packages: Sequence[Package], now: datetime) -> dict:
    destination = wish.delivery["destination"]
    organisation = wish.delivery["organisation"]
    hall = wish.delivery.get("hall")
    goods_fen, freight_fen = total_of(packages)
    fresh = has_fresh(packages)
    return {
        "code": new_code(),
        "token": wish.token,
        "key": secrets.token_urlsafe(16),
        "buyer": wish.buyer,
        "organisation": organisation,
        "buyer_kind": organisation.kind if organisation else BuyerKind.PERSON,
        "buyer_region_id": organisation.region_id if organisation else destination.code,
        "campaign": campaign_of(wish.campaign_code, now),
        "email": wish.delivery["email"],
        "phone": wish.delivery["phone"],
        "receiver": wish.delivery["receiver"],
        "destination": destination,
        "destination_name": full_name_zh(destination),
        "street": wish.delivery["street"],
        "hall": hall,
        "pick_up_code": get_random_string(8, digits) if hall else None,
        "gift_message": wish.delivery.get("gift_message", ""),
        "gift_from": wish.delivery.get("gift_from", ""),
        "language": wish.language,
        "goods_fen": goods_fen,
        "freight_fen": freight_fen,
        "total_fen": goods_fen + freight_fen,
        "fresh_terms_at": now if fresh else None,
        "fresh_terms_version": FRESH_TERMS_VERSION if fresh else "",
        "placed_at": now,
        "held_until": now + HOLD,
    }


def campaign_of(code: str, now: datetime) -> Campaign | None:
    campaign = Campaign.objects.filter(code=code).first() if code else None
    return campaign if campaign and campaign.holds_on(timezone.localdate(now)) else None


def full_name_zh(region: Region) -> str:
    names = []
    while region:
        names.append(region.name_zh)
        region = region.parent
    return "".join(reversed(names))


def hold(lines: Sequence[BasketLine], *, on: date) -> None:
    grams = {}
    for line in lines:
        grams[line.offer.lot_id] = grams.get(line.offer.lot_id, 0) + line.weight_g
    for lot_id in sorted(grams):
        try:
            stock.hold(lot_id, grams=grams[lot_id], on=on)
        except stock.SoldOut as gone:
            raise BasketChanged from gone


def write_down(order: Order, sent: Sequence[Sent]) -> list[OrderLine]:
    parcels = Parcel.objects.bulk_create(
        Parcel(
            order=order,
            recipient=recipient,
            number=number,
            cooperative=package.cooperative,
            transport=package.transport,
            promised_from=package.promised_from,
            promised_to=package.promised_to,
            gross_g=package.gross_g,
            freight_fen=package.freight_fen,
            ships_within_hours=package.template.ships_within_hours,
            arrives_within_days=package.zone.arrives_within_days,
        )
        for number, (package, recipient) in enumerate(sent, start=1)
    )
    in_parcels = [
        (parcel, line)
        for parcel, (package, _to) in zip(parcels, sent, strict=True)
        for line in package.lines
    ]
    return OrderLine.objects.bulk_create(
        order_line(order, parcel, line, number)
        for number, (parcel, line) in enumerate(in_parcels, start=1)
    )


def order_line(order: Order, parcel: Parcel, line: BasketLine, number: int) -> OrderLine:
    offer, product = line.offer, line.offer.product
    return OrderLine(
        order=order,
        number=number,
        parcel=parcel,
        offer=offer,
        product=product,
        lot=offer.lot,
        category=product.category,
        origin=product.county,
        origin_name=product.county.name_zh,
        product_zh=product.name_zh,
        product_en=product.name_en,
        cooperative_zh=offer.lot.cooperative.name_zh,
        packs=line.packs,
        net_g=offer.net_g,
        gross_g=offer.gross_g,
        price_fen=offer.price_fen,
        amount_fen=line.amount_fen,
        weight_g=line.weight_g,
        claim_hours=product.claim_hours,
    )
