import pytest

from cms.users.models import User
from shop.account.erasing import CannotErase, erase
from shop.account.watching import keep_in_sight
from shop.buyers.address_book import keep
from shop.models import Basket, DataRequest, Entry, Notice, Order, Parcel, Refund
from tests import world
from tests.shop.payments.buying import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    world.country()
    return world.paid_order(world.plums(), buyer=world.user(last_name="林", first_name="晓"))


def let_all_come() -> None:
    Parcel.objects.update(status="received")
    Order.objects.update(status="received")


def reasons_for(user: User) -> str:
    with pytest.raises(CannotErase) as refused:
        erase(user)
    return " ".join(map(str, refused.value.reasons))


def test_open_orders_stand_in_the_way_and_are_named(order):
    assert order.code in reasons_for(order.buyer)
    order.refresh_from_db()
    assert order.phone == "13800138000"


def test_money_on_its_way_back_stands_in_the_way(sandbox):
    world.country()
    order = world.order(world.plums(), buyer=world.user())
    pay(sandbox, order, "alipay")
    let_all_come()
    payment = order.payments.get()
    Refund.objects.create(
        payment=payment,
        order=order,
        amount_fen=1,
        reason="",
        before_shipping=False,
        call_key="k",
        call_parameters={},
        asked_at=order.placed_at,
    )
    assert order.code in reasons_for(order.buyer)


@pytest.mark.parametrize("work", ["desk", "post", "operator", "clerk"])
def test_who_works_for_others_is_taken_off_first(work):
    world.country()
    if work == "clerk":
        person = world.user()
        world.hall(person, "500237", clerk=person)
    else:
        person = {
            "desk": lambda: world.desk(world.cooperative()),
            "post": world.official,
            "operator": world.operator,
        }[work]()
    assert reasons_for(person)
    assert User.objects.get(pk=person.pk).is_active


def test_the_last_keeper_of_an_organisation_stays():
    world.country()
    unit = world.organisation()
    keeper = world.member(unit, keeper=True)
    assert unit.name_zh in reasons_for(keeper)
    world.member(unit, "other", keeper=True)
    erase(keeper)
    assert not keeper.memberships.filter(ended_at=None).exists()


def test_what_says_who_it_was_goes_and_what_the_books_need_stays(order):
    let_all_come()
    buyer = order.buyer
    keep(buyer, **world.home())
    keep_in_sight(order.lines.get().product, user=buyer, language="en")
    world.basket(world.millet(), user=buyer)
    before = list(Entry.objects.values())
    erase(buyer)
    order.refresh_from_db()
    buyer.refresh_from_db()
    assert (order.receiver, order.phone, order.street) == ("张*", "138****8000", "*" * 7)
    assert "zhangsan" not in order.email
    assert order.total_fen == order.goods_fen + order.freight_fen > 0
    assert order.events.filter(kind="erased", by=buyer).count() == 1
    assert DataRequest.objects.get().orders == 1
    assert not (buyer.addresses.exists() or buyer.favourites.exists())
    assert not (Basket.objects.filter(user=buyer).exists() or Notice.objects.exists())
    assert not (buyer.is_active or buyer.has_usable_password() or buyer.phone)
    assert "林" not in buyer.name and buyer.email.endswith(".invalid")
    assert list(Entry.objects.values()) == before


def test_the_password_is_asked_again_and_then_it_is_done(order, client):
    let_all_come()
    client.force_login(order.buyer)
    address = "/en/account/data/erasure/"
    assert "reauthenticate" in client.get(address).url
    client.post("/accounts/reauthenticate/", {"password": world.PASSWORD})
    client.post(address)
    assert User.objects.get(pk=order.buyer_id).is_active
    client.post(address, {"sure": "on"})
    assert not User.objects.get(pk=order.buyer_id).is_active
    assert "_auth_user_id" not in client.session


def test_the_page_says_what_has_to_end_before(order, client):
    client.force_login(order.buyer)
    client.post("/accounts/reauthenticate/", {"password": world.PASSWORD})
    for response in (
        client.get("/en/account/data/erasure/"),
        client.post("/en/account/data/erasure/", {"sure": "on"}),
    ):
        page = response.content.decode()
        assert order.code in page
        assert 'name="sure"' not in page
