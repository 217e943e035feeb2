import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy

from shop.models import Notice, Order
from shop.notices.telling import tell, tell_again, tell_operators
from shop.orders.telling import tell_buyer, told_about
from shop.payments.alarm import alarm
from tests import world

pytestmark = pytest.mark.django_db


def tell_once(**fields):
    fields = {"subject": "Hello", "body": "Your plums.", **fields}
    tell(key="greeting", email="li@shanhuo.example", language="en", **fields)


def test_it_is_told_once():
    tell_once()
    tell_once(body="Other plums.")
    assert Notice.objects.get().body == "Your plums."


def test_a_subject_is_one_line():
    tell_once(subject="Hello\nBcc: all@shanhuo.example")
    assert Notice.objects.get().subject == "Hello Bcc: all@shanhuo.example"


def test_it_is_told_again_when_asked_for():
    tell_once()
    Notice.objects.update(status="failed", attempts=5)
    assert tell_again(Notice.objects.all()) == 1
    notice = Notice.objects.get()
    assert (notice.status, notice.attempts, notice.begun_at) == ("waiting", 0, None)


def test_operators_are_those_who_may_operate():
    one, other = world.operator(), world.user("other")
    group = Group.objects.create(name="operators")
    group.permissions.add(Permission.objects.get(codename="operate"))
    other.groups.add(group)
    world.user("nobody")
    tell_operators(key="alarm", write=lambda: "Look\nHere.")
    assert set(Notice.objects.values_list("email", flat=True)) == {one.email, other.email}


@pytest.fixture
def order():
    world.country()
    return world.order(world.plums())


def test_a_placed_order_is_told_to_its_guest_with_the_key(order):
    notice = told_about(order).get()
    assert notice.email == order.email
    assert f"/orders/{order.code}/{order.key}/" in notice.body
    assert "巫山脆李" in notice.body and "¥68.80" in notice.body


def test_a_buyer_with_an_account_gets_no_key():
    world.country()
    order = world.order(world.plums(), buyer=world.user())
    body = told_about(order).get().body
    assert f"/orders/{order.code}/" in body
    assert order.key not in body


def test_an_english_order_is_told_in_english(order):
    Order.objects.update(language="en")
    order.refresh_from_db()
    tell_buyer(order, "paid")
    notice = told_about(order).get(key__endswith="paid")
    assert notice.subject == f"Order {order.code} is paid"
    assert f"/en/orders/{order.code}/" in notice.body


def test_a_shipped_parcel_is_told_with_its_waybills(order):
    parcel = order.parcels.get()
    tell_buyer(
        order,
        "shipped",
        about=parcel.code,
        parcel=parcel,
        cooperative=parcel.cooperative.name_zh,
        waybills=["顺丰速运 SF1234567890123"],
    )
    body = told_about(order).get(key__contains="shipped").body
    assert "SF1234567890123" in body
    assert parcel.cooperative.name_zh in body


def test_each_is_told_of_work_in_the_language_they_signed_in_with(client):
    """Whoever never did is told in Chinese."""
    english, _chinese = world.operator("english"), world.operator("chinese")
    login = {"login": english.email, "password": world.PASSWORD}
    assert client.post("/en/accounts/login/", login).status_code == 302
    alarm("refund:1", gettext_lazy("A payment needs your attention"))
    told = dict(Notice.objects.values_list("email", "body"))
    assert told[english.email] == "A payment needs your attention\n"
    assert told["chinese@shanhuo.example"] == "有一笔付款需要处理\n"
    client.post("/account/messages/")
    english.refresh_from_db()
    assert english.language == "zh-hans"
