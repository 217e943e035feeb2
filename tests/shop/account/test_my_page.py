import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from producers.models import Lot
from shop.account.effects import effects_of
from shop.account.watching import back, keep_in_sight, note_what_is_away, tell_of
from shop.buyers.address_book import keep
from shop.models import DataRequest, Favourite, Notice, NoticeChoice, Refund, RefundLine
from tests import world
from tests.shop.payments.buying import pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    world.country()
    person = world.user()
    client.force_login(person)
    return person


def test_a_copy_has_all_that_is_ones_own_and_nothing_of_others(buyer, client):
    plums = world.plums()
    mine = world.paid_order(plums, buyer=buyer)
    others = world.paid_order(plums, buyer=world.user("other"))
    keep(buyer, **world.home(street="=HYPERLINK(1)号"))
    # Whoever finds a telephone unlocked takes no copy; with the password it comes at once.
    assert "reauthenticate" in client.post("/account/data/copy/").url
    assert not DataRequest.objects.exists()
    asked = "/accounts/reauthenticate/?next=/account/data/copy/"
    response = client.post(asked, {"password": world.PASSWORD})
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        told = json.loads(archive.read("my-data.json"))
        orders, addresses = (
            archive.read(f"{name}.csv").decode("utf-8-sig") for name in ("orders", "addresses")
        )
    assert [order["code"] for order in told["orders"]] == [mine.code]
    assert told["order_lines"][0]["order_code"] == mine.code
    assert others.code not in json.dumps(told) + orders
    assert "total_yuan" in orders and f"{mine.total_fen / 100:.2f}" in orders
    assert "'=HYPERLINK" in addresses
    assert mine.key not in json.dumps(told["orders"])
    assert DataRequest.objects.get().orders == 1
    assert "/account/data/copy/" in client.get("/account/data/").content.decode()


def test_who_has_no_password_signs_in_again_before_the_copy(client, buyer):
    """However long ago they did: a telephone stays signed in for weeks."""
    buyer.set_unusable_password()
    buyer.save()
    client.force_login(buyer)
    asked = client.post("/account/data/copy/")
    assert asked.url == "/accounts/login/code/?next=/account/data/"
    assert not DataRequest.objects.exists()
    assert "_auth_user_id" not in client.session
    client.post(asked.url, {"email": buyer.email})
    code = re.search(r"\b[0-9]{6}\b", mail.outbox[0].body)[0]
    back = client.post("/accounts/login/code/confirm/?next=/account/data/", {"code": code})
    assert back.url == "/account/data/"
    assert client.post("/account/data/copy/")["Content-Type"] == "application/zip"
    assert "erase" in client.get("/en/account/data/erasure/").text


def off_sale(offer) -> None:
    Lot.objects.filter(pk=offer.lot_id).update(stopped_at=timezone.now())


def on_sale_again(offer) -> None:
    Lot.objects.filter(pk=offer.lot_id).update(stopped_at=None)


def test_a_favourite_is_told_once_when_it_is_back(buyer):
    plums = world.plums()
    keep_in_sight(plums.product, user=buyer, language="en")
    note_what_is_away()
    assert not back()
    off_sale(plums)
    note_what_is_away()
    Favourite.objects.update(away_since=timezone.now() - timedelta(days=30))
    assert not back()
    on_sale_again(plums)
    for favourite in [*back(), *back()]:
        tell_of(favourite)
    notice = Notice.objects.get()
    assert (notice.kind, notice.user, notice.language) == ("favourite", buyer, "en")
    assert notice.subject.startswith("Wushan crisp plum is ")
    assert f"/en/products/{plums.product.slug}/" in notice.body
    assert not back()


def test_what_was_away_when_it_became_a_favourite_is_told_as_soon_as_it_is_back(buyer):
    plums = world.plums()
    off_sale(plums)
    keep_in_sight(plums.product, user=buyer, language="en")
    on_sale_again(plums)
    note_what_is_away()
    assert back().get().product == plums.product


def test_what_was_away_for_an_hour_is_no_news(buyer):
    plums = world.plums()
    keep_in_sight(plums.product, user=buyer, language="en")
    off_sale(plums)
    note_what_is_away()
    on_sale_again(plums)
    assert not back()
    note_what_is_away()
    assert Favourite.objects.get().away_since is None


def test_favourites_are_added_and_taken_out(buyer, client):
    slug = world.plums().product.slug
    address = f"/en/account/favourites/{slug}/"
    assert address in client.get(f"/en/products/{slug}/").content.decode()
    assert "Add to my favourites" in client.get(address).content.decode()
    client.post(address)
    client.post(address)
    assert "Wushan crisp plum" in client.get("/en/account/favourites/").content.decode()
    assert Favourite.objects.count() == 1
    client.post(address, {"do": "remove"})
    assert not Favourite.objects.exists()


def test_what_orders_did_is_what_was_paid_less_what_was_refunded(buyer, sandbox):
    plums, millet = world.plums(), world.millet()
    order = world.order(plums, millet, packs=2, buyer=buyer)
    pay(sandbox, order, "alipay")
    world.order(plums, buyer=buyer)
    world.paid_order(plums, buyer=world.user("other"))
    Lot.objects.filter(pk=plums.lot_id).update(households=12)
    did = effects_of(buyer)
    assert [(c.name, c.weight_g, c.amount_fen) for c in did.counties] == [
        ("巫山县", 5000, 13760),
        ("武山县", 2000, 3600),
    ]
    assert did.households == 12
    refund = Refund.objects.create(
        payment=order.payments.get(),
        order=order,
        amount_fen=6880,
        reason="",
        before_shipping=False,
        status="succeeded",
        call_key="k",
        call_parameters={},
        asked_at=order.placed_at,
    )
    line = order.lines.get(product=plums.product)
    RefundLine.objects.create(refund=refund, line=line, amount_fen=6880)
    did = effects_of(buyer)
    assert (did.weight_g, did.amount_fen) == (7000, 6880 + 3600)


def test_ways_are_chosen_and_the_needed_stay(buyer, client):
    world.User.objects.update(phone="13800138000", phone_verified=True)
    page = client.get("/en/account/messages/").content.decode()
    assert 'name="by_mail" value="shipped" checked' in page
    assert 'name="by_mail" value="refunded"' not in page
    client.post("/account/messages/", {"by_mail": ["paid"], "by_phone": ["shipped", "nonsense"]})
    chosen = {c.kind: (c.by_mail, c.by_phone) for c in NoticeChoice.objects.all()}
    assert (chosen["paid"], chosen["shipped"]) == ((True, False), (False, True))
    assert set(chosen) == set(Notice.Kind.values)
    # Boxes that cannot be ticked say nothing.
    world.User.objects.update(phone_verified=False)
    client.post("/account/messages/", {"by_mail": ["paid"]})
    assert NoticeChoice.objects.get(kind="shipped").by_phone


def test_ones_own_page_has_it_all(buyer, client):
    order = world.paid_order(world.plums(), buyer=buyer)
    order.parcels.update(status="shipped", shipped_at=timezone.now())
    page = client.get("/en/account/").content.decode()
    assert "What my orders did" in page
    assert order.parcels.get().code in page
    assert client.get("/en/account/reviews/").status_code == 200
