"""Money that came to the bank account finds its order by the code the sender wrote."""

import re
from hashlib import sha256
from unicodedata import normalize

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from cms.users.models import User
from shop.orders.codes import LENGTH, is_code
from shop.orders.fulfilling import become_paid, hold_again
from shop.orders.models import Order
from shop.orders.telling import tell_buyer
from shop.payments.models import Payment
from shop.payments.transfers.models import BankLine, BankStatement
from shop.payments.transfers.statement import Came, lines_of

State = BankLine.State
WORD = re.compile(r"[0-9A-Z]+")


class NotOpen(Exception):
    """The line has found its order, or was sent back."""


def import_statement(content: bytes, *, name: str, by: User) -> tuple[list[BankLine], int]:
    """Take what a statement says came in: the new lines, and how many were known. The same twice
    adds nothing. Raises ReportRefused, and then nothing was taken."""
    came = lines_of(content)
    statement = BankStatement.objects.create(
        file_name=name[-200:], sha256=sha256(content).hexdigest(), by=by
    )
    taken = [take(key, line, statement=statement, by=by) for key, line in came]
    new = [line for line in taken if line]
    return new, len(came) - len(new)


@transaction.atomic
def take(
    key: str, came: Came, *, by: User, statement: BankStatement | None = None
) -> BankLine | None:
    """Write a line down, and let it pay its order where it can; None where it is known."""
    line, new = BankLine.objects.get_or_create(
        key=key,
        defaults={
            "statement": statement,
            "booked_on": came.booked_on,
            "amount_fen": came.amount_fen,
            "payer": came.payer,
            "account": came.account,
            "text": came.text,
            "state": State.UNKNOWN,
            "by": by,
        },
    )
    if not new:
        return None
    match(line, order_named(came.text))
    return line


def order_named(text: str) -> Order | None:
    """The one order a text names; two are none, since nobody knows how much is for which."""
    words = WORD.findall(normalize("NFKC", text).upper())
    # Some write it right beside other words: 货款A7C9KMN3.
    codes = {word for word in words if len(word) == LENGTH and is_code(word)}
    found = list(Order.objects.filter(code__in=codes)[:2])
    return found[0] if len(found) == 1 else None


def match(line: BankLine, order: Order | None) -> None:
    """Call inside a transaction."""
    if order:
        order = Order.objects.locked(order.pk)
        line.order, line.state = order, pay_with(line, order)
        line.save()


def pay_with(line: BankLine, order: Order) -> str:
    """Let the line pay the order, alone or with what came short before, and say how it stands."""
    payments = list(order.payments.select_for_update())
    if any(payment.status in Payment.DECIDED for payment in payments):
        return State.DOUBLE
    if not payments or not payments[-1].by_transfer:
        return State.NOT_EXPECTED
    payment = payments[-1]
    short = order.bank_lines.filter(state=State.SHORT).exclude(pk=line.pk)
    came_fen = line.amount_fen + (short.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
    if came_fen < payment.amount_fen:
        return State.SHORT
    if came_fen > payment.amount_fen:
        return State.OVER
    # Its goods may have been let go before the money came: the same rule as for other money.
    let_go = order.status == Order.Status.EXPIRED
    if order.status != Order.Status.PLACED and not (let_go and hold_again(order)):
        return State.LATE
    confirm(order, payment)
    short.update(state=State.MATCHED, payment=payment)
    line.payment = payment
    return State.MATCHED


def confirm(order: Order, payment: Payment) -> None:
    now = timezone.now()
    payment.status, payment.paid_at = Payment.Status.PAID, now
    payment.save(update_fields=["status", "paid_at"])
    become_paid(order, at=now)
    tell_buyer(order, "paid")


@transaction.atomic
def give_to(line: BankLine, order: Order, *, by: User) -> BankLine:
    """An operator says which order a line is for. Raises NotOpen."""
    line = open_line(line)
    match(line, order)
    line.events.create(state=line.state, note=order.code, by=by)
    return line


@transaction.atomic
def send_back(line: BankLine, *, bank_number: str, by: User) -> None:
    """An operator has sent the money back to whom it came from, under that number of the bank.
    Raises NotOpen."""
    line = open_line(line)
    line.state = State.RETURNED
    line.save(update_fields=["state"])
    line.events.create(state=line.state, note=bank_number, by=by)


def open_line(line: BankLine) -> BankLine:
    # Two operators at once: the order is locked before what pays it.
    if line.order_id:
        Order.objects.locked(line.order_id)
    line = BankLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.state not in BankLine.OPEN:
        raise NotOpen(line.key)
    return line
