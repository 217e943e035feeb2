"""Sold ahead in the demo: next season's plums of Wushan."""

from datetime import date, timedelta

from django.utils import timezone

from cms.users.models import User
from producers.harvests.models import Lot
from producers.harvests.opening import open_lot
from producers.harvests.preselling import presell
from shop.catalogue import listing
from shop.catalogue.models import Offer, Product

PLUMS = "wushan-cuili"
DAY = timedelta(days=1)
BOX = {"net_g": 3_000, "gross_g": 3_700, "price_fen": 8_280}


def load(people: dict[str, User]) -> None:
    product, by = Product.objects.get(slug=PLUMS), people["coop"]
    today = timezone.localdate()
    opens = next_first_of_july(today)
    lot = Lot(
        cooperative=product.listed_by,
        batch=f"{opens.year}-101",
        produce_zh=product.name_zh,
        grade=Lot.Grade.SPECIAL,
        harvest_from=opens,
        harvest_to=opens + 45 * DAY,
        sells_from=opens,
        sells_to=opens + 60 * DAY,
        total_g=2_000_000,
        presale_from=today - 10 * DAY,
        presale_to=opens - 5 * DAY,
        ships_from=opens,
        ships_to=opens + 14 * DAY,
        presale_limit_g=1_200_000,
        presale_limit_orders=300,
    )
    open_lot(lot, by=by)
    presell(lot, by=by)
    net_g, gross_g, price_fen = BOX
    offer = Offer(
        product=product,
        lot=lot,
        net_g=net_g,
        gross_g=gross_g,
        price_fen=price_fen,
        limit_per_buyer=20,
    )
    listing.offer_packs(offer, by=by)


def next_first_of_july(today: date) -> date:
    """At least two months ahead, so that there is a season to sell before."""
    this_year = date(today.year, 7, 1)
    return this_year if this_year - today > 60 * DAY else date(today.year + 1, 7, 1)
