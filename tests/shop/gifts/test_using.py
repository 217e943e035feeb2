from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation

from producers.models import Lot
from shop.gifts import using
from shop.gifts.granting import stop
from shop.gifts.using import NotUsable
from shop.models import Entry, Notice, Order, Payment, Refund, Return, Voucher
from shop.orders.fulfilling import hold_again
from shop.orders.letting_go import let_go
from shop.orders.placing import place
from shop.payments import refunding
from shop.payments.cancelling import cancel
from shop.payments.paying import settle, start
from shop.statistics.checking import check
from tests import world
from tests.shop.gifts import grants
from tests.shop.payments.buying import kinds, long_ago, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def union():
    return world.organisation()


@pytest.fixture
def plums():
    return world.plums()


def order(*offers, code, packs=1, phone="13800138000") -> Order:
    """A box of plums to Yantai: goods 6880, freight 2100."""
    return place(
        basket=world.basket(*offers, packs=packs),
        buyer=None,
        delivery=world.delivery(phone=phone),
        token=f"t{Order.objects.count()}",
        language="zh-hans",
        voucher_code=code,
    )


def left(voucher) -> tuple[int, int]:
    return Voucher.objects.values_list("left_fen", "uses_left").get(pk=voucher.pk)


def nothing_differs() -> bool:
    return check()[1] == []


def test_the_sponsor_pays_its_part_and_the_ledger_has_the_full_price(sandbox, union, plums):
    coupon = grants.coupon(organisation=union)
    placed = order(plums, code=coupon.code)
    assert (placed.total_fen, placed.sponsored_fen, placed.due_fen) == (8980, 1000, 7980)
    assert left(coupon) == (1000, 1)
    payment = pay(sandbox, placed)
    assert (payment.amount_fen, payment.status) == (7980, "paid")
    assert Entry.objects.get().amount_fen == 6880
    assert "烟台市总工会" in Notice.objects.get(key=f"order:{placed.code}:placed").body
    assert nothing_differs()


def test_cancelled_the_buyer_gets_back_what_the_buyer_paid(sandbox, union, plums):
    quota = grants.quota(organisation=union, each_fen=5000)
    placed = order(plums, code=quota.code)
    pay(sandbox, placed)
    cancel(placed)
    refund = Refund.objects.get()
    assert (refund.amount_fen, refund.sponsor_fen, refund.status) == (3980, 5000, "succeeded")
    using.give_back(placed.code, fen=5000, source=f"refund:{refund.pk}")
    assert left(quota) == (5000, 1000)
    assert sum(Entry.objects.values_list("amount_fen", flat=True)) == 0
    assert nothing_differs()


def test_where_a_sponsor_pays_all_nobody_is_asked(union, plums):
    quota = grants.quota(organisation=union, each_fen=30_000)
    placed = order(plums, code=quota.code)
    payment = start(placed)
    assert (payment.method, payment.status, payment.amount_fen) == ("sponsored", "paid", 0)
    assert kinds(placed) == ["placed", "paid"]
    assert "烟台市总工会" in Notice.objects.get(key=f"order:{placed.code}:paid").body
    assert nothing_differs()
    cancel(placed)
    refund = Refund.objects.get()
    assert (refund.amount_fen, refund.sponsor_fen, refund.status) == (0, 8980, "succeeded")
    assert left(quota) == (30_000, 1000)
    assert Lot.objects.get().available_g == 1_000_000
    assert "烟台市总工会" in Notice.objects.get(key__contains=":refunded:").body
    assert nothing_differs()


def test_parts_go_back_to_the_buyer_first_and_the_rest_to_the_sponsor(sandbox, union, plums):
    quota = grants.quota(organisation=union, each_fen=7000)
    placed = order(plums, code=quota.code)
    pay(sandbox, placed)
    line = placed.lines.get().pk
    for asked in (1500, 1500, 9999):
        with transaction.atomic():
            wanted = refunding.want_back(Order.objects.locked(placed.pk), {line: asked}, reason="")
        refunding.follow_up(wanted)
    parts = Refund.objects.values_list("amount_fen", "sponsor_fen")
    assert list(parts) == [(1500, 0), (480, 1020), (0, 3880)]
    assert left(quota) == (1020 + 3880, 999)
    assert nothing_differs()


def test_a_refund_that_failed_later_gives_the_sponsor_nothing_twice(sandbox, union, plums):
    quota = grants.quota(organisation=union, each_fen=5000)
    placed = order(plums, code=quota.code)
    pay(sandbox, placed, card="4000000000005126")
    cancel(placed)
    first = Refund.objects.get()
    sandbox.settle(first.provider_id, "failed")
    refunding.try_again(refunding.follow_up(first))
    second = Refund.objects.get(follows=first)
    assert (second.amount_fen, second.sponsor_fen) == (3980, 0)
    assert Return.objects.count() == 1
    refunding.succeed(placed, second)
    assert left(quota) == (5000, 1000)


def test_not_paid_in_time_it_is_given_back_and_late_money_takes_it_again(sandbox, union, plums):
    coupon = grants.coupon(organisation=union, uses=1)
    placed = order(plums, code=coupon.code)
    payment = start(placed)
    with transaction.atomic():
        let_go(Order.objects.locked(placed.pk), kind="expired", at=timezone.now())
    assert left(coupon) == (1000, 1)
    sandbox.pay(payment.session_id)
    from_now = settle(payment)
    assert (from_now.status, from_now.order.status) == ("paid", "paid")
    assert left(coupon) == (0, 0)
    assert nothing_differs()


def test_late_money_goes_back_where_another_used_it_meanwhile(union, plums):
    coupon = grants.coupon(organisation=union, uses=1)
    placed = order(plums, code=coupon.code)
    let_go(placed, kind="expired", at=timezone.now())
    order(plums, code=coupon.code, phone="13900139000")
    with transaction.atomic():
        assert not hold_again(placed)
    assert Lot.objects.get().held_g == 2500


def test_late_money_takes_nothing_of_a_grant_its_sponsor_stopped(union, plums):
    coupon = grants.coupon(organisation=union, uses=1)
    placed = order(plums, code=coupon.code)
    let_go(placed, kind="expired", at=timezone.now())
    stop(coupon.grant, by=coupon.grant.made_by)
    with transaction.atomic():
        assert not hold_again(placed)
    assert left(coupon) == (1000, 1)


def test_a_coupon_is_used_once_by_each_phone(union, plums):
    coupon = grants.coupon(organisation=union, uses=3)
    first = order(plums, code=coupon.code)
    with pytest.raises(NotUsable, match="phone number already"):
        order(plums, code=coupon.code)
    assert Order.objects.get() == first
    order(plums, code=coupon.code, phone="13900139000")
    cancel(first)
    order(plums, code=coupon.code)
    assert left(coupon) == (1000, 1)


def test_a_quota_is_divided_among_orders_until_nothing_is_left(union, plums):
    quota = grants.quota(organisation=union, each_fen=10_000)
    assert order(plums, code=quota.code).sponsored_fen == 8980
    assert order(plums, code=quota.code).sponsored_fen == 1020
    with pytest.raises(NotUsable, match="Nothing is left"):
        order(plums, code=quota.code)


def test_what_is_left_to_pay_is_nothing_or_what_the_provider_takes(union, plums):
    quota = grants.quota(organisation=union, each_fen=8900)
    assert order(plums, code=quota.code).due_fen == 400


def test_of_a_very_small_order_it_pays_nothing(union):
    code = grants.quota(organisation=union, each_fen=100).code
    millet = world.offer(world.millet().product, Lot.objects.get(), price_fen=100, net_g=1)
    grower = Lot.objects.get().cooperative
    grower.freight_templates.get().zones.update(first_fen=0, step_fen=0)
    with pytest.raises(NotUsable, match="too little"):
        order(millet, code=code, packs=2)


def test_a_cooperative_pays_for_its_own_goods_only(plums):
    millet = world.millet()
    coupon = grants.coupon(cooperative=plums.lot.cooperative, each_fen=50_000, least_goods_fen=6000)
    assert order(plums, millet, code=coupon.code).sponsored_fen == 6880
    with pytest.raises(NotUsable, match="for goods of"):
        order(millet, code=coupon.code)


def test_an_order_must_be_large_enough(union):
    coupon = grants.coupon(organisation=union, least_goods_fen=9900)
    with pytest.raises(NotUsable, match="99.00 or more"):
        order(world.millet(), code=coupon.code)


@pytest.mark.parametrize("wrong", ["unknown", "unconfirmed", "stopped", "over", "not yet"])
def test_a_code_that_is_not_good_today_pays_nothing(union, plums, wrong):
    today = timezone.localdate()
    day = timedelta(days=1)
    fields = {
        "over": {"starts_on": today - 2 * day, "ends_on": today - day},
        "not yet": {"starts_on": today + day, "ends_on": today + day},
        "unconfirmed": {"confirmed": False},
    }
    coupon = grants.coupon(organisation=union, **fields.get(wrong, {}))
    if wrong == "stopped":
        stop(coupon.grant, by=coupon.grant.made_by)
    with pytest.raises(NotUsable, match="not valid"):
        order(plums, code="NOSUCHCODE" if wrong == "unknown" else coupon.code)
    assert not Order.objects.exists()


def test_what_is_all_the_sponsors_is_followed_up_though_it_came_by_transfer(union, plums):
    quota = grants.quota(organisation=union, each_fen=8000)
    placed = order(plums, code=quota.code)
    with transaction.atomic():
        placed.payments.create(
            amount_fen=980,
            status="paid",
            method=Payment.TRANSFER,
            call_key="transfer",
            call_parameters={},
            started_at=timezone.now(),
            expires_at=timezone.now(),
        )
        line = placed.lines.get().pk
        for asked in (980, 1000):
            refunding.want_back(placed, {line: asked}, reason="")
    buyers, sponsors = Refund.objects.all()
    assert refunding.follow_up(buyers).status == "wanted"
    long_ago(sponsors, "asked_at")
    assert list(refunding.left_unfinished()) == [sponsors]
