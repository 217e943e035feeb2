import pytest
from django.utils import timezone

from producers.models import Lot
from shop.models import BankLine, Entry, Order, Payment, Refund
from shop.orders.letting_go import let_go
from shop.payments import refunding
from shop.payments.cancelling import cancel
from shop.payments.expiring import expire
from shop.payments.paying import start
from shop.payments.transfers.matching import (
    NotOpen,
    give_to,
    import_statement,
    order_named,
    send_back,
    take,
)
from shop.payments.transfers.paying_out import PaidOut, pay_out, to_pay_out
from shop.statistics.checking import check
from tests import world
from tests.shop.payments.buying import kinds, long_ago, pay
from tests.shop.payments.transfers.bank import came, line, order_of_a_unit, statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def operator():
    return world.operator()


@pytest.fixture
def order():
    return order_of_a_unit(world.plums(grams=2500))


def states() -> list[str]:
    return list(BankLine.objects.order_by("pk").values_list("state", flat=True))


def test_a_statement_pays_its_orders_once(operator, order):
    other = order_of_a_unit(world.millet(), organisation=order.organisation)
    total = order.total_fen
    content = statement(
        line(f"货款{order.code.lower()}山货", total, number="1"),
        line(f"{order.code}", total, number="2"),
        line(f"{other.code}", other.total_fen - 1, number="3"),
        line("捐款 77777777", 5_000, number="4"),
    )
    new, known = import_statement(content, name="a.xlsx", by=operator)
    assert (len(new), known) == (4, 0)
    assert states() == ["matched", "double", "short", "unknown"]
    order.refresh_from_db()
    assert order.status == "paid"
    assert kinds(order) == ["placed", "transfer", "paid"]
    assert Entry.objects.filter(order_code=order.code).count() == 1
    assert import_statement(content, name="b.xlsx", by=operator) == ([], 4)
    assert states() == ["matched", "double", "short", "unknown"]
    assert check()[1] == []


def test_what_came_short_pays_with_the_rest(operator, order):
    take("1", came(order.code, 1000), by=operator)
    take("2", came(order.code, order.total_fen), by=operator)
    assert states() == ["short", "over"]
    take("3", came(order.code, order.total_fen - 1000), by=operator)
    assert states() == ["matched", "over", "matched"]
    assert Payment.objects.get().bank_lines.count() == 2
    assert Order.objects.get().status == "paid"


def test_two_codes_or_a_slip_name_no_order(order):
    other = order_of_a_unit(world.millet())
    assert order_named(f"{order.code}，{other.code}") is None
    assert order_named(order.code[:7]) is None
    wide = order.code.translate({ord(c): ord(c) + 0xFEE0 for c in order.code})
    assert order_named(wide) == order


@pytest.mark.parametrize("gone", [False, True])
def test_late_money_finds_its_goods_or_is_to_go_back(operator, order, gone):
    long_ago(order, "held_until", hours=1)
    expire(order)
    if gone:
        world.order(order.lines.get().offer)
    take("1", came(order.code, order.total_fen), by=operator)
    order.refresh_from_db()
    assert (states(), order.status) == ((["late"], "expired") if gone else (["matched"], "paid"))


def test_money_for_a_cancelled_order_is_to_go_back(operator, order):
    cancel(order)
    take("1", came(order.code, order.total_fen), by=operator)
    assert states() == ["late"]


def test_money_nobody_asked_for_is_not_taken(operator, sandbox, order):
    person = world.order(world.millet())
    take("1", came(person.code, person.total_fen), by=operator)
    start(order)
    take("2", came(order.code, order.total_fen), by=operator)
    assert states() == ["not_expected", "not_expected"]


def test_an_order_paid_at_the_provider_is_paid(operator, sandbox, order):
    pay(sandbox, order)
    take("1", came(order.code, order.total_fen), by=operator)
    assert states() == ["double"]


def test_an_operator_says_which_order_a_line_is_for(operator, order):
    known = take("1", came("没有写单号", order.total_fen), by=operator)
    given = give_to(known, order, by=operator)
    assert given.state == "matched"
    assert given.events.get().note == order.code
    for again in (lambda: give_to(known, order, by=operator), lambda: return_(known, operator)):
        with pytest.raises(NotOpen):
            again()


def return_(bank_line, by):
    send_back(bank_line, bank_number="R1", by=by)


def test_what_was_sent_back_pays_nothing_later(operator, order):
    short = take("1", came(order.code, 1000), by=operator)
    return_(short, operator)
    take("2", came(order.code, order.total_fen - 1000), by=operator)
    assert states() == ["returned", "short"]
    assert short.events.get().note == "R1"


def test_a_refund_is_what_the_operator_has_sent(operator, order):
    take("1", came(order.code, order.total_fen), by=operator)
    cancel(Order.objects.get(), by=operator, reason="订错了")
    refund = Refund.objects.get()
    assert refund.status == "wanted"
    assert Lot.objects.get().available_g == 2500
    long_ago(refund, "asked_at")
    assert not refunding.left_unfinished()
    assert refunding.follow_up(refund) == refund
    assert Entry.objects.count() == 1
    pay_out(refund, bank_number="R2", by=operator)
    refund.refresh_from_db()
    assert (refund.status, refund.payout.bank_number) == ("succeeded", "R2")
    assert [entry.amount_fen for entry in Entry.objects.order_by("id")] == [6880, -6880]
    with pytest.raises(PaidOut):
        pay_out(refund, bank_number="R3", by=operator)
    assert not to_pay_out()
    assert check()[1] == []


def test_an_order_let_go_by_hand_is_not_held_again(operator):
    order = world.order(world.plums(), organisation=world.organisation())
    let_go(order, kind="cancelled", at=timezone.now())
    take("1", came(order.code, order.total_fen), by=operator)
    assert states() == ["not_expected"]
