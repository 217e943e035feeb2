"""What each choice of the list's filters says it would show."""

import re

import pytest
from django.utils import timezone

from shop.catalogue.keeping import catalogue_changed
from shop.models import Product
from tests import world
from tests.shop.catalogue.test_products import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    world.country()
    world.plums()
    world.millet()
    grower = world.cooperative("370686", name_zh="栖霞果业", name_en="Qixia Fruit")
    world.product(grower, "栖霞苹果", name_en="Qixia apple", season_months=[10, 11, 12, 1])
    fill(36)
    # Some of what a search finds is in season, whatever month it is.
    this_month = timezone.localdate().month
    Product.objects.filter(name_zh="武山小米").update(season_months=[this_month])


def ask(client, asked: dict) -> str:
    page = client.get("/en/products/", {**asked, "per_page": "48"})
    assert page.status_code == 200
    return page.content.decode()


def options(page: str, name: str) -> dict[str, int]:
    """The count of each choice of a filter."""
    select = re.search(rf'<select id="[^"]*" name="{name}">(.*?)</select>', page, re.S)[1]
    found = re.findall(r'<option value="(\w+)"[^>]*>[^<]* \((\d+)\)</option>', select)
    return {value: int(count) for value, count in found}


def how_many(page: str) -> int:
    return page.count("<h2><a ")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"category": "FRU"},
        {"origin": "50"},
        {"origin": "500237", "category": "GRA"},
        {"month": "7"},
        {"month": "7", "in_season": "1"},
        {"q": "wushan", "in_season": "1"},
        {"price_max": "50", "category": "TEA", "month": "3"},
        {"deliver_to": "54", "origin": "620524"},
    ],
    ids=str,
)
def test_each_choice_shows_as_many_as_it_says(client, market, asked):
    page = ask(client, asked)
    choices = {name: options(page, name) for name in ("category", "origin", "month")}
    assert any(choices.values())
    for name, counts in choices.items():
        for value, count in counts.items():
            assert how_many(ask(client, {**asked, name: value})) == count, (name, value)
    now = int(re.search(r'for="f-season">[^<(]*\((\d+)\)', page)[1])
    assert how_many(ask(client, {**asked, "in_season": "1"})) == now


def test_offers_nothing_that_would_show_nothing(client, market):
    assert set(options(ask(client, {"origin": "620524"}), "category")) == {"GRA"}
    assert "0" not in re.findall(r"\((\d+)\)</option>", ask(client, {"category": "GRA"}))


def test_keeps_the_choice_that_shows_nothing(client, market):
    page = ask(client, {"origin": "620524", "category": "TEA"})
    assert options(page, "category") == {"GRA": 1, "TEA": 0}
    assert '<option value="TEA" selected>' in page


def test_counts_follow_the_catalogue(client, market):
    before = options(ask(client, {}), "category")["GRA"]
    Product.objects.filter(name_zh="武山小米").update(status="returned")
    catalogue_changed()
    assert options(ask(client, {}), "category")["GRA"] == before - 1


def test_what_was_chosen_can_be_taken_away(client, market):
    page = ask(client, {"category": "FRU", "origin": "370686"})
    away = re.findall(r'<a class="chip" href="([^"]+)"', page)
    assert len(away) == 2
    assert "category=FRU" not in away[0] and "origin=370686" in away[0]
    assert "Grown in Qixia" in page


def test_says_what_to_try_where_nothing_fits(client, market):
    page = ask(client, {"category": "TEA", "origin": "620524", "price_max": "500"})
    assert how_many(page) == 0 and "There would be more without one of these" in page
    tries = dict(re.findall(r"without ([^<]+?)(?:</span>)? <span class=\"muted\">(\d+)", page))
    assert tries == {"Tea and coffee": "1", "Grown in Wushan": "12"}


def test_says_when_it_would_be_in_season(client, market):
    month = timezone.localdate().month
    Product.objects.filter(name_zh="武山小米").update(season_months=[month % 12 + 1])
    catalogue_changed()
    assert "Out of season" in ask(client, {"q": "millet", "in_season": "1"})
    assert "Out of season" not in ask(client, {"q": "durian", "in_season": "1"})


def test_says_so_too_where_something_further_is_in_season(client, market):
    month = timezone.localdate().month
    Product.objects.filter(name_zh="巫山脆李").update(season_months=[month % 12 + 1])
    Product.objects.filter(name_zh="武山小米").update(season_months=[month])
    catalogue_changed()
    page = ask(client, {"q": "wushan", "in_season": "1"})
    assert "millet</a></h2>" in page.lower() and "Out of season" in page
    assert "Out of season" not in ask(client, {"q": "millet", "in_season": "1"})


def test_says_that_it_shows_what_is_near(client, market):
    assert "This comes nearest" in ask(client, {"q": "翠李"})
    assert "This comes nearest" not in ask(client, {"q": "脆李"})
    # Kept with the list: not only when it is asked for the first time.
    assert "This comes nearest" in ask(client, {"q": "翠李", "page": "1"})
