import pytest

from shop.buyers import address_book
from shop.buyers.address_book import MOST_ADDRESSES, keep
from shop.models import SavedAddress
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    world.country()
    person = world.user()
    client.force_login(person)
    return person


TYPED = {
    "receiver": "李四",
    "phone": "139 0000 0001",
    "province": "370000",
    "city": "370600",
    "county": "370602",
    "street": "南大街8号",
}


def test_the_same_address_is_kept_once_and_the_last_used_comes_first(buyer):
    first = keep(buyer, **world.home())
    keep(buyer, **world.home(street="南大街8号"))
    assert keep(buyer, **world.home()) == first
    assert [address.street for address in address_book.read(buyer)] == [
        "港城东大街1号",
        "南大街8号",
    ]


def test_of_too_many_the_longest_unused_goes(buyer):
    for number in range(MOST_ADDRESSES + 1):
        keep(buyer, **world.home(street=f"南大街{number}号"))
    streets = {address.street for address in buyer.addresses.all()}
    assert len(streets) == MOST_ADDRESSES
    assert "南大街0号" not in streets


def test_it_is_added_changed_and_taken_out_on_ones_page(buyer, client):
    assert "There is no such" not in client.get("/en/account/addresses/").content.decode()
    client.post("/account/addresses/", TYPED)
    kept = SavedAddress.objects.get()
    assert (kept.phone, kept.place_id) == ("13900000001", "370602")
    page = client.get(f"/account/addresses/{kept.pk}/").content.decode()
    assert "南大街8号" in page
    client.post(f"/account/addresses/{kept.pk}/", {**TYPED, "street": "南大街9号"})
    changed = SavedAddress.objects.get()
    assert changed.street == "南大街9号"
    client.post(f"/account/addresses/{changed.pk}/removal/")
    assert not SavedAddress.objects.exists()


def test_a_number_nobody_can_call_is_refused(buyer, client):
    page = client.post("/en/account/addresses/", {**TYPED, "phone": "12345"}).content.decode()
    assert "13800138000 or 0535-6881234" in page
    assert not SavedAddress.objects.exists()


def test_choosing_a_province_only_shows_what_is_in_it(buyer, client):
    chosen = {**TYPED, "city": "", "county": "", "step": "place_chosen"}
    page = client.post("/account/addresses/", chosen).content.decode()
    assert "烟台市" in page
    assert not SavedAddress.objects.exists()
    part = client.post("/account/addresses/", chosen, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_at_the_checkout_one_tap_fills_it_in(buyer, client):
    world.basket(world.plums(), user=buyer)
    others = keep(world.user("other"), **world.home(receiver="别人"))
    mine = keep(buyer, **world.home(receiver="李四"))
    assert f'value="{mine.pk}"' in client.get("/checkout/").content.decode()
    page = client.post("/checkout/", {"address": mine.pk, "email": "li@shanhuo.example"})
    shown = page.context["form"].initial
    assert (shown["receiver"], shown["county"]) == ("李四", "370613")
    assert shown["email"] == "li@shanhuo.example"
    page = client.post("/checkout/", {"address": others.pk})
    assert "别人" not in page.content.decode()


def test_an_address_is_kept_with_the_order_where_its_buyer_asks_for_it(buyer, client):
    world.basket(world.millet(), user=buyer)
    typed = {**TYPED, "email": "li@shanhuo.example", "keep_address": "on", "step": "order"}
    client.post("/checkout/", typed)
    assert buyer.orders.count() == 1
    assert buyer.addresses.get().street == "南大街8号"
