"""What suppliers are paid under a place's rules, to the fen."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import timezone, translation

from shop.ledger.reports.importing import import_report
from shop.ledger.writing import undo
from shop.models import Order
from shop.subsidies.awarding import awards, rows_of_supplier
from tests import world
from tests.shop.ledger.reports.reports import as_csv
from tests.shop.ledger.reports.reports import rows as reported
from tests.shop.statistics import rows
from tests.shop.subsidies.rules import country, rule, sold_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    country()


def paid(code: str, year: int, **asked) -> list[int]:
    return [award.paid_fen for award in awards(rule(code), year, **asked)]


@pytest.mark.parametrize(
    ("sales", "pays"),
    [
        (1_999_999.99, 0),
        (2_000_000, 30_000),
        (2_999_999.99, 30_000),
        (3_000_000, 50_000),
        (4_999_999.99, 50_000),
        (5_000_000, 100_000),
        (10_000_000, 200_000),
        (19_999_999.99, 200_000),
        (20_000_000, 300_000),
    ],
)
def test_wushan_paid_by_tiers_in_2020(sales, pays):
    sold_by(world.cooperative("500237"), sales)
    assert paid("wushan-sales", 2020) == [pays * 100]


@pytest.mark.parametrize(
    ("sales", "pays"),
    [
        (99_999.99, 0),
        # 30 % of the sales, which is the cap, exactly.
        (100_000, 30_000),
        (199_999.99, 30_000),
        (200_000, 60_000),
        (999_999.99, 60_000),
        (1_000_000, 150_000),
        (10_000_000, 200_000),
    ],
)
def test_qianjiang_paid_by_tiers_in_2022(sales, pays):
    sold_by(world.cooperative("500114"), sales, year=2022)
    assert paid("qianjiang-sales", 2022) == [pays * 100]


def test_no_more_is_paid_than_the_cap():
    """A tier of half the sales would be cut to 30 %."""
    of_qianjiang = rule("qianjiang-sales")
    of_qianjiang.tiers.filter(at_least=20_000_000).update(pays=10_000_000)
    sold_by(world.cooperative("500114"), 200_000.01, year=2022)
    (award,) = awards(rule("qianjiang-sales"), 2022)
    assert (award.before_cap_fen, award.cap_fen, award.paid_fen) == (
        10_000_000,
        6_000_000,
        6_000_000,
    )


@pytest.mark.parametrize(("orders", "share"), [(3000, 0), (3001, 700)])
def test_wushan_pays_freight_above_three_thousand_orders_to_shandong(orders, share):
    box = world.plums()
    supplier = box.product.listed_by
    order = world.paid_order(box, destination="370613")
    year = timezone.localdate().year
    sold_by(supplier, 0, year=year, orders=orders - 1)
    sold_by(supplier, 0, year=year, orders=9, destination="441900")
    (award,) = awards(rule("wushan-freight"), year)
    freight = order.parcels.get().freight_fen
    assert freight > 0
    assert (award.sales.orders, award.freight) == (orders, (freight, 1))
    assert award.paid_fen == freight * share // 1000


def test_orders_whose_goods_were_all_taken_back_reach_no_tier_of_freight():
    """3,001 orders, of which 500 were cancelled, are 2,501; one of the others was refunded for
    spoiled goods, which were sent."""
    supplier = world.cooperative()
    cancelled = sold_by(supplier, 500, orders=500)
    rows.a_refund_of(sold_by(supplier, 90, orders=1), 90)
    sold_by(supplier, 100, orders=2500)
    before = timezone.now()
    rows.a_refund_of(cancelled, at=timezone.now())
    (now,) = awards(rule("wushan-freight"), 2020)
    assert (now.sales.orders, now.sales.called_off, now.tier) == (2501, 500, None)
    with translation.override("en"):
        assert now.steps[:2] == [
            "Orders sent to Shandong in 2020: 2,501.",
            "Each parcel counts as an order. Left out are 500 parcels of which nothing was sent.",
        ]
    (then,) = awards(rule("wushan-freight"), 2020, as_of=before)
    assert (then.sales.orders, then.tier.pays) == (3001, 700)
    # Taken back as if they had never been, they are counted off once.
    undo(cancelled)
    (undone,) = awards(rule("wushan-freight"), 2020)
    assert (undone.sales.orders, undone.sales.called_off) == (2501, 0)


@pytest.mark.parametrize(
    ("taken_back", "counted"), [("", (1, 0)), ("大", (1, 0)), ("小", (1, 0)), ("大小", (0, 1))]
)
def test_a_parcel_is_left_out_where_no_line_of_it_was_sent(taken_back, counted):
    """The parcel of a report has two lines; another of the order, from the next county, was
    sent."""
    world.cooperative(name_zh="甲社")
    line = {"来源单号": "P1", "供应商名称": "甲社"}
    lines = [
        {**line, "规格": pack, "退款金额（元）": "137.60" if pack in taken_back else ""}
        for pack in "大小"
    ]
    lines.append({**line, "产地县代码": "500236", "产品名称": "奉节脐橙"})
    import_report(as_csv(reported(*lines)), name="a.csv", channel_code="ECOM")
    (award,) = awards(rule("wushan-freight"), 2022)
    assert (award.sales.orders, award.sales.called_off) == counted


def test_freight_is_that_of_parcels_to_the_place_that_were_not_cancelled():
    box = world.plums()
    to_shandong = world.paid_order(box, destination="370613")
    world.paid_order(box, destination="441900")
    cancelled = world.paid_order(box, destination="370613")
    called_off = world.paid_order(box, destination="370613")
    world.order(box, destination="370613")
    before = timezone.now()
    with transaction.atomic():
        Order.objects.locked(cancelled.pk).happened("cancelled", at=timezone.now())
        parcel = called_off.parcels.get()
        Order.objects.locked(called_off.pk).happened("called_off", at=timezone.now(), parcel=parcel)
    year = timezone.localdate().year
    (now,) = awards(rule("wushan-freight"), year)
    assert now.freight == (to_shandong.parcels.get().freight_fen, 1)
    (then,) = awards(rule("wushan-freight"), year, as_of=before)
    assert then.freight.parcels == 3


def test_only_goods_of_the_place_sent_to_the_place_of_the_rule_count():
    supplier = world.cooperative("500114")
    sold_by(supplier, 100_000, year=2022)
    sold_by(supplier, 900_000, year=2022, destination="441900")
    sold_by(supplier, 900_000, year=2021)
    sold_by(world.cooperative("500237"), 900_000, year=2022)
    (award,) = awards(rule("qianjiang-sales"), 2022)
    assert award.sales.fen == 10_000_000


def test_refunds_are_taken_off():
    sale = sold_by(world.cooperative("500114"), 100_000, year=2022)
    rows.a_refund_of(sale, 0.01)
    assert paid("qianjiang-sales", 2022) == [0]


def test_a_report_counts_for_the_one_supplier_of_that_name():
    supplier = world.cooperative("500114", name_zh="黔江猕猴桃合作社")
    twins = [world.cooperative("500114", name_zh="同名合作社") for _ in range(2)]
    product = rows.product("黔江猕猴桃", "500114")
    for name in ("黔江猕猴桃合作社", "同名合作社"):
        rows.sold(product, 150_000, supplier_name=name)
    sold_by(twins[0], 1, year=2022)
    award, other = awards(rule("qianjiang-sales"), 2022)
    assert (award.cooperative, award.paid_fen, other.paid_fen) == (supplier, 3_000_000, 0)
    assert [row.amount_fen for row in rows_of_supplier(award)] == [15_000_000]
    assert [row.amount_fen for row in rows_of_supplier(other)] == [100]


def test_last_years_rule_is_played_again_with_this_years_sales():
    first = rule("qianjiang-sales")
    type(first).objects.filter(pk=first.pk).update(until_year=2023)
    second = type(first).objects.create(
        code="qianjiang-sales",
        from_year=2024,
        place_id="500114",
        destination_id="370000",
        name_zh="新办法",
        name_en="New rule",
        measure="sales",
        pays="amount",
        source="黔江区 2024 年办法",
    )
    second.tiers.create(at_least=50_000_000, pays=1_000_000)
    sold_by(world.cooperative("500114"), 400_000, year=2024)
    (under_new,) = awards(second, 2024)
    (under_old,) = awards(first, 2024)
    assert (under_new.paid_fen, under_old.paid_fen) == (0, 6_000_000)
    rules = type(first).objects.filter(place="500114")
    assert [list(rules.in_force(year)) for year in (2021, 2023, 2024)] == [[], [first], [second]]


def test_as_of_a_moment_later_rows_are_not_counted():
    supplier = world.cooperative("500114")
    sold_by(supplier, 150_000, year=2022, recorded_at=datetime(2022, 8, 1, tzinfo=UTC))
    sold_by(supplier, 100_000, year=2022, recorded_at=datetime(2023, 2, 1, tzinfo=UTC))
    assert paid("qianjiang-sales", 2022, as_of=datetime(2023, 1, 1, tzinfo=UTC)) == [3_000_000]
    assert paid("qianjiang-sales", 2022) == [6_000_000]


def test_the_arithmetic_is_told_in_words():
    sold_by(world.cooperative("500114"), 100_000, year=2022)
    (award,) = awards(rule("qianjiang-sales"), 2022)
    with translation.override("en"):
        assert award.steps == [
            "Net sales to Shandong in 2022: ¥100,000.00.",
            "The tier from ¥100,000.00 on pays ¥30,000.00.",
            "The cap is 30% of the sales of ¥100,000.00: ¥30,000.00.",
            "Paid: ¥30,000.00.",
        ]


def test_the_arithmetic_of_freight_says_whose_it_is():
    box = world.plums()
    order = world.paid_order(box, destination="370613")
    year = timezone.localdate().year
    sold_by(box.product.listed_by, 0, year=year, orders=3000)
    (award,) = awards(rule("wushan-freight"), year)
    freight = order.parcels.get().freight_fen / 100
    with translation.override("en"):
        assert award.steps == [
            f"Orders sent to Shandong in {year}: 3,001.",
            "The tier from 3,001 orders on pays 70% of the freight.",
            f"Freight of 1 parcel paid on this site: ¥{freight:.2f}. Reports of other channels "
            "hold no freight.",
            f"70% of ¥{freight:.2f}, rounded down to the fen, is ¥{freight * 0.7:.2f}.",
            f"Paid: ¥{freight * 0.7:.2f}.",
        ]


def test_below_the_first_tier_the_words_say_where_it_begins():
    sold_by(world.cooperative("500237"), 1, orders=5)
    with translation.override("en"):
        (sales,) = awards(rule("wushan-sales"), 2020)
        assert sales.steps[:2] == [
            "Net sales in 2020: ¥1.00.",
            "Below the first tier, which begins at ¥2,000,000.00: nothing.",
        ]
        (freight,) = awards(rule("wushan-freight"), 2020)
        assert freight.steps[1] == "Below the first tier, which begins at 3,001 orders: nothing."


def test_more_suppliers_ask_no_more_questions(django_assert_num_queries):
    of_wushan = rule("wushan-freight")
    for many in (1, 5):
        for _ in range(many):
            sold_by(world.cooperative("500237"), 10)
        with django_assert_num_queries(6):
            awards(of_wushan, 2020)
