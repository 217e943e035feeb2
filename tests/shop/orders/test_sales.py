from types import SimpleNamespace

import pytest

from shop.orders.sales import lines_to_sell, returns_of, sales_of
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def test_parcels_and_products_are_counted_once():
    big = world.plums()
    small = world.offer(big.product, big.lot, net_g=1500, gross_g=1900, price_fen=4580)
    order = world.order(big, small, world.millet())
    sales = sales_of(lines_to_sell(order))
    assert [sale.source for sale in sales] == [f"order:{order.code}:{n}" for n in (1, 2, 3)]
    assert [sale.parcel_count for sale in sales] == [1, 0, 1]
    assert [sale.product_count for sale in sales] == [1, 0, 1]
    assert [sale.pack_zh for sale in sales] == ["2.5 kg", "1.5 kg", "1 kg"]
    assert sum(sale.amount_fen for sale in sales) == order.goods_fen
    assert sales[0].organisation_name == ""


def test_an_organisation_and_a_campaign_go_along():
    union = world.organisation()
    live = world.campaign()
    order = world.order(world.plums(), organisation=union, campaign_code=live.code)
    (sale,) = sales_of(lines_to_sell(order))
    assert (sale.organisation_id, sale.organisation_name) == (union.pk, "烟台市总工会")
    assert (sale.buyer_kind, sale.buyer_region, sale.campaign) == ("union", "370602", live)


def test_a_refund_answers_its_lines():
    order = world.order(world.plums(), world.millet())
    plums, millet = order.lines.all()
    parts = [
        SimpleNamespace(line=plums, amount_fen=6880, weight_g=2500),
        SimpleNamespace(line=millet, amount_fen=0, weight_g=0),
    ]
    (back,) = returns_of(7, parts)
    assert (back.source, back.answers) == ("refund:7:1", f"order:{order.code}:1")
    assert (back.amount_fen, back.weight_g) == (6880, 2500)
