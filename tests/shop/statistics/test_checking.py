import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.ledger.confirming import note_again
from shop.ledger.reports.importing import import_report
from shop.ledger.writing import negative_of, undo
from shop.models import (
    ConfirmedSale,
    CountyMonth,
    Entry,
    LotSale,
    OrderEvent,
    OrderLine,
    Payment,
    Pending,
    ProvincesDay,
    Refund,
    RefundLine,
    ReportLine,
    Unconfirmed,
)
from shop.orders import sales
from shop.orders.models import Order
from shop.statistics.rolling import SUMMARIES, roll
from tests import world
from tests.shop.ledger.reports import reports
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def check(capsys) -> tuple[int, list[dict]]:
    """Exit code and differences."""
    code = 0
    try:
        call_command("check_ledger", "--json")
    except CommandError as error:
        code = error.returncode
    return code, json.loads(capsys.readouterr().out)["differences"]


def behind_the_trigger(statement: str, *values) -> None:
    """What nobody may do."""
    on_table = " ON shop_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for refused in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER entry_refuses_{refused}{on_table}")
        cursor.execute(statement, values)


def paid(**fields) -> Order:
    order = world.paid_order(world.plums(), **fields)
    pay(order)
    return order


def pay(order: Order) -> Payment:
    return Payment.objects.create(
        order=order,
        amount_fen=order.total_fen,
        status=Payment.Status.PAID,
        call_key=f"pay-{order.code}",
        call_parameters={},
        started_at=order.placed_at,
        expires_at=order.held_until,
    )


def refund(order: Order, status: str = Refund.Status.SUCCEEDED) -> Refund:
    refunded = Refund.objects.create(
        payment=order.payments.get(),
        order=order,
        amount_fen=order.total_fen,
        freight_fen=order.freight_fen,
        reason="test",
        before_shipping=True,
        status=status,
        call_key=f"refund-{order.code}",
        call_parameters={},
        asked_at=order.placed_at,
        confirmed_at=order.placed_at if status == Refund.Status.SUCCEEDED else None,
    )
    for line in order.lines.all():
        RefundLine.objects.create(
            refund=refunded, line=line, amount_fen=line.amount_fen, weight_g=line.weight_g
        )
    return refunded


def test_nothing_differs_where_all_is_written_by_the_rules(capsys):
    paid()
    rows.many(300)
    roll()
    rows.sold(rows.product("三峡柑橘"))
    world.order(world.millet())
    assert check(capsys) == (0, [])


def test_it_says_how_many_rows_there_are(capsys):
    rows.sold(rows.product())
    call_command("check_ledger", "--json")
    assert json.loads(capsys.readouterr().out) == {"entries": 1, "differences": []}
    call_command("check_ledger")
    assert capsys.readouterr().out == "1 rows, 0 differences\n"


@pytest.mark.parametrize(
    ("column", "value", "kinds"),
    [
        ("amount_fen", 1, ["digest", "pending"]),
        ("weight_g", 1, ["digest", "pending"]),
        ("destination", "110101", ["digest", "pending"]),
        ("occurred_on", "2020-01-01", ["digest", "pending"]),
        ("recorded_at", "2020-01-01 00:00:00+00:00", ["digest", "pending"]),
        ("online", False, ["digest", "pending", "unconfirmed"]),
        ("source", "test:forged", ["digest"]),
    ],
)
def test_a_row_changed_by_sql_is_named(capsys, column, value, kinds):
    sale = rows.sold(rows.product())
    rows.sold(sale.product)
    behind_the_trigger(f"UPDATE shop_entry SET {column} = %s WHERE id = %s", value, sale.pk)
    code, differences = check(capsys)
    assert code == 1
    named = value if column == "source" else sale.source
    assert [(found["kind"], found["source"]) for found in differences] == [
        (kind, named) for kind in kinds
    ]


def test_a_changed_row_already_summed_shows_in_every_summary(capsys):
    sale = rows.sold(rows.product())
    roll()
    behind_the_trigger("UPDATE shop_entry SET amount_fen = 1")
    code, differences = check(capsys)
    assert differences[0]["source"] == sale.source
    assert [found["kind"] for found in differences[1:]] == ["summary"] * len(SUMMARIES)
    assert {found["expected"]["sold_fen"] for found in differences[1:]} == {1}
    assert {found["found"]["sold_fen"] for found in differences[1:]} == {10000}


def test_a_changed_row_of_an_order_is_set_beside_its_line(capsys):
    order = paid()
    behind_the_trigger("UPDATE shop_entry SET amount_fen = amount_fen - 1, digest = 'x'")
    differences = [found for found in check(capsys)[1] if found["kind"] == "order"]
    (found,) = differences
    assert found["source"] == f"order:{order.code}:1"
    assert found["expected"]["amount_fen"] == 6880
    assert found["found"]["amount_fen"] == 6879


def test_a_row_taken_away_and_one_nobody_ordered_are_named(capsys):
    order = paid()
    Pending.objects.all().delete()
    LotSale.objects.all().delete()
    behind_the_trigger("DELETE FROM shop_entry")
    rows.sold(OrderLine.objects.get().product, source="order:NOBODY:1")
    named = {(found["source"], found["found"] is None) for found in check(capsys)[1]}
    assert named == {(f"order:{order.code}:1", True), ("order:NOBODY:1", False)}


def test_an_order_that_nobody_paid_is_named(capsys):
    order = world.paid_order(world.plums())
    code, differences = check(capsys)
    assert differences == [
        {
            "kind": "payment",
            "source": f"order:{order.code}",
            "expected": order.total_fen,
            "found": 0,
        }
    ]


def test_a_paid_order_without_rows_is_named(capsys):
    order = world.order(world.plums())
    pay(order)
    OrderEvent.objects.create(order=order, kind=OrderEvent.Kind.PAID, at=order.placed_at)
    assert [found["source"] for found in check(capsys)[1]] == [f"order:{order.code}:1"]


def record(refunded: Refund) -> list[Entry]:
    line = refunded.lines.get()
    return rows.record_refund(
        [
            rows.Return(
                source=f"refund:{refunded.pk}:1",
                answers=f"order:{refunded.order.code}:1",
                amount_fen=line.amount_fen,
                weight_g=line.weight_g,
            )
        ],
        confirmed_at=refunded.asked_at,
    )


def test_a_confirmed_refund_has_its_rows(capsys):
    refunded = refund(paid())
    assert [found["source"] for found in check(capsys)[1]] == [f"refund:{refunded.pk}:1"]
    record(refunded)
    assert check(capsys) == (0, [])


def test_a_refund_that_failed_after_all_counts_only_while_its_row_is_not_undone(capsys):
    refunded = refund(paid(), Refund.Status.FAILED)
    (row,) = record(refunded)
    assert [found["source"] for found in check(capsys)[1]] == [row.source]
    undo(row)
    assert check(capsys) == (0, [])


def test_a_refund_of_freight_alone_needs_no_row(capsys):
    refunded = refund(paid())
    refunded.lines.update(amount_fen=0, weight_g=0)
    assert check(capsys) == (0, [])


def test_more_taken_back_than_was_sold_is_named(capsys):
    sale = rows.sold(rows.product(), 10)
    again = negative_of(
        sale,
        rows.Return(source="again", answers=sale.source, amount_fen=1001, weight_g=0),
        kind=Entry.Kind.REFUND,
        on=sale.occurred_on,
    )
    rows.write([again])
    assert check(capsys)[1] == [
        {"kind": "refunds", "source": sale.source, "expected": 1000, "found": 1001}
    ]


def test_a_summary_with_a_row_too_many_or_too_few_is_named(capsys):
    rows.sold(rows.product(), 10)
    roll()
    CountyMonth.objects.all().delete()
    ProvincesDay.objects.update(destination_province="99")
    named = {(found["source"].split()[0], found["found"]["rows"]) for found in check(capsys)[1]}
    assert named == {("CountyMonth", 0), ("ProvincesDay", 0), ("ProvincesDay", 1)}


def test_a_note_too_many_or_too_few_is_named_and_made_again(capsys):
    plums = rows.product()
    lost, confirmed = rows.sold(plums, online=False), rows.sold(plums, online=False)
    rows.a_refund_of(confirmed, 10)
    changed = rows.sold(plums, online=False)
    ConfirmedSale.objects.create(entry=confirmed, by=world.user())
    Unconfirmed.objects.filter(entry=lost).delete()
    Unconfirmed.objects.filter(entry=changed).update(amount_fen=1)
    Pending.objects.filter(entry=changed).update(destination="110101")
    code, differences = check(capsys)
    assert code == 1 and {found["kind"] for found in differences} == {"pending", "unconfirmed"}
    named = {found["source"]: (found["expected"], found["found"]) for found in differences}
    assert named.keys() == {
        lost.source,
        confirmed.source,
        f"back:{confirmed.source}",
        changed.source,
    }
    assert named[lost.source][1] is named[confirmed.source][0] is None
    call_command("rebuild_summaries")
    assert check(capsys) == (0, [])
    with CaptureQueriesContext(connection) as asked:
        note_again()
    assert not any(query["sql"].startswith("DELETE") for query in asked)


def test_a_note_of_a_lot_is_set_beside_its_line_and_its_row(capsys, monkeypatch):
    monkeypatch.setattr(sales, "AT_ONCE", 1)
    plums = world.plums()
    missing, another, elsewhere, changed = (world.paid_order(plums) for _ in range(4))
    for order in (missing, another, elsewhere, changed):
        pay(order)
    other = world.lot(plums.lot.cooperative)
    notes = {row.order_code: LotSale.objects.filter(entry=row) for row in Entry.objects.all()}
    notes[missing.code].delete()
    notes[another.code].delete()
    notes[elsewhere.code].update(lot=other)
    notes[changed.code].update(destination="110101")
    named = {(found["kind"], found["source"].split(":")[1]) for found in check(capsys)[1]}
    wrong = {("order", elsewhere.code), ("lot", changed.code)}
    assert named == wrong | {("order", missing.code), ("order", another.code)}
    call_command("rebuild_summaries")
    assert {(found["kind"], found["source"].split(":")[1]) for found in check(capsys)[1]} == wrong


def test_rows_of_a_report_are_set_beside_its_lines(capsys):
    lines = reports.rows({}, {"退款金额（元）": "137.60"})
    import_report(reports.as_csv(lines), name="sales.csv", channel_code="ECOM")
    assert check(capsys) == (0, [])
    behind_the_trigger("UPDATE shop_entry SET amount_fen = amount_fen - 1")
    differences = [found for found in check(capsys)[1] if found["kind"] == "report"]
    assert sorted((f["expected"]["amount_fen"], f["found"]["amount_fen"]) for f in differences) == [
        (13760, 13759),
        (13760, 13759),
        (13760, 13761),
    ]


def test_a_line_without_its_row_and_a_report_without_its_line_are_named(capsys):
    import_report(reports.as_csv(reports.rows({}, {})), name="sales.csv", channel_code="ECOM")
    line = ReportLine.objects.first()
    Pending.objects.all().delete()
    LotSale.objects.all().delete()
    behind_the_trigger("DELETE FROM shop_entry")
    rows.sold(rows.product("武山茶", "620524"), source="report:forged")
    ReportLine.objects.exclude(pk=line.pk).delete()
    named = {(f["source"], f["expected"] is None) for f in check(capsys)[1]}
    assert named == {
        (f"report:{line.key}", False),
        ("report:forged", True),
        (f"report {line.report_id}", False),
    }
