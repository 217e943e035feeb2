from datetime import timedelta

import pytest
from django.utils import timezone

from shop.delivery import receiving
from shop.delivery.handing_over import remind, to_remind_of, uncollected
from shop.delivery.slips import told_of
from shop.models import Counter, Notice, Order, Parcel
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    world.country()
    return world.hall(
        world.official("370602", "yantai"),
        clerk=world.user("clerk"),
        pick_up_street="南大街1号",
        pick_up_hours="09:00–18:00",
    )


@pytest.fixture
def clerk(client, hall):
    client.force_login(hall.clerks.get().user)
    return client


def sent_to(hall, *offers) -> Order:
    order = world.paid_order(*offers, hall=hall)
    order.parcels.update(status="shipped", shipped_at=timezone.now())
    return order


def test_a_parcel_is_handed_over_to_whoever_says_the_code(clerk, hall):
    order = sent_to(hall, world.plums(), world.millet())
    page = "/en/counters/hall/parcels/"
    assert f"{order.code}-1" in clerk.get(page).text
    # Before it has come there is nothing to hand over.
    refused = clerk.post(page, {"code": order.pick_up_code})
    assert refused.status_code == 422
    assert "still under way" in refused.text
    for _twice in range(2):
        clerk.post(f"{page}{order.code}-1/")
    told = Notice.objects.get(key=f"order:{order.code}:arrived:1")
    assert order.pick_up_code in told.body
    assert clerk.post(page, {"code": "00000000"}).status_code == 422
    said = f"{order.pick_up_code[:4]} {order.pick_up_code[4:]}"
    assert f"Hand over: {order.code}-1." in clerk.post(page, {"code": said}, follow=True).text
    assert [parcel.status for parcel in order.parcels.all()] == ["received", "shipped"]
    assert order.events.filter(kind="received").get().by.email == "clerk@shanhuo.example"


def test_another_hall_hands_nothing_over(clerk, hall):
    order = sent_to(hall, world.plums())
    clerk.post(f"/en/counters/hall/parcels/{order.code}-1/")
    world.hall(hall.made_by, "370203", clerk=hall.clerks.get().user, code="other")
    page = "/en/counters/other/parcels/"
    assert clerk.post(page, {"code": order.pick_up_code}).status_code == 422
    assert clerk.post(f"{page}{order.code}-1/").status_code == 404


def test_what_nobody_fetched_for_a_week_is_not_received_but_asked_after(clerk, hall):
    order = sent_to(hall, world.plums(), world.millet())
    page = "/en/counters/hall/parcels/"
    assert "Uncollected" not in clerk.get(page).text
    long_ago = timezone.now() - timedelta(days=8)
    Parcel.objects.update(shipped_at=long_ago)
    Parcel.objects.filter(number=1).update(arrived_at=long_ago)
    assert not receiving.overdue()
    shown = clerk.get(page).text
    assert shown.count("Uncollected") == shown.count("Has it not come?") == 1
    for parcel in [*to_remind_of(), *to_remind_of()]:
        remind(parcel)
    assert order.pick_up_code in Notice.objects.get(key=f"order:{order.code}:uncollected:1").body
    assert order.events.filter(kind="uncollected").count() == 1
    clerk.force_login(world.operator())
    told = clerk.get("/en/operator/").text
    assert f"{order.code}-1" in told and "not marked as arrived" in told
    # It can be handed over all the same.
    clerk.force_login(hall.clerks.get().user)
    clerk.post(page, {"code": order.pick_up_code})
    first = order.parcels.get(number=1)
    assert first.status == "received" and first.handed_over_at
    assert hall.name_zh in Notice.objects.get(key=f"order:{order.code}:received:1").body
    assert uncollected().get().number == 2


def test_a_buyer_who_said_too_soon_that_it_came_is_still_given_it(clerk, hall):
    order = sent_to(hall, world.plums())
    clerk.post(f"/en/counters/hall/parcels/{order.code}-1/")
    receiving.receive(order.parcels.get())
    order.refresh_from_db()
    assert order.said_at_the_hall
    page = "/en/counters/hall/parcels/"
    assert clerk.post(page, {"code": order.pick_up_code}).status_code == 302
    assert clerk.post(page, {"code": order.pick_up_code}).status_code == 422
    assert not order.said_at_the_hall


def test_an_office_says_where_its_hall_hands_over(client, hall):
    client.force_login(hall.made_by)
    setup = "/en/counters/hall/setup/"
    where = {"do": "pick_up", "pick_up_street": "迎春大街163号", "pick_up_hours": "9–17"}
    assert client.post(setup, where).status_code == 302
    assert Counter.objects.get().pick_up_street == "迎春大街163号"
    assert client.post(setup, where | {"pick_up_street": "街" * 81}).status_code == 422


def test_the_slip_of_a_gift_has_its_card_and_no_price(client):
    world.country()
    plums = world.plums(price_fen=7777)
    order = world.paid_order(plums, gift_message="生日快乐", gift_from="小李")
    parcel = order.parcels.get()
    told = told_of(parcel)
    assert told["card"] == {"message": "生日快乐", "sender": "小李"}
    assert "7777" not in str(told) and "77.77" not in str(told)
    assert told_of(world.paid_order(plums).parcels.get())["card"] is None
    client.force_login(world.desk(plums.lot.cooperative))
    address = f"/en/workbench/parcels/{order.code}-1/slip/"
    assert client.get(address).content.startswith(b"%PDF")
    Parcel.objects.update(received_at=timezone.now() - timedelta(days=91))
    assert client.get(address).status_code == 404
