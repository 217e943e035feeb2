"""From the buyer's wish to the file, and what becomes of it after."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from shop.invoices.asking import CannotAsk, ask
from shop.invoices.issuing import CannotIssue, correct, issue
from shop.invoices.models import InvoiceRequest
from shop.jobs.ticking import JOBS
from shop.models import Invoice, Notice
from tests import world
from tests.shop.invoices.papers import asked, number, paper, pdf, refunded, said
from tests.shop.payments.buying import pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def plums():
    world.country()
    return world.plums()


@pytest.fixture
def order(sandbox, plums):
    order = world.order(plums, buyer=world.user(), packs=2)
    pay(sandbox, order)
    return order


def state(order) -> str:
    (current,) = InvoiceRequest.objects.filter(order=order).current().with_state()
    return current.state


def test_each_cooperative_is_asked_once_and_told(plums):
    millet = world.millet()
    desk = world.desk(millet.lot.cooperative)
    order = world.paid_order(plums, millet)
    wanted = said()
    assert len(ask(order, **wanted)) == 2
    assert len(ask(order, **wanted)) == 2
    assert InvoiceRequest.objects.count() == 2
    assert Notice.objects.filter(email=desk.email).count() == 1


def test_who_changes_their_mind_asks_anew(plums):
    order = world.paid_order(plums)
    first = asked(order)
    with pytest.raises(CannotAsk, match="exactly this"):
        asked(order)
    second = asked(order, title="李四")
    assert list(order.invoice_requests.current()) == [second]
    with pytest.raises(CannotIssue, match="changed"):
        issue(first, paper(), by=None)
    for title in "abc":
        asked(order, title=title)
    with pytest.raises(CannotAsk, match="too often"):
        asked(order, title="d")


def test_nothing_is_invoiced_that_was_not_paid_or_went_back(order, plums):
    with pytest.raises(CannotAsk, match="paid"):
        asked(world.order(plums))
    wanted = asked(order)
    for parcel in order.parcels.all():
        parcel.freight_fen = 0
        parcel.save()
    refunded(order, 99_999)
    assert state(order) == "nothing_left"
    with pytest.raises(CannotIssue, match="refunded"):
        issue(wanted, paper(), by=None)
    with pytest.raises(CannotAsk, match="refunded"):
        asked(order, title="李四")


def test_it_is_issued_once_and_its_buyer_is_told_where_they_said(order):
    wanted = asked(order)
    assert state(order) == "asked"
    issued = issue(wanted, paper(), by=None)
    assert (state(order), issued.amount_fen) == ("issued", order.total_fen)
    told = Notice.objects.get(kind="invoice")
    assert told.email == "me@shanhuo.example" and issued.number in told.body
    with pytest.raises(CannotIssue, match="stands already"):
        issue(wanted, paper(), by=None)


def test_one_number_one_file(order, plums):
    other = world.paid_order(plums)
    first = paper()
    issue(asked(order), first, by=None)
    wanted = asked(other)
    with pytest.raises(CannotIssue, match=order.code):
        issue(wanted, paper(number=first.number), by=None)
    with pytest.raises(CannotIssue, match="uploaded already"):
        issue(wanted, paper(content=first.content), by=None)
    same = paper()
    issue(wanted, same, by=None)
    with pytest.raises(CannotIssue, match="uploaded already"):
        correct(wanted, red=paper(content=(twice := pdf())), new=paper(content=twice), by=None)
    assert Invoice.objects.filter(request__order=other).count() == 1


def test_a_refund_after_issue_asks_for_a_red_invoice_and_a_new_one(order):
    wanted = asked(order)
    old = issue(wanted, paper(), by=None)
    refunded(order, 1000)
    assert state(order) == "refunded"
    assert InvoiceRequest.objects.due().count() == 1
    with pytest.raises(CannotIssue, match="new invoice too"):
        correct(wanted, red=paper(), new=None, by=None)
    new = correct(wanted, red=paper(), new=paper(), by=None)
    chain = [(one.amount_fen, one.follows) for one in Invoice.objects.all()]
    total = order.total_fen
    assert chain == [(total, None), (-total, old), (total - 1000, new.follows)]
    assert state(order) == "issued" and not InvoiceRequest.objects.due().exists()


def test_the_desk_is_told_once_that_a_red_invoice_is_due(order, plums):
    desk = world.desk(plums.lot.cooperative)
    (red,) = [job for job in JOBS if job.name == "tell of red invoices that are due"]
    told = Notice.objects.filter(email=desk.email, subject__contains="红字发票")
    issued = issue(asked(order), paper(), by=None)
    red.work()
    assert not told.exists()
    for _twice in range(2):
        refunded(order, 500)
        red.work()
    assert issued.number in told.get().body and order.code in told.get().subject
    # That of the invoice in its place is another's.
    correct(asked(order, title="李四"), red=paper(), new=paper(), by=None)
    refunded(order, 500)
    red.work()
    assert told.count() == 2


def test_a_change_after_issue_is_a_correction(order):
    issue(asked(order), paper(), by=None)
    changed = asked(order, title="李四")
    assert state(order) == "changed"
    correct(changed, red=paper(), new=paper(), by=None)
    assert state(order) == "issued"
    assert [one.request.title for one in Invoice.objects.all()] == ["张三", "张三", "李四"]


def test_what_was_issued_is_never_changed(order):
    issued = issue(asked(order), paper(), by=None)
    for change in (lambda: issued.save(), lambda: issued.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Invoice.objects.get().number == issued.number != number()
