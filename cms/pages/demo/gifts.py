"""Gifts, parcels that wait at the hall, and what a union and a cooperative pay for others."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from cms.pages.demo import orders
from cms.pages.demo.orders import ORANGES, PAID, PLUMS, RECEIVED, RETURNED, SHIPPED, Story
from cms.users.models import User
from producers.cooperatives.models import Cooperative
from shop.buyers.models import Organisation
from shop.counters.models import Counter
from shop.delivery.handing_over import arrive, hand_over
from shop.gifts.granting import confirm, grant_coupon, grant_quota
from shop.gifts.models import Grant

CARD = ("外婆，生日快乐！这是巫山今年的脆李，您尝尝。", "小雨")
COLLEAGUE = ("辛苦一年了，一点家乡的橙子。", "烟台市总工会 宋岚")


def load(people: dict[str, User]) -> None:
    quota, coupon = welfare(people), discount(people)
    if not orders.sandbox_answers():
        return
    hall = Counter.objects.select_related("place").get(code="yantai-wushan")
    stories = [
        Story(RECEIVED, 9, {PLUMS: 1}, to="110105", card=CARD),
        Story(PAID, 0, {PLUMS: 2}, to="370602", who="buyer", card=CARD),
        Story(PAID, 0, {ORANGES: 1}, to="370613", card=COLLEAGUE, voucher=quota[2]),
        Story(SHIPPED, 8, {PLUMS: 2}, hall=hall),
        Story(SHIPPED, 4, {PLUMS: 1}, who="buyer", hall=hall),
        Story(SHIPPED, 2, {PLUMS: 3}, hall=hall),
        Story(RECEIVED, 7, {PLUMS: 3}, who="buyer", voucher=quota[0]),
        Story(PAID, 0, {PLUMS: 2}, who="buyer", voucher=quota[0]),
        Story(RETURNED, 1, {PLUMS: 1}, to="370611", voucher=quota[1]),
        Story(SHIPPED, 3, {PLUMS: 3}, to="370611", voucher=coupon),
        Story(PAID, 1, {PLUMS: 4, ORANGES: 1}, to="370202", voucher=coupon),
    ]
    told = [orders.tell(story, people, Random(f"gift {n}")) for n, story in enumerate(stories)]
    # The first was fetched; the buyer's own lies there and waits.
    for order in told[3:5]:
        for parcel in order.parcels.all():
            arrive(parcel, by=people["hall"])
    hand_over(hall, code=told[3].pick_up_code, by=people["hall"])


def welfare(people: dict[str, User]) -> list[str]:
    """Codes of a quota that is good; another waits for the union's money."""
    today = timezone.localdate()
    union = Organisation.objects.get(name_zh="烟台市总工会")
    grants = [
        Grant(
            organisation=union,
            name_zh=name,
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=60),
            made_by=people["union"],
        )
        for name in ("秋季消费帮扶福利", "元旦慰问")
    ]
    emails = [people["buyer"].email, *(f"worker{n}@shanhuo.example" for n in range(1, 6))]
    good, _waiting = (grant_quota(grant, each_fen=30_000, emails=emails) for grant in grants)
    confirm(good, by=people["operator"])
    return list(good.vouchers.values_list("code", flat=True))


def discount(people: dict[str, User]) -> str:
    today = timezone.localdate()
    grant = Grant(
        cooperative=Cooperative.objects.filter(county="500237").earliest("pk"),
        name_zh="脆李季老客优惠",
        least_goods_fen=10_000,
        starts_on=today - timedelta(days=10),
        ends_on=today + timedelta(days=20),
        made_by=people["coop"],
    )
    confirm(grant_coupon(grant, each_fen=1000, uses=200), by=people["operator"])
    return grant.vouchers.get().code
