"""A hall sells over the counter, and its day's close is its report."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop.ledger.models import ChannelReport
from shop.models import Counter, CounterGood, CounterSale, Entry
from tests import world

pytestmark = pytest.mark.django_db

TOKEN = "a" * 32
GOOD = {
    "do": "good",
    "product": "巫山脆李",
    "pack_zh": "1 箱",
    "net_g": "1500",
    "price": "45.80",
}


@pytest.fixture
def hall():
    world.country()
    plums = world.plums()
    hall = world.hall(world.official("370600", "yantai"), "370600")
    CounterGood.objects.create(
        counter=hall, product=plums.product, pack_zh="2.5kg/箱", net_g=2500, price_fen=6880
    )
    return hall


@pytest.fixture
def clerk(hall, client):
    clerk = world.user("hall")
    hall.clerks.create(user=clerk, starts_on=timezone.localdate())
    client.force_login(clerk)
    return clerk


def sell(client, hall, packs=2, token=TOKEN, **typed):
    typed = {"good": hall.goods.get().pk, "packs": packs, "token": token, **typed}
    return client.post("/en/counters/hall/", typed)


def test_two_taps_sell_and_a_second_tap_sells_nothing_more(client, hall, clerk):
    assert client.get("/counter/").url == "/counters/hall/"
    good = hall.goods.get()
    assert f'href="?good={good.pk}"' in client.get("/counters/hall/").content.decode()
    assert (
        'name="packs" value="2"' in client.get(f"/counters/hall/?good={good.pk}").content.decode()
    )
    sell(client, hall)
    sell(client, hall)
    sale = CounterSale.objects.get()
    assert (sale.packs, sale.amount_fen, sale.weight_g) == (2, 13760, 5000)
    assert "¥137.60" in client.get("/counters/hall/").content.decode()
    assert not Entry.objects.exists()


def test_the_days_close_is_the_halls_report(client, hall, clerk):
    sell(client, hall)
    sell(client, hall, packs=1, token="b" * 32)
    client.post("/counters/hall/closing/")
    report = ChannelReport.objects.get()
    assert (report.channel_id, report.region_id, report.handed_in_by) == (
        "PAIRHALL",
        "370600",
        clerk,
    )
    sales = Entry.objects.order_by("pk")
    assert [sale.amount_fen for sale in sales] == [13760, 6880]
    assert {(s.channel_id, s.online, s.destination, s.origin) for s in sales} == {
        ("PAIRHALL", False, "370600", "500237")
    }
    assert sales[0].product.slug == hall.goods.get().product.slug
    page = client.post("/en/counters/hall/closing/", follow=True).content.decode()
    assert "Nothing was sold" in page and ChannelReport.objects.count() == 1
    sell(client, hall, token="c" * 32)
    client.post("/counters/hall/closing/")
    assert Entry.objects.count() == 3


def test_a_sale_is_taken_back_until_it_is_reported(client, hall, clerk):
    sell(client, hall)
    sell(client, hall, token="b" * 32)
    first, second = CounterSale.objects.order_by("pk")
    client.post(f"/counters/hall/{first.pk}/undo/")
    client.post("/counters/hall/closing/")
    assert Entry.objects.get().amount_fen == second.amount_fen
    page = client.post(f"/en/counters/hall/{second.pk}/undo/", follow=True).content.decode()
    assert "reported or taken back already" in page
    assert CounterSale.objects.filter(undone_at=None).get() == second


def test_the_most_that_can_be_sold_at_once_is_told_whole(client, hall, clerk):
    hall.goods.update(price_fen=10_000_000, net_g=100_000_000)
    assert sell(client, hall, packs=999).status_code == 302
    client.post("/counters/hall/closing/")
    sale = Entry.objects.get()
    assert (sale.amount_fen, sale.weight_g) == (9_990_000_000, 99_900_000_000)


@pytest.mark.parametrize(
    "typed",
    [{"packs": "0"}, {"packs": "1.5"}, {"packs": "1000"}, {"good": "0"}, {"token": "x"}],
    ids=str,
)
def test_what_is_no_sale_is_refused(client, hall, clerk, typed):
    assert sell(client, hall, **typed).status_code == 422
    assert not CounterSale.objects.exists()


def test_a_report_that_is_refused_leaves_the_day_open(client, hall, clerk):
    sell(client, hall)
    Counter.objects.update(channel_id="RETAIL")
    page = client.post("/en/counters/hall/closing/", follow=True).content.decode()
    assert "no channel that reports" in page
    assert hall.uncounted.count() == 1 and not ChannelReport.objects.exists()


def test_nobody_else_stands_at_the_counter(client, hall):
    client.force_login(world.user())
    assert client.get("/counters/hall/").status_code == 404
    assert client.get("/counter/").status_code == 404
    ended = world.user("ended")
    yesterday = timezone.localdate() - timedelta(days=1)
    hall.clerks.create(user=ended, starts_on=yesterday, ends_on=yesterday)
    client.force_login(ended)
    assert client.get("/counters/hall/").status_code == 404


def test_the_city_sets_up_a_hall(client, hall):
    client.force_login(hall.made_by)
    made = {"code": "second", "name_zh": "二号馆", "channel": "PAIRHALL", "place": "370602"}
    assert client.post("/counters/", made).url == "/counters/second/setup/"
    setup = "/en/counters/second/setup/"
    good = {
        "do": "good",
        "product": "巫山脆李",
        "pack_zh": "1 箱",
        "net_g": "1500",
        "price": "45.80",
    }
    client.post(setup, good)
    added = CounterGood.objects.get(counter__code="second")
    assert (added.price_fen, added.product.county_id) == (4580, "500237")
    client.post(setup, {"do": "clerk", "email": "new@shanhuo.example"})
    assert (
        "sell here already"
        in client.post(setup, {"do": "clerk", "email": "new@shanhuo.example"}).content.decode()
    )
    second = Counter.objects.get(code="second")
    client.post(setup, {"do": "end", "clerk": second.clerks.get().pk})
    client.post(setup, {"do": "stop", "good": added.pk})
    client.post(setup, {"do": "stop", "good": "x"})
    client.post(setup, {"do": "end", "clerk": "x"})
    added.refresh_from_db()
    assert added.stopped_at and second.clerks.get().ends_on == timezone.localdate()
    assert "second" in client.get("/counters/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"product": "不存在"}, "No product has this name"),
        ({"price": "0"}, "above 0"),
        ({"net_g": "0"}, "greater"),
    ],
)
def test_what_is_no_good_is_refused(client, hall, typed, said):
    client.force_login(hall.made_by)
    page = client.post("/en/counters/hall/setup/", {**GOOD, **typed})
    assert page.status_code == 422 and said in page.content.decode()
    assert hall.goods.count() == 1


def test_a_hall_stands_in_ones_own_region(client, hall):
    client.force_login(world.official("500237", "wushan"))
    made = {"code": "third", "name_zh": "三号馆", "channel": "PAIRHALL", "place": "370602"}
    page = client.post("/en/counters/", made)
    assert "not in your region" in page.content.decode()
    assert client.get("/counters/hall/setup/").status_code == 404
    client.force_login(world.official(None, "national"))
    assert client.post("/counters/", made).status_code == 302
