from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from cms.users.models import User
from shop.basket.cookies import new_key
from shop.basket.models import Basket, BasketLine
from shop.catalogue.models import Offer


class TooMany(Exception):
    """More packs than one buyer may order at once, or than there are."""

    def __init__(self, most: int):
        super().__init__(most)
        self.most = most


@transaction.atomic
def add(offer: Offer, *, packs: int, basket: Basket | None, user: User | None, campaign: str = ""):
    """Put packs of an offer on sale into the basket, which is made where there is none. Returns
    the basket; raises TooMany, and then nothing is stored."""
    if basket is None:
        basket, just_made = new_basket(user, campaign)
    else:
        basket, just_made = locked(basket, campaign), False
    line = None if just_made else basket.lines.filter(offer=offer).first()
    if line is None:
        line = BasketLine(basket=basket, offer=offer, packs=0)
    fits(offer, line.packs + packs)
    line.packs += packs
    line.seen_price_fen = offer.price_fen
    line.save()
    return basket


@transaction.atomic
def add_what_fits(
    wanted: Mapping[Offer, int], *, basket: Basket | None, user: User | None
) -> tuple[Basket, Counter[Offer]]:
    """As many of the wanted packs of each offer on sale as there are and one buyer may order.
    Returns the basket, and how many were put into it."""
    basket = new_basket(user, "")[0] if basket is None else locked(basket)
    lines = {line.offer_id: line for line in basket.lines.all()}
    added = Counter()
    for offer, packs in wanted.items():
        there = lines.get(offer.pk) or BasketLine(basket=basket, offer=offer, packs=0)
        added[offer] = max(0, min(packs, most_of(offer) - there.packs))
        if added[offer]:
            there.packs += added[offer]
            there.seen_price_fen = offer.price_fen
            lines[offer.pk] = there
    BasketLine.objects.bulk_create(
        lines.values(),
        update_conflicts=True,
        unique_fields=["basket", "offer"],
        update_fields=["packs", "seen_price_fen"],
    )
    return basket, added


def new_basket(user: User | None, campaign: str) -> tuple[Basket, bool]:
    """It, and whether it was made now: two clicks at once of one who is signed in make one."""
    if user is None:
        return Basket.objects.create(key=new_key(), campaign_code=campaign), True
    return Basket.objects.get_or_create(
        user=user, defaults={"key": new_key(), "campaign_code": campaign}
    )


def locked(basket: Basket, campaign: str = "") -> Basket:
    # Two clicks at once would both find no line and both make one.
    basket = Basket.objects.select_for_update().get(pk=basket.pk)
    if campaign and campaign != basket.campaign_code:
        basket.campaign_code = campaign
        basket.save()
    return basket


def most_of(offer: Offer) -> int:
    return min(offer.packs_left, offer.limit_per_buyer)


def fits(offer: Offer, packs: int) -> None:
    most = most_of(offer)
    if packs > most:
        raise TooMany(most)


def change(line: BasketLine, *, packs: int) -> None:
    """Raises TooMany, and then nothing is stored."""
    fits(line.offer, packs)
    line.packs = packs
    line.save(update_fields=["packs"])


def confirm_price(line: BasketLine, *, price_fen: int) -> bool:
    """The buyer agrees to the price that was shown; not so where it moved on meanwhile."""
    if price_fen != line.offer.price_fen:
        return False
    line.seen_price_fen = price_fen
    line.save(update_fields=["seen_price_fen"])
    return True


@transaction.atomic
def take_along(*, key: str, user: User) -> None:
    """A guest who signs in keeps the basket; where both hold packs of an offer, the more counts."""
    guests = Basket.objects.select_for_update().filter(key=key, user=None).first()
    if guests is None:
        return
    own = Basket.objects.select_for_update().filter(user=user).first()
    if own is None:
        # The old key stays behind in the browser, and opens nothing once its owner signs out.
        guests.user, guests.key = user, new_key()
        guests.save()
        return
    there = {line.offer_id: line for line in own.lines.all()}
    for line in guests.lines.all():
        if line.offer_id in there:
            there[line.offer_id].packs = max(line.packs, there[line.offer_id].packs)
        else:
            line.basket = own
            there[line.offer_id] = line
    BasketLine.objects.bulk_update(there.values(), ["basket", "packs"])
    own.campaign_code = guests.campaign_code or own.campaign_code
    own.save()
    guests.delete()


def when_signed_in(request, user, **signal) -> None:
    """Heard from Django when somebody signs in."""
    if key := request.get_signed_cookie("basket", default=""):
        take_along(key=key, user=user)
