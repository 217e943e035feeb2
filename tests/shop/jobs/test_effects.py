"""Each rule that waits for its time is tied to a job: the situation is made, the clock ticks, and
what the rule says has happened."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from shop.account.watching import keep_in_sight
from shop.bulletins import drawing
from shop.claims.answering import accept
from shop.invoices.issuing import issue
from shop.jobs.ticking import tick
from shop.ledger.reports.completeness import period_of
from shop.models import (
    BulletinFile,
    Claim,
    DispatchMail,
    Entry,
    ExpectedReport,
    Favourite,
    Finding,
    InvoiceRequest,
    Notice,
    OpenEdition,
    Order,
    OrderEvent,
    Photograph,
    RecipientList,
    Refund,
)
from shop.payments import refunding
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.claims.received import claim_on, received_order
from tests.shop.invoices import papers
from tests.shop.payments.buying import long_ago
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(days=100)


def a_claim_nobody_answered(sandbox, monkeypatch):
    claim = claim_on(received_order(sandbox, world.plums()))
    long_ago(claim, "answer_by")
    return lambda: Claim.objects.get().status == "accepted"


def an_order_of_a_quarter_ago(sandbox, monkeypatch):
    order = world.paid_order(world.plums())
    order.parcels.update(status="received", received_at=timezone.now() - LONG_AGO)
    Order.objects.update(placed_at=timezone.now() - LONG_AGO)
    return lambda: Order.objects.get().phone == "138****8000"


def photographs_of_a_masked_order(sandbox, monkeypatch):
    claim_on(received_order(sandbox, world.plums()))
    Order.objects.update(contact_masked_at=timezone.now())
    return lambda: bytes(Photograph.objects.get().content) == b""


def an_invoice_of_a_masked_order(sandbox, monkeypatch):
    issue(papers.asked(world.paid_order(world.plums())), papers.paper(), by=None)
    Order.objects.update(contact_masked_at=timezone.now())
    return lambda: InvoiceRequest.objects.get().email == ""


def a_list_nobody_ordered(sandbox, monkeypatch):
    unit = world.organisation()
    RecipientList.objects.create(
        organisation=unit, by=world.member(unit), file_name="a.xlsx", rows=[]
    )
    RecipientList.objects.update(made_at=timezone.now() - LONG_AGO)
    return lambda: not RecipientList.objects.exists()


def a_favourite_that_is_gone(sandbox, monkeypatch):
    plums = world.plums()
    keep_in_sight(plums.product, user=world.user(), language="en")
    type(plums).objects.update(stopped_at=timezone.now())
    return lambda: Favourite.objects.get().away_since is not None


def a_favourite_that_is_back(sandbox, monkeypatch):
    keep_in_sight(world.plums().product, user=world.user(), language="en")
    Favourite.objects.update(away_since=timezone.now() - LONG_AGO)
    return lambda: Notice.objects.filter(kind="favourite", status="waiting").count() == 1


def a_parcel_that_lies_at_the_hall(sandbox, monkeypatch):
    hall = world.hall(world.user("a"))
    week = timezone.now() - timedelta(days=8)
    world.paid_order(world.plums(), hall=hall).parcels.update(
        status="shipped", shipped_at=week, arrived_at=week
    )
    return lambda: OrderEvent.objects.filter(kind="uncollected").count() == 1


def a_report_that_is_missing(sandbox, monkeypatch):
    world.official()
    first, last = period_of(timezone.localdate().replace(day=1) - timedelta(days=1), 1)
    due_days = (timezone.localdate() - last).days - 1
    ExpectedReport.objects.create(
        region_id="500237", channel_id="ECOM", due_days=due_days, starts_on=first
    )
    return lambda: Notice.objects.filter(key__startswith="report-missing:").count() == 1


def a_bulletin_whose_worker_died(sandbox, monkeypatch):
    bulletins.asked(by=world.official())
    monkeypatch.setattr(drawing, "LOST_AFTER", timedelta(0))
    return lambda: BulletinFile.objects.filter(suffix="pdf").count() == 1


def a_week_that_is_over(sandbox, monkeypatch):
    # None goes out in the first hours of a week.
    tuesday = datetime(2022, 7, 12, 12, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: tuesday)
    DispatchMail.objects.create(
        user=world.official(), language="en", told_week=timezone.localdate() - LONG_AGO
    )
    return lambda: Notice.objects.filter(key__startswith="dispatch").count() == 1


def a_month_that_is_over(sandbox, monkeypatch):
    rows.sold(rows.product(), occurred_on=date(2022, 7, 9))
    return lambda: OpenEdition.objects.filter(month=date(2022, 7, 1)).count() == 1


def a_lot_smaller_than_its_orders(sandbox, monkeypatch):
    plums = world.plums()
    type(plums.lot).objects.update(total_g=1000, available_g=0, taken_g=3000, short_g=2000)
    return lambda: Finding.objects.count() == 1


def a_refund_under_way(sandbox, monkeypatch):
    accept(claim_on(received_order(sandbox, world.plums(), method="alipay")), by=None)
    refund = Refund.objects.get()
    sandbox.settle(refund.provider_id)
    long_ago(refund, "asked_at")
    return lambda: Entry.objects.filter(kind="refund", amount_fen=-6880).count() == 1


def a_refund_that_failed(sandbox, monkeypatch):
    accept(claim_on(received_order(sandbox, world.plums(), method="alipay")), by=None)
    refund = Refund.objects.get()
    sandbox.settle(refund.provider_id, "failed")
    refunding.follow_up(refund)
    return lambda: Refund.objects.filter(follows=refund).count() == 1


@pytest.mark.parametrize(
    "situation",
    [
        a_claim_nobody_answered,
        an_order_of_a_quarter_ago,
        photographs_of_a_masked_order,
        an_invoice_of_a_masked_order,
        a_list_nobody_ordered,
        a_favourite_that_is_gone,
        a_favourite_that_is_back,
        a_parcel_that_lies_at_the_hall,
        a_report_that_is_missing,
        a_bulletin_whose_worker_died,
        a_week_that_is_over,
        a_month_that_is_over,
        a_lot_smaller_than_its_orders,
        a_refund_under_way,
        a_refund_that_failed,
    ],
)
def test_a_tick_does_what_the_rule_says(situation, sandbox, monkeypatch):
    world.country()
    has_happened = situation(sandbox, monkeypatch)
    assert not has_happened()
    tick()
    assert has_happened()
