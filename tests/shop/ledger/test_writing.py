from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from shop.ledger.digest import digest_of
from shop.ledger.inserting import LEAST
from shop.ledger.writing import RefundsExceedSale, Return, record_refund, undo, write
from shop.models import Entry, Pending
from shop.orders.fulfilling import record_sales
from shop.orders.sales import lines_to_sell, sales_of
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 9, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def country():
    world.country()


def refunded(sale: Entry, fen: int, grams: int = 0, source: str = "refund:1:1") -> list[Entry]:
    part = Return(source=source, answers=sale.source, amount_fen=fen, weight_g=grams)
    return record_refund([part], confirmed_at=NOON)


def test_a_row_is_written_with_its_note_and_its_digest():
    sale = rows.sold(rows.product())
    assert Pending.objects.get().entry_id == sale.pk
    assert Entry.objects.get().digest == digest_of(Entry.objects.get()) != ""


def test_recording_twice_is_harmless():
    order = world.order(world.plums())
    first = record_sales(sales_of(lines_to_sell(order)), paid_at=NOON)
    assert record_sales(sales_of(lines_to_sell(order)), paid_at=NOON) == []
    assert list(Entry.objects.all()) == first
    sale = first[0]
    assert len(refunded(sale, 100)) == 1
    assert refunded(sale, 100) == []
    assert Entry.objects.count() == 2


def test_a_sale_counts_on_the_day_of_payment_in_shanghai():
    order = world.order(world.plums())
    (sale,) = record_sales(
        sales_of(lines_to_sell(order)), paid_at=datetime(2026, 7, 31, 16, 30, tzinfo=UTC)
    )
    assert sale.occurred_on == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("destination", "channel", "pairing"),
    [
        ("370613", "PAIR", "370600-500237"),
        ("370203", "PAIR", "370000-500000"),
        ("110101", "RETAIL", None),
    ],
)
def test_the_pairing_of_the_day_follows_from_the_places(destination, channel, pairing):
    order = world.order(world.plums(), destination=destination)
    (sale,) = record_sales(sales_of(lines_to_sell(order)), paid_at=NOON)
    assert sale.channel_id == channel
    assert (sale.pairing and sale.pairing.code) == pairing
    assert sale.direction == ("west_to_east" if pairing else "")


def test_what_was_recognised_on_the_day_is_kept():
    offer = world.plums()
    recognised = world.recognition(offer.lot.cooperative, ends_on=date(2026, 7, 9))
    first, second = (world.order(offer) for _ in range(2))
    (on_time,) = record_sales(sales_of(lines_to_sell(first)), paid_at=NOON)
    (too_late,) = record_sales(
        sales_of(lines_to_sell(second)), paid_at=datetime(2026, 7, 10, 4, tzinfo=UTC)
    )
    assert (on_time.recognised, on_time.recognition_number) == (True, recognised.number)
    assert (too_late.recognised, too_late.recognition_number) == (False, "")


def test_a_refund_repeats_the_sale_below_zero_on_its_own_day():
    sale = rows.sold(rows.product(), 100, weight_g=2500, packs=1)
    (refund,) = refunded(sale, 4000)
    assert (refund.amount_fen, refund.weight_g, refund.packs) == (-4000, 0, 0)
    assert (refund.parcel_count, refund.product_count) == (0, 0)
    assert refund.occurred_on == date(2026, 7, 9)
    assert refund.answers == sale
    assert refund.destination == sale.destination


def test_refunds_never_exceed_the_sale():
    sale = rows.sold(rows.product(), 100, weight_g=2500)
    refunded(sale, 6000)
    with pytest.raises(RefundsExceedSale):
        refunded(sale, 4001, source="refund:2:1")
    with pytest.raises(RefundsExceedSale):
        refunded(sale, 0, 2501, source="refund:2:1")
    two = [
        Return(source=f"refund:3:{n}", answers=sale.source, amount_fen=2500, weight_g=0)
        for n in range(2)
    ]
    with pytest.raises(RefundsExceedSale):
        record_refund(two, confirmed_at=NOON)
    assert len(refunded(sale, 4000, 2500, source="refund:2:1")) == 1


def test_undoing_a_sale_undoes_its_refunds_each_on_its_own_day():
    sale = rows.sold(rows.product(), 100, occurred_on=date(2026, 7, 1), packs=2)
    (refund,) = refunded(sale, 4000)
    undone = undo(sale)
    assert [(row.answers, row.occurred_on, row.amount_fen) for row in undone] == [
        (sale, date(2026, 7, 1), -10000),
        (refund, date(2026, 7, 9), 4000),
    ]
    counts = [(row.parcel_count, row.product_count, row.packs) for row in undone]
    assert counts == [(-1, -1, -2), (0, 0, 0)]
    assert undo(sale) == []
    with pytest.raises(RefundsExceedSale):
        refunded(sale, 1, source="refund:2:1")


def test_a_refund_that_is_undone_can_be_given_again():
    sale = rows.sold(rows.product(), 100)
    (refund,) = refunded(sale, 10000)
    undo(refund)
    assert len(refunded(sale, 10000, source="refund:2:1")) == 1


def test_no_row_is_corrected_twice():
    sale = rows.sold(rows.product())
    (correction,) = undo(sale)
    again = Entry.objects.get(pk=correction.pk)
    again.pk, again.source = None, "again"
    with pytest.raises(IntegrityError), transaction.atomic():
        write([again])


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_fen": -1},
        {"kind": "refund"},
        {"kind": "correction"},
        {"direction": "west_to_east"},
    ],
)
def test_a_row_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.sold(rows.product(), **wrong)


def test_more_rows_than_a_statement_takes_are_each_written_once():
    plums = rows.product()
    first = write([rows.entry(plums, source=f"r{number}") for number in range(2001)])
    again = write([rows.entry(plums, source=f"r{number}") for number in range(1999, 2003)])
    assert (len(first), [row.source for row in again]) == (2001, ["r2001", "r2002"])


@pytest.mark.parametrize("many", [2, LEAST + 1])
def test_a_source_that_comes_twice_at_once_is_written_once(many):
    plums = rows.product()
    twice = [rows.entry(plums, source=f"r{number}") for number in [*range(many), 0]]
    assert write(twice) == twice[:-1]
    assert write(twice) == []
    assert Pending.objects.count() == Entry.objects.count() == many
