"""A colleague orders for an organisation, another approves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from producers.models import Lot
from shop.models import Entry, Member, Notice, Order, RecipientList, Voucher
from shop.orders.fulfilling import NotHeld, become_paid
from shop.orders.placing import NobodyApproves
from shop.payments.approving import CannotDecide, approve, refuse
from shop.payments.cancelling import cancel
from shop.payments.expiring import expire, overdue
from shop.payments.paying import NotApproved, start
from shop.payments.transfers.choosing import choose_transfer
from shop.payments.transfers.matching import take
from shop.statistics.checking import check
from tests import queries, world
from tests.shop.gifts import grants
from tests.shop.orders.recipients import lists
from tests.shop.orders.test_checkout import fill, message_of
from tests.shop.orders.test_checkout import order as check_out
from tests.shop.payments.buying import kinds, long_ago
from tests.shop.payments.transfers.bank import came

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def unit():
    return world.organisation(approval_from_fen=0)


@pytest.fixture
def buyer(unit):
    """Who may approve as well, though not what they ordered themselves."""
    return world.member(unit, "buyer", approves=True)


@pytest.fixture
def head(unit):
    return world.member(unit, "head", approves=True, last_name="宋岚")


@pytest.fixture
def order(unit, buyer, head):
    return world.order(world.plums(grams=2500), organisation=unit, buyer=buyer)


def of(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def test_an_order_waits_with_its_goods_held_and_who_may_approve_is_told_once(order, head):
    assert order.status == "to_approve"
    assert order.held_until > timezone.now() + timedelta(days=2, hours=23)
    assert Lot.objects.get().held_g == 2500
    assert kinds(order) == ["to_approve"]
    placed, asked = Notice.objects.order_by("pk")
    assert placed.email == order.email and "同事审批" in placed.body
    assert (asked.email, asked.key) == (head.email, f"approval:{order.code}:{head.pk}")
    assert order.get_absolute_url() in asked.body


def test_no_way_to_pay_is_open_before(client, order, buyer):
    with pytest.raises(NotApproved):
        start(order)
    with pytest.raises(NotApproved):
        choose_transfer(order)
    with pytest.raises(NotHeld):
        become_paid(order, at=timezone.now())
    client.force_login(buyer)
    for way in ("payment", "payment_transfer"):
        page = client.post(reverse(way, args=[order.code]), follow=True).text
        assert "须经同事审批" in page
        assert "立即支付" not in page
    assert not order.payments.exists()


def test_approved_it_can_be_paid_and_the_goods_are_held_as_long_again(order, head):
    long_ago(order, "held_until", hours=-1)
    approve(order, by=head)
    order = of(order)
    assert order.status == "placed"
    assert order.held_until > timezone.now() + timedelta(days=2, hours=23)
    said = order.events.get(kind="approved")
    assert said.by == head
    assert order.get_absolute_url() in Notice.objects.get(kind="approved").body
    assert choose_transfer(order).by_transfer


def test_refused_it_gives_its_goods_back_and_says_why(order, head):
    refuse(order, by=head, reason="本月预算已用完")
    order = of(order)
    assert order.status == "cancelled"
    assert (Lot.objects.get().available_g, Lot.objects.get().held_g) == (2500, 0)
    assert order.events.values_list("kind", "by", "reason").last() == (
        "refused",
        head.pk,
        "本月预算已用完",
    )
    told = Notice.objects.get(kind="cancelled")
    assert told.email == order.email and "本月预算已用完" in told.body
    # Money sent all the same is for an operator to send back.
    line = take("1", came(order.code, order.total_fen), by=world.operator())
    assert line.state == "not_expected"
    assert of(order).status == "cancelled"


def test_what_is_decided_or_cancelled_is_decided_once(order, head, unit):
    other = world.member(unit, "other", approves=True)
    approve(order, by=head)
    with pytest.raises(CannotDecide, match="已作出决定"):
        refuse(order, by=other, reason="不买了")
    assert kinds(order) == ["to_approve", "approved"]
    later = world.order(world.millet(), organisation=unit, buyer=other)
    cancel(later, by=other)
    with pytest.raises(CannotDecide, match="已作出决定"):
        approve(later, by=head)
    assert of(later).status == "cancelled"


def test_after_its_time_nobody_decides_and_who_ordered_is_told(order, head):
    long_ago(order, "held_until", hours=0)
    for decide in (lambda: approve(order, by=head), lambda: refuse(order, by=head, reason="晚了")):
        with pytest.raises(CannotDecide, match="审批期限已过"):
            decide()
    assert kinds(order) == ["to_approve"]
    assert list(overdue()) == [order]
    for _twice in range(2):
        expire(order)
    assert Lot.objects.get().available_g == 2500
    assert order.events.last().reason == "未在期限内获得审批。"
    assert Notice.objects.filter(key__endswith=":undecided").count() == 1
    with pytest.raises(CannotDecide, match="审批期限已过"):
        approve(order, by=head)
    assert of(order).status == "expired"


def test_nobody_decides_what_is_not_theirs_to_decide(client, order, buyer, head, unit):
    member = world.member(unit, "member")
    away = world.organisation(name_zh="天水市总工会")
    foreign = world.member(away, "foreign", approves=True, keeper=True)
    people = [buyer, member, foreign, world.operator(), world.user("stranger")]
    for person in people:
        client.force_login(person)
        assert client.post(reverse("order_approval", args=[order.code])).status_code == 404
        answer = client.post(reverse("order_refusal", args=[order.code]), {"reason": "不同意"})
        assert answer.status_code == 404
    # Removed while their page is open.
    Member.objects.filter(user=head).update(ended_at=timezone.now())
    for person in (*people, head):
        with pytest.raises(CannotDecide, match="不再审批"):
            approve(order, by=person)
    assert kinds(order) == ["to_approve"]
    client.force_login(buyer)
    assert "目前没有人可以审批" in client.get(order.get_absolute_url()).text


@pytest.mark.parametrize(("from_fen", "status"), [(8981, "placed"), (8980, "to_approve")])
def test_only_orders_from_an_amount_on_wait(unit, buyer, head, from_fen, status):
    unit.approval_from_fen = from_fen
    unit.save()
    order = world.order(world.plums(), organisation=unit, buyer=buyer)
    assert (order.total_fen, order.status) == (8980, status)


def test_where_nobody_else_may_approve_nothing_is_ordered(client, unit, buyer):
    world.member(unit, "member")
    plums = world.plums()
    client.force_login(buyer)
    fill(client, plums)
    refused = check_out(client, organisation=unit.pk)
    assert ["Nothing was ordered" in said for said in message_of(refused)] == [True]
    listed = lists.kept([lists.row(1)], plums, of=unit, by=buyer)
    shown = {**lists.contact(), "shown_fen": lists.total_of(listed)}
    page = client.post(f"/en/recipients/{listed.pk}/", shown).text
    assert "nobody beside you may" in page
    assert not Order.objects.exists()
    assert RecipientList.objects.exists()
    assert Lot.objects.get().held_g == 0
    assert not Notice.objects.exists()
    with pytest.raises(NobodyApproves):
        world.order(plums, organisation=unit, buyer=buyer)


def test_at_the_checkout_it_costs_two_more_questions_and_leads_to_the_order(
    client, unit, buyer, head
):
    for number in range(3):
        world.member(unit, f"head{number}", approves=True)
    library = world.organisation(name_zh="图书馆")
    Member.objects.create(organisation=library, user=buyer)
    client.force_login(buyer)
    fill(client, world.plums())
    page = client.get("/en/checkout/").text
    assert "烟台市总工会 (a colleague approves)<" in page and ">图书馆<" in page
    unit.approval_from_fen = 5000
    unit.save()
    assert "烟台市总工会 (from ¥50.00 on a colleague approves)" in client.get("/en/checkout/").text
    # One finds who approves, one tells them all; session, user, organisation are every member's.
    with queries.at_most(14 + 3 + 2):
        answer = check_out(client, organisation=unit.pk)
    order = Order.objects.get()
    assert answer["Location"] == f"/en/orders/{order.code}/"
    assert Notice.objects.filter(key__startswith="approval:").count() == 4


def test_an_order_to_many_waits_alike(unit, buyer, head):
    order = lists.ordered([lists.row(1), lists.row(2)], world.plums(), of=unit, by=buyer)
    assert order.status == "to_approve"
    refuse(order, by=head, reason="人数不对")
    assert Lot.objects.get().held_g == 0


def test_what_a_sponsor_pays_in_full_waits_too_and_is_paid_once_approved(client, unit, buyer, head):
    quota = grants.quota(organisation=unit, each_fen=100_000)
    plums = world.plums()
    bought = {"organisation": unit, "buyer": buyer, "voucher_code": quota.code}
    refused, order = world.order(plums, **bought), world.order(plums, **bought)
    assert (order.due_fen, order.status) == (0, "to_approve")
    client.force_login(buyer)
    client.post(reverse("payment", args=[order.code]))
    assert of(order).status == "to_approve"
    approve(order, by=head)
    assert of(order).status == "paid"
    assert Entry.objects.filter(order_code=order.code).exists()
    refuse(refused, by=head, reason="重复下单")
    assert Voucher.objects.get().left_fen == 100_000 - order.total_fen
    assert check()[1] == []


def test_whoever_approves_finds_reads_and_decides(client, order, head, buyer, unit):
    url = f"/en/orders/{order.code}/"
    client.force_login(head)
    for page in ("/en/account/", f"/en/organisations/{unit.pk}/"):
        assert f"{order.held_until.astimezone(timezone.get_current_timezone()):Until %F %H:%M}" in (
            client.get(page).text
        )
    with queries.at_most(12):
        page = client.get(url).text
    assert "2\xa0days, 23\xa0hours more" in page
    assert "Approve the order" in page
    assert "13800138000" not in page
    assert "Please say why" in client.post(f"{url}refusal/", {"reason": " \0 "}, follow=True).text
    assert of(order).status == "to_approve"
    assert "You refused the order" in (
        client.post(f"{url}refusal/", {"reason": "超出预算"}, follow=True).text
    )
    for again in ("approval", "refusal"):
        page = client.post(f"{url}{again}/", {"reason": "再看看"}, follow=True).text
        assert "decided already" in page
    assert order.code not in client.get("/en/account/").text
    client.force_login(buyer)
    page = client.get(url).text
    assert '宋岚</span>: <span lang="zh-Hans">超出预算' in page
    assert "Approve the order" not in page
    client.force_login(world.operator())
    trail = client.get(f"/en/operator/orders/{order.code}/").text
    assert "宋岚" in trail and "超出预算" in trail


def test_whoever_ordered_sees_who_may_approve_and_may_cancel(client, order, head, buyer):
    client.force_login(buyer)
    page = client.get(f"/en/orders/{order.code}/").text
    assert "宋岚" in page and "countdown.js" in page
    assert "Approve the order" not in page and "Pay now" not in page
    client.post(f"/en/orders/{order.code}/cancellation/")
    assert of(order).status == "cancelled"


def test_the_order_of_a_colleague_can_be_approved_by_page(client, order, head):
    client.force_login(head)
    page = client.post(f"/en/orders/{order.code}/approval/", follow=True).text
    assert "You approved the order" in page
    assert "days, 23" in page
