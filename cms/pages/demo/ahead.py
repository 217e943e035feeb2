"""Sold ahead in the demo: plums of the coming season, and a terrace of them that the frost took."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from cms.pages.demo import orders
from cms.pages.demo.orders import PAID, PLUMS, Story
from cms.users.models import User
from producers.harvests.failing import fail
from producers.harvests.models import Lot
from producers.harvests.opening import open_lot
from producers.harvests.preselling import presell
from shop.catalogue import listing
from shop.catalogue.models import Offer, Product
from shop.payments import failing

DAY = timedelta(days=1)
BOX = {"net_g": 3_000, "gross_g": 3_700, "price_fen": 8_280}
LARGE_BOX = {"net_g": 4_000, "gross_g": 4_800, "price_fen": 10_480}
STORIES = [
    Story(PAID, 3, {f"{PLUMS}@3000": 2}, who="buyer"),
    Story(PAID, 2, {f"{PLUMS}@3000": 1}, to="370602"),
    Story(PAID, 1, {f"{PLUMS}@3000": 5}, who="union", organisation="烟台市总工会"),
]
FROZEN = [
    Story(PAID, 4, {f"{PLUMS}@4000": 1}, who="buyer"),
    Story(PAID, 3, {f"{PLUMS}@4000": 2}, to="370211"),
]


def load(people: dict[str, User]) -> None:
    product = Product.objects.get(slug=PLUMS)
    opens = next_first_of_july(timezone.localdate())
    sold_ahead(product, BOX, opens=opens, number=101, total_g=2_000_000, by=people["coop"])
    frozen = sold_ahead(
        product, LARGE_BOX, opens=opens, number=102, total_g=300_000, by=people["coop"]
    )
    if not orders.sandbox_answers():
        return
    for number, story in enumerate(STORIES + FROZEN):
        orders.tell(story, people, Random(f"ahead {number}"))
    fail(frozen, reason="花期倒春寒，这一台地坐果不足一成。", by=people["coop"])
    for order in failing.left_to_undo():
        failing.undo(order)


def sold_ahead(product: Product, box: dict, *, opens: date, number: int, total_g: int, by) -> Lot:
    """Six tenths of it at most, until five days before it is picked."""
    lot = Lot(
        cooperative=product.listed_by,
        batch=f"{opens.year}-{number}",
        produce_zh=product.name_zh,
        grade=Lot.Grade.SPECIAL,
        harvest_from=opens,
        harvest_to=opens + 45 * DAY,
        sells_from=opens,
        sells_to=opens + 60 * DAY,
        total_g=total_g,
        presale_from=timezone.localdate() - 10 * DAY,
        presale_to=opens - 5 * DAY,
        ships_from=opens,
        ships_to=opens + 14 * DAY,
        presale_limit_g=total_g * 6 // 10,
        presale_limit_orders=300,
    )
    open_lot(lot, by=by)
    presell(lot, by=by)
    listing.offer_packs(Offer(product=product, lot=lot, limit_per_buyer=20, **box), by=by)
    return lot


def next_first_of_july(today: date) -> date:
    """At least two months ahead, so that there is a season to sell before."""
    this_year = date(today.year, 7, 1)
    return this_year if this_year - today > 60 * DAY else date(today.year + 1, 7, 1)
