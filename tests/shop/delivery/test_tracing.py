"""What the code on a box leads to."""

from datetime import date

import pytest

from producers.harvests.sharing import record_share
from producers.models import GrowerShare
from shop.delivery.tracing import Sold, split_of
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def share(lot, **fields):
    fields = {"households": 37, "paid_fen_per_500g": 420, "source": "收购台账第3册", **fields}
    record_share(GrowerShare(**fields), lot=lot, by=None)


def shown(client, code: str) -> str:
    return client.get(f"/en/trace/{code}/").content.decode()


def test_a_lot_tells_its_certificate_and_growers(client, plums):
    share(plums.lot, households=12)
    share(plums.lot)
    page = shown(client, plums.lot.trace_code)
    assert plums.lot.certificate.number in page and "承诺达标合格证" in page
    assert "37 households" in page and "收购台账第3册" in page and "12 households" not in page
    assert "¥21.00" in page  # 2.5 kg at 4.20 yuan for 500 g


def test_a_lot_does_not_tell_what_nobody_recorded(client, plums):
    page = shown(client, plums.lot.trace_code)
    assert "not recorded yet" in page and "Not recorded yet how many" in page


def test_a_parcel_tells_where_each_yuan_went(client, plums, settings):
    share(plums.lot)
    settings.FEES = [(date(2020, 1, 1), 0), (date(2021, 1, 1), 15), (date(2999, 1, 1), 900)]
    order = world.paid_order(plums, packs=2)
    page = shown(client, f"{order.code}-1")
    # Goods 137.60: growers 42.00, fee 1.5 % = 2.06, the rest 93.54; freight by weight.
    for fen in ("¥42.00", "¥2.06", "¥93.54", f"¥{order.freight_fen / 100:.2f}"):
        assert fen in page
    assert "张三" not in page and "港城东大街" not in page


def test_the_order_leads_there_once_it_is_paid(client, plums):
    buyer = world.user()
    client.force_login(buyer)
    unpaid, paid = world.order(plums, buyer=buyer), world.paid_order(plums, buyer=buyer)
    for order, leads in ((unpaid, False), (paid, True)):
        page = client.get(f"/en/orders/{order.code}/").content.decode()
        assert (f"/en/trace/{order.code}-1/" in page) is leads


def test_a_gift_does_not_tell_its_price(client, plums):
    share(plums.lot)
    order = world.paid_order(plums, gift_message="生日快乐", gift_from="晓")
    page = shown(client, f"{order.code}-1")
    assert "¥100.00" in page and "¥68.80" not in page and "¥21.00" not in page


@pytest.mark.parametrize("code", ["L0", "L999999", "Lx", "x-1", "3479ACDE-1", "L1-1", "-"])
def test_other_codes_lead_nowhere(client, plums, code):
    assert client.get(f"/trace/{code}/").status_code == 404


def test_an_unpaid_parcel_and_an_unpublished_lot_lead_nowhere(client, plums):
    assert client.get(f"/trace/{world.order(plums).code}-1/").status_code == 404
    plums.product.status = "returned"
    plums.product.save()
    assert client.get(f"/trace/{plums.lot.trace_code}/").status_code == 404


def test_parts_sum_to_what_was_paid(plums):
    plums.lot.paid_fen_per_500g = 333
    one = Sold(plums.lot, 1250, 5000)
    split = split_of([one, one], on=date(2026, 7, 1), freight_fen=800)
    assert split.growers == 2 * 833
    assert split.growers + split.cooperative + split.fee + split.freight == split.total == 10_800
