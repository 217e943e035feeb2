from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from shop.ledger.reports.importing import import_report
from shop.models import Entry, Waybill
from shop.statistics.ledger_rows import COLUMNS, ledger_rows
from tests import world
from tests.shop.ledger.reports import reports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def told() -> list[dict]:
    return [dict(zip(COLUMNS, row, strict=True)) for _, row in ledger_rows(Entry.objects.all())]


def test_there_are_the_thirty_nine_columns_of_the_form():
    assert len(COLUMNS) == 39


def test_an_own_order_says_its_parcel_and_no_person():
    plums = world.plums()
    world.recognition(plums.lot.cooperative, number="BF500237-0001")
    paid = datetime(2026, 7, 9, 20, tzinfo=timezone.get_default_timezone())
    order = world.paid_order(plums, packs=2, at=paid, receiver="张三")
    parcel = order.parcels.get()
    Waybill.objects.create(
        parcel=parcel, carrier_id="SF", number="SF1234567890123", recorded_at=paid
    )
    (row,) = told()
    assert row["序号"] == 1
    assert (row["统计期"], row["销售日期"]) == ("2026-07", date(2026, 7, 9))
    assert (row["来源"], row["来源单号"]) == ("own", order.code)
    assert (row["产地县代码"], row["重点帮扶县"]) == ("500237", "否")
    assert row["统一社会信用代码"] == plums.lot.cooperative.credit_code
    assert (row["供应商类型"], row["帮扶产品编号"]) == ("合作社", "BF500237-0001")
    assert (row["数量"], row["净重（克）"]) == (2, 5000)
    assert (row["单价（元）"], row["销售金额（元）"]) == (Decimal("68.80"), Decimal("137.60"))
    assert row["运费（元）"] * 100 == parcel.freight_fen
    assert row["运单号"] == "SF1234567890123"
    assert (row["收货地省"], row["收货地市代码"]) == ("山东省", "370600")
    assert (row["结对关系"], row["销售方式"]) == ("370600-500237", "线上")
    assert (row["采购方类型"], row["采购单位名称"], row["经办人"]) == ("个人", "", "系统")
    for unknown in ("发票号码", "带动农户数（户）", "农户所得（元）", "退款金额（元）"):
        assert not row[unknown]
    assert "张三" not in row.values()


def test_a_reported_sale_says_who_handed_it_in_and_its_refund_is_a_row():
    tan = world.official(name="tan")
    tan.last_name, tan.first_name = "谭", "静"
    tan.save()
    lines = reports.rows({"来源单号": "A-7", "退款金额（元）": "10.00"})
    import_report(reports.as_csv(lines), name="a.csv", channel_code="ECOM", by=tan)
    sale, refund = told()
    assert (sale["来源"], sale["来源单号"], sale["经办人"]) == ("import", "A-7", "谭静")
    assert (refund["备注"], refund["销售金额（元）"]) == ("退款", Decimal("-10.00"))
    assert refund["单价（元）"] is None
