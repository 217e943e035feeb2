import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import activate

from shop.models import BankLine, Order, Refund
from shop.payments.cancelling import cancel
from shop.payments.transfers import desk
from tests import queries, world
from tests.shop.payments.transfers.bank import line, order_of_a_unit, statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    activate("en")
    world.country()


@pytest.fixture
def operator(client):
    person = world.operator()
    client.force_login(person)
    return person


def hand_in(client, content: bytes, **more):
    file = SimpleUploadedFile("statement.xlsx", content)
    return client.post(reverse("operator_statement"), {"file": file}, **more)


def test_a_statement_is_imported_and_its_odd_lines_listed(client, operator):
    unit, plums = world.organisation(), world.plums()
    order = order_of_a_unit(plums, organisation=unit)
    for _ in range(3):
        order_of_a_unit(plums, organisation=unit)
    lines = [line(order.code, order.total_fen), *(line(f"谢谢{n}", n) for n in range(1, 60))]
    page = hand_in(client, statement(*lines), follow=True).content.decode()
    assert "New lines: 60, of which paid an order: 1. Known before: 0." in page
    assert "Names no order" in page
    assert order.code not in page
    with queries.at_most(12):
        assert (
            order.code
            in client.get(reverse("operator_transfers") + "?lines=all&page=2").content.decode()
        )
    assert "Known before: 60" in hand_in(client, statement(*lines), follow=True).content.decode()


def test_a_statement_with_faults_changes_nothing(client, operator):
    wrong = line("a", 100)
    wrong[0] = "someday"
    response = hand_in(client, statement(line("b", 100), wrong))
    assert response.status_code == 422
    assert "交易日期" in response.content.decode()
    assert not BankLine.objects.exists()


def test_a_file_too_large_is_refused(client, operator, monkeypatch):
    monkeypatch.setattr("shop.payments.transfers.forms.LARGEST_STATEMENT", 10)
    assert hand_in(client, statement()).status_code == 422


def came(client, **changes):
    typed = {
        "booked_on": "2026-07-01",
        "amount": "20.00",
        "number": "N1",
        "payer": "烟台市总工会",
        "text": "货款",
    }
    return client.post(reverse("operator_line_new"), typed | changes)


def test_a_line_is_marked_by_hand_once(client, operator):
    order = order_of_a_unit()
    amount = f"{order.total_fen / 100:.2f}"
    came(client, amount=amount, text=order.code)
    came(client, amount=amount, text=order.code)
    assert BankLine.objects.get().state == "matched"
    file = statement(line(order.code, order.total_fen, number="N1"))
    assert "Known before: 1" in hand_in(client, file, follow=True).content.decode()


@pytest.mark.parametrize("amount", ["much", "0"])
def test_an_amount_that_is_none_is_refused(client, operator, amount):
    assert came(client, amount=amount).status_code == 422


def post(client, name: str, pk: int, **said) -> None:
    response = client.post(reverse(name, args=[pk]), said)
    assert response.url == reverse("operator_transfers")


def test_lines_are_put_right(client, operator):
    order = order_of_a_unit()
    came(client, amount=f"{order.total_fen / 100:.2f}")
    came(client, number="N2")
    one, two = BankLine.objects.order_by("pk")
    post(client, "operator_line_order", one.pk, order="nonsense")
    post(client, "operator_line_return", two.pk, bank_number="")
    post(client, "operator_line_order", one.pk, order=order.code)
    post(client, "operator_line_return", two.pk, bank_number="R1")
    # Somebody else was faster.
    post(client, "operator_line_order", one.pk, order=order.code)
    post(client, "operator_line_return", two.pk, bank_number="R2")
    assert [known.state for known in BankLine.objects.order_by("pk")] == ["matched", "returned"]
    assert two.events.count() == 1


def test_a_refund_is_paid_out(client, operator):
    order = order_of_a_unit()
    came(client, amount=f"{order.total_fen / 100:.2f}", text=order.code)
    cancel(Order.objects.get(), reason="订错了")
    refund = Refund.objects.get()
    assert order.code in client.get(reverse("operator_transfers")).content.decode()
    post(client, "operator_payout", refund.pk, bank_number="")
    post(client, "operator_payout", refund.pk, bank_number="R1")
    refund.refresh_from_db()
    assert refund.status == "succeeded"
    assert client.post(reverse("operator_payout", args=[refund.pk])).status_code == 404


def test_two_operators_pay_out_at_once(client, operator, monkeypatch):
    order = order_of_a_unit()
    came(client, amount=f"{order.total_fen / 100:.2f}", text=order.code)
    cancel(Order.objects.get(), reason="订错了")

    really = desk.pay_out

    def faster(refund, **said):
        really(refund, **said | {"bank_number": "R0"})
        really(refund, **said)

    monkeypatch.setattr(desk, "pay_out", faster)
    post(client, "operator_payout", Refund.objects.get().pk, bank_number="R1")
    refund = Refund.objects.get()
    assert (refund.status, refund.payout.bank_number) == ("succeeded", "R0")
