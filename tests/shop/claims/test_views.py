from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shop.claims.forgetting import forget_photographs
from shop.claims.models import Claim
from shop.models import Order, Refund
from tests import world
from tests.shop.catalogue.test_uploads import SECRET, from_a_phone, painted, upload
from tests.shop.claims.received import claim_on, received_order
from tests.shop.payments.buying import long_ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(sandbox):
    world.country()
    return received_order(sandbox, world.plums(), packs=3, buyer=world.user())


def reported(client, order, *pictures):
    return client.post(
        f"/en/orders/{order.code}/parcels/1/claim/",
        {
            "packs_1": 2,
            "spoiled_percent": 50,
            "reason": "Half of them are rotten",
            "photographs": pictures,
            "token": uuid4(),
        },
    )


def address(claim, end="", *, of="orders/{}/claims"):
    return f"/en/{of.format(claim.order.code)}/{claim.number}/{end}"


def test_three_photographs_from_report_to_refund(client, order):
    desk = world.desk(order.parcels.get().cooperative)
    client.force_login(order.buyer)
    with_place = from_a_phone(upright=False, size=(80, 60))
    held_upright = from_a_phone(with_place=False, size=(80, 60))
    assert SECRET in with_place
    page = reported(
        client,
        order,
        upload(with_place, "gps.jpg"),
        upload(held_upright, "turned.jpg"),
        upload(b"no picture at all", "notes.txt"),
    )
    assert "notes.txt: This file is not a JPEG" in page.content.decode()
    assert not Claim.objects.exists()

    box = painted("PNG", size=(80, 60))
    reported(client, order, upload(with_place), upload(held_upright), upload(box, "box.png"))
    claim = Claim.objects.get()
    kept = [bytes(photograph.content) for photograph in claim.photographs.order_by("number")]
    assert not [content for content in kept if SECRET in content]
    assert [Image.open(BytesIO(content)).size for content in kept] == [(80, 60), (60, 80), (80, 60)]
    shown = client.get(address(claim, "photographs/1/"))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.content == kept[0]
    assert "private" in shown["Cache-Control"] and "no-store" in shown["Cache-Control"]

    client.force_login(desk)
    work = address(claim, of="workbench/claims/{}")
    assert claim.code in client.get("/en/workbench/claims/").content.decode()
    assert client.get(work + "photographs/2/").status_code == 200
    client.post(work, {"answer": "accept"})
    assert Refund.objects.get().amount_fen == 6880
    client.force_login(order.buyer)
    assert claim.code in client.get("/en/account/claims/").content.decode()
    assert "Refund of ¥68.80: Returned" in client.get(address(claim)).content.decode()


def test_a_guest_with_the_orders_key_sees_it_and_a_stranger_does_not(client, sandbox):
    world.country()
    order = received_order(sandbox, world.plums())
    claim = claim_on(order)
    assert client.get(address(claim, "photographs/1/")).status_code == 404
    client.force_login(world.user("stranger"))
    assert client.get(address(claim, "photographs/1/")).status_code == 404
    client.logout()
    client.get(reverse("order_by_key", args=[order.code, order.key]))
    assert client.get(address(claim, "photographs/1/")).status_code == 200


def test_photographs_go_with_phone_and_address(client, order):
    claim = claim_on(order)
    client.force_login(order.buyer)
    for masked_at, status in ((None, 200), (timezone.now(), 404)):
        Order.objects.update(contact_masked_at=masked_at)
        forget_photographs()
        assert client.get(address(claim, "photographs/1/")).status_code == status
    assert "<img" not in client.get(address(claim)).content.decode().partition("<main")[2]
    assert claim.photographs.get().digest


@pytest.mark.parametrize("packs", ["0", "4", "-1", "1.5", "9" * 40, "1\0"])
def test_numbers_that_are_none_are_refused(client, order, packs):
    client.force_login(order.buyer)
    page = client.post(
        f"/en/orders/{order.code}/parcels/1/claim/",
        {
            "packs_1": packs,
            "spoiled_percent": 100,
            "reason": "Rotten",
            "photographs": [upload(painted(size=(8, 8)))],
            "token": uuid4(),
        },
    )
    assert page.status_code == 200 and not Claim.objects.exists()


@pytest.mark.parametrize("answer", [{}, {"answer": "refuse"}, {"answer": "send_again"}])
def test_an_answer_needs_what_belongs_to_it(client, order, answer):
    claim = claim_on(order)
    client.force_login(world.desk(order.parcels.get().cooperative))
    page = client.post(address(claim, of="workbench/claims/{}"), {"number": "SF12345678", **answer})
    assert page.status_code == 200
    assert Claim.objects.get().status == "reported"


def test_refused_appealed_and_decided(client, order):
    claim = claim_on(order)
    client.force_login(world.desk(order.parcels.get().cooperative))
    client.post(
        address(claim, of="workbench/claims/{}"), {"answer": "refuse", "reason": "Not spoiled"}
    )
    client.force_login(order.buyer)
    assert "Not spoiled" in client.get(address(claim)).content.decode()
    client.post(address(claim, "appeal/"), {"reason": "It is"})
    client.force_login(world.operator())
    assert claim.code in client.get("/en/operator/claims/").content.decode()
    decide = address(claim, of="operator/claims/{}")
    assert decide in client.get(f"/en/operator/orders/{order.code}/").content.decode()
    client.post(decide, {"decision": "grant", "reason": "I see it"})
    again = client.post(decide, {"decision": "dismiss", "reason": "No"}, follow=True)
    assert "is not to be decided" in again.content.decode()
    assert Refund.objects.get().status == "succeeded"


def test_the_order_says_until_when_and_too_late_that_it_is_too_late(client, order):
    client.force_login(order.buyer)
    link = f"/en/orders/{order.code}/parcels/1/claim/"
    assert link in client.get(f"/en/orders/{order.code}/").content.decode()
    long_ago(order.parcels.get(), "received_at", hours=25)
    assert link not in client.get(f"/en/orders/{order.code}/").content.decode()
    assert "Nothing of this parcel can be reported" in client.get(link).content.decode()
