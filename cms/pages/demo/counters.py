"""The hall of Wushan in Yantai: some closed days, and today, which is still open."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from cms.users.models import User
from shop.catalogue.models import Product
from shop.channels.models import Campaign
from shop.counters.closing import close
from shop.counters.models import Counter, CounterGood, CounterSale
from shop.counters.selling import sell

# The code its page has too.
HALL = "hall-yantai-wushan"
CLOSED_DAYS, SALES_A_DAY = 5, 12
PACKS = ((1500, "1.5kg/箱", 4580), (2500, "2.5kg/箱", 6880))


def load(accounts: dict[str, User]) -> None:
    clerk, rng = accounts["hall"], Random(3706)
    hall = Counter.objects.create(
        code="yantai-wushan",
        channel_id="PAIRHALL",
        place_id="370600",
        name_zh="烟台巫山人家",
        name_en="House of Wushan in Yantai",
        pick_up_street="莱山区迎春大街163号",
        pick_up_hours="09:00–20:00",
        campaign=Campaign.objects.get(code=HALL),
        made_by=accounts["yantai"],
    )
    hall.clerks.create(user=clerk, starts_on=timezone.localdate() - timedelta(days=60))
    products = Product.objects.filter(county="500237").order_by("pk")[:4]
    goods = [
        CounterGood.objects.create(
            counter=hall, product=product, net_g=net_g, pack_zh=pack, price_fen=price_fen
        )
        for product in products
        for net_g, pack, price_fen in PACKS
    ]
    for days_ago in range(CLOSED_DAYS, -1, -1):
        for number in range(SALES_A_DAY):
            sell(
                rng.choice(goods),
                packs=rng.randint(1, 3),
                token=f"demo{days_ago:02}{number:02}".ljust(32, "0"),
                by=clerk,
            )
        if days_ago:
            # They happened on their day.
            then = timezone.now() - timedelta(days=days_ago)
            CounterSale.objects.filter(closing=None).update(at=then)
            close(hall, by=clerk)
