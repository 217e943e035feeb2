"""Orders in every state, placed and paid as buyers do: by the shop's own verbs, with money of the
payment sandbox. What happened days ago is dated back afterwards."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.pages.demo.campaigns import FAIR, LIVE
from cms.users.models import User
from producers.regions.models import Region
from shop.basket import filling
from shop.buyers.models import Organisation
from shop.catalogue.models import Offer
from shop.counters.models import Counter
from shop.delivery import receiving, shipping
from shop.delivery.models import Carrier, Waybill
from shop.orders.fulfilling import become_paid
from shop.orders.letting_go import let_go
from shop.orders.models import Order, OrderEvent
from shop.orders.placing import place
from shop.payments import cancelling, paying, stripe
from shop.payments.models import Payment

PLACED, EXPIRED, GIVEN_UP = "placed", "expired", "given_up"
PAID, SHIPPED, RECEIVED, RETURNED = "paid", "shipped", "received", "returned"


@dataclass(frozen=True)
class Story:
    """What somebody ordered, how many days ago, and how far it came."""

    state: str
    days: int
    goods: dict[str, int]
    to: str = "370613"
    who: str = ""
    organisation: str = ""
    campaign: str = ""
    method: str = "card"
    card: tuple[str, str] = ("", "")
    hall: Counter | None = None
    voucher: str = ""


HALL = "hall-yantai-wushan"
PLUMS, ORANGES, APPLES = "wushan-cuili", "fengjie-qicheng", "jixian-pingguo"
STORIES = [
    Story(RECEIVED, 24, {PLUMS: 2}, who="buyer"),
    Story(RECEIVED, 21, {PLUMS: 3}, to="370602", campaign=HALL),
    Story(RECEIVED, 20, {ORANGES: 1}, to="310115", method="alipay"),
    Story(RECEIVED, 19, {PLUMS: 1, ORANGES: 1}, to="370202", who="buyer"),
    Story(RECEIVED, 17, {PLUMS: 40}, who="union", organisation="烟台市总工会"),
    Story(RECEIVED, 16, {APPLES: 2}, to="110105"),
    Story(RECEIVED, 15, {PLUMS: 2}, to="440106", campaign=LIVE),
    Story(RECEIVED, 13, {PLUMS: 4}, to="370611"),
    Story(RECEIVED, 12, {ORANGES: 2}, to="330106", method="alipay"),
    Story(RECEIVED, 11, {PLUMS: 1}, to="370102", campaign=LIVE),
    Story(RECEIVED, 10, {APPLES: 1, PLUMS: 2}, who="buyer"),
    Story(RETURNED, 1, {PLUMS: 5}, to="370613"),
    Story(RECEIVED, 9, {PLUMS: 2}, to="500103"),
    Story(RECEIVED, 8, {PLUMS: 3}, to="370612", campaign=HALL),
    Story(SHIPPED, 6, {PLUMS: 2}, to="370685"),
    Story(SHIPPED, 5, {ORANGES: 3}, to="320102", campaign=FAIR),
    Story(SHIPPED, 5, {PLUMS: 20}, who="union", organisation="烟台市总工会"),
    Story(GIVEN_UP, 4, {PLUMS: 1}, to="370613", who="buyer"),
    Story(SHIPPED, 4, {PLUMS: 1}, to="370602"),
    Story(SHIPPED, 3, {PLUMS: 2, ORANGES: 1}, who="buyer"),
    Story(SHIPPED, 3, {APPLES: 2}, to="120101", method="wechat_pay"),
    Story(EXPIRED, 3, {PLUMS: 2}, to="410102"),
    Story(SHIPPED, 2, {PLUMS: 6}, to="370202"),
    Story(EXPIRED, 2, {ORANGES: 1}, to="370613"),
    Story(SHIPPED, 2, {PLUMS: 2}, to="420102", campaign=LIVE),
    Story(RETURNED, 1, {APPLES: 1}, to="350102"),
    Story(PAID, 1, {PLUMS: 2}, to="370613"),
    Story(PAID, 1, {PLUMS: 1, ORANGES: 1}, to="370602", who="buyer"),
    Story(PAID, 1, {ORANGES: 2}, to="510104"),
    Story(PAID, 0, {PLUMS: 3}, to="370611", campaign=HALL),
    Story(PAID, 0, {PLUMS: 10}, who="union", organisation="烟台市总工会"),
    Story(PAID, 0, {PLUMS: 1}, to="370613", method="alipay"),
    Story(PAID, 0, {APPLES: 1}, to="370602", method="wechat_pay"),
    Story(RETURNED, 0, {PLUMS: 1}, to="370613", method="alipay", who="buyer"),
    Story(PLACED, 0, {PLUMS: 2}, who="buyer"),
]
NAMES = ["王秀兰", "李建国", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "孙悦", "周婷", "吴昊"]
STREETS = ["迎春大街{}号", "滨海中路{}号", "南大街{}号", "解放路{}号", "文化路{}号"]


def load(people: dict[str, User], say: Callable[[str], None]) -> None:
    if not sandbox_answers():
        say("no orders: the payment sandbox does not answer")
        return
    for number, story in enumerate(STORIES):
        tell(story, people, Random(f"order {number}"))
    say(f"{len(STORIES)} orders in every state")


def sandbox_answers() -> bool:
    try:
        stripe.events_since(timezone.now())
    except stripe.Unreachable:
        return False
    return True


def tell(story: Story, people: dict[str, User], rng: Random) -> Order:
    order = placed(story, people.get(story.who), rng)
    at = timezone.now() - timedelta(days=story.days, minutes=rng.randint(1, 50))
    if story.state == EXPIRED:
        with transaction.atomic():
            let_go(Order.objects.locked(order.pk), kind=OrderEvent.Kind.EXPIRED, at=at)
    elif story.state == GIVEN_UP:
        cancelling.cancel(order, by=people[story.who], reason="不想要了")
    elif story.state != PLACED:
        pay(order, story.method, at=at)
        go_on(story, order, people, rng)
    date_back(order, to=at - timedelta(minutes=3))
    return order


def placed(story: Story, buyer: User | None, rng: Random) -> Order:
    basket = None
    for goods, packs in story.goods.items():
        basket = filling.add(offer_of(goods), packs=packs, basket=basket, user=buyer)
    name = buyer.name if buyer else rng.choice(NAMES)
    to = story.hall.place_id if story.hall else story.to
    message, sender = story.card
    return place(
        basket=basket,
        buyer=buyer,
        delivery={
            "receiver": name,
            "phone": f"138{rng.randrange(10**8):08}",
            "email": buyer.email if buyer else f"guest{rng.randint(1, 99)}@shanhuo.example",
            "destination": Region.objects.select_related("parent__parent").get(pk=to),
            "street": story.hall.pick_up_address if story.hall else street_of(rng),
            "hall": story.hall,
            "gift_message": message,
            "gift_from": sender,
            "organisation": Organisation.objects.filter(name_zh=story.organisation).first(),
            "fresh_terms": True,
        },
        token=f"demo-{rng.randrange(16**12):012x}",
        language="zh-hans",
        campaign_code=story.campaign,
        voucher_code=story.voucher,
    )


def offer_of(goods: str) -> Offer:
    """By the slug of the product: its smallest pack, or where it says so the one of those grams
    (wushan-cuili@3000)."""
    slug, _, net_g = goods.partition("@")
    offers = Offer.objects.select_related("lot").filter(product__slug=slug)
    return offers.filter(net_g=net_g).get() if net_g else offers.first()


def street_of(rng: Random) -> str:
    return rng.choice(STREETS).format(rng.randint(1, 199))


def pay(order: Order, method: str, *, at: datetime) -> None:
    """As if the buyer had paid at that moment."""
    payment = paying.start(order)
    if payment.method == Payment.SPONSORED:
        return
    control("pay", session=payment.session_id, method=method)
    session = stripe.session(payment.session_id)
    with transaction.atomic():
        order = Order.objects.locked(order.pk)
        payment.status, payment.paid_at = Payment.Status.PAID, at
        payment.intent_id, payment.method = session.intent_id, session.method
        payment.save()
        become_paid(order, at=at)


def control(verb: str, **asked) -> None:
    """What only the sandbox can be told: here, that a buyer pays."""
    request = Request(
        f"{settings.STRIPE_API_BASE}/_sandbox/{verb}",
        data=json.dumps(asked).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=10):
        pass


def go_on(story: Story, order: Order, people: dict[str, User], rng: Random) -> None:
    order.refresh_from_db()
    if story.state == RETURNED:
        cancelling.cancel(order, by=people.get(story.who), reason="订错了")
    if story.state in (SHIPPED, RECEIVED):
        carrier, hours = Carrier.objects.get(pk="SF"), rng.randint(5, 20)
        for parcel in order.parcels.select_related("cooperative"):
            number = f"SF1{rng.randrange(10**12):012}"
            ours = parcel.cooperative.county_id == "500237"
            by = people["coop"] if ours else None
            shipping.ship(parcel, waybills=[(carrier, number)], by=by)
            later(parcel, "shipped_at", hours=hours)
    if story.state == RECEIVED:
        hours = 24 * rng.randint(2, 4)
        for parcel in order.parcels.all():
            receiving.receive(parcel, by=people.get(story.who))
            later(parcel, "received_at", hours=hours)


def later(parcel, what: str, *, hours: int) -> None:
    """So many hours after it was paid."""
    paid_at = parcel.order.events.get(kind=OrderEvent.Kind.PAID).at
    at = min(paid_at + timedelta(hours=hours), timezone.now())
    kind = what.removesuffix("_at")
    type(parcel).objects.filter(pk=parcel.pk).update(**{what: at})
    OrderEvent.objects.filter(parcel=parcel, kind=kind).update(at=at)
    if kind == OrderEvent.Kind.SHIPPED:
        Waybill.objects.filter(parcel=parcel).update(recorded_at=at)


def date_back(order: Order, *, to: datetime) -> None:
    """When it was placed, and what happened before money came. What the provider did since stands
    in the ledger as of today, and stays so."""
    order.refresh_from_db()
    by = order.placed_at - to
    Order.objects.filter(pk=order.pk).update(
        placed_at=to,
        held_until=order.held_until - by,
        fresh_terms_at=order.fresh_terms_at and to,
    )
    order.payments.update(started_at=F("started_at") - by, expires_at=F("expires_at") - by)
    unpaid = not order.payments.filter(status=Payment.Status.PAID).exists()
    kinds = [OrderEvent.Kind.PLACED, OrderEvent.Kind.TRANSFER]
    if unpaid:
        kinds.append(OrderEvent.Kind.CANCELLED)
    order.events.filter(kind__in=kinds).update(at=F("at") - by)
