import pytest

from shop.basket.filling import new_basket, take_along
from shop.models import Basket
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_who_signs_in_keeps_the_basket(client):
    user = world.user()
    plums = world.plums()
    client.post(f"/basket/{plums.pk}/", {"packs": 2})
    key = Basket.objects.get().key
    client.post("/accounts/login/", {"login": user.email, "password": world.PASSWORD})
    basket = Basket.objects.get()
    assert basket.user == user
    assert basket.lines.get().packs == 2
    # The key in the browser opens nothing any more.
    assert basket.key != key


def test_two_baskets_become_one():
    user = world.user()
    plums, millet = world.plums(), world.millet()
    own = world.basket(plums, packs=3, user=user)
    guests = world.basket(plums, millet, packs=2)
    Basket.objects.filter(pk=guests.pk).update(campaign_code="live-1")
    take_along(key=guests.key, user=user)
    basket = Basket.objects.get()
    assert basket == own
    assert {line.offer: line.packs for line in basket.lines.all()} == {plums: 3, millet: 2}
    assert basket.campaign_code == "live-1"


def test_an_old_key_takes_nothing_along():
    user = world.user()
    take_along(key="gone", user=user)
    assert not Basket.objects.exists()


def test_nobody_takes_anothers_basket_along():
    other = world.basket(world.plums(), user=world.user("other"))
    take_along(key=other.key, user=world.user())
    assert Basket.objects.get().user == other.user


def test_somebody_has_one_basket():
    user = world.user()
    assert new_basket(user, "")[0] == new_basket(user, "")[0]
