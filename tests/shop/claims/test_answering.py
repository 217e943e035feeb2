from datetime import timedelta

import pytest
from django.utils import timezone

from shop.claims.answering import (
    AnsweredAlready,
    accept,
    accept_unanswered,
    refuse,
    send_again,
    unanswered,
)
from shop.claims.appealing import CannotAppeal, DecidedAlready, appeal, dismiss, grant
from shop.claims.models import Claim, ClaimEvent
from shop.claims.sending_back import NotToSendBack, send_back
from shop.delivery.shipping import CannotShip
from shop.models import Carrier, Entry, Notice, Refund
from shop.payments import refunding
from tests import world
from tests.shop.claims.received import claim_on, received_order, return_of
from tests.shop.payments.buying import kinds, long_ago

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def order(sandbox):
    return received_order(sandbox, world.plums(), packs=3)


@pytest.fixture
def clerk(order):
    return world.desk(order.parcels.get().cooperative)


def again(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def test_accepted_the_share_of_the_packs_goes_back_at_once_to_a_card(order, clerk):
    claim = claim_on(order, packs=2)
    accept(claim, by=clerk)
    claim = again(claim)
    assert (claim.status, claim.refund.status) == ("accepted", "succeeded")
    assert (claim.refund.amount_fen, claim.refund.freight_fen) == (2 * 6880, 0)
    row = Entry.objects.get(kind="refund")
    assert (row.amount_fen, row.weight_g) == (-2 * 6880, 0)
    assert row.occurred_on == timezone.localdate(claim.refund.confirmed_at)
    assert kinds(order)[-2:] == ["refund_started", "refunded"]
    assert Notice.objects.filter(key__contains="claim_accepted").count() == 1


def test_a_wallets_refund_ends_in_the_ledger_when_it_is_confirmed(sandbox):
    order = received_order(sandbox, world.plums(), method="alipay")
    accept(claim_on(order), by=None)
    refund = Refund.objects.get()
    assert (refund.status, Entry.objects.filter(kind="refund").count()) == ("pending", 0)
    sandbox.settle(refund.provider_id)
    refunding.follow_up(refund)
    assert Entry.objects.get(kind="refund").amount_fen == -6880


def test_one_that_fails_is_asked_again_and_shown_as_it_stands(sandbox):
    order = received_order(sandbox, world.plums(), method="alipay")
    accept(claim_on(order), by=None)
    refund = Refund.objects.get()
    sandbox.settle(refund.provider_id, "failed")
    refunding.try_again(refunding.follow_up(refund))
    second = Claim.objects.get().last_refund
    assert (second.follows, second.status) == (refund, "pending")
    sandbox.settle(second.provider_id)
    refunding.follow_up(second)
    assert sum(Entry.objects.values_list("amount_fen", flat=True)) == 0


def test_where_the_provider_does_not_answer_the_refund_waits_for_it(sandbox, order, clerk):
    claim = claim_on(order)
    sandbox.fault("500", times=2)
    accept(claim, by=clerk)
    assert again(claim).refund.status == "wanted"
    refunding.follow_up(Refund.objects.get())
    assert again(claim).refund.status == "succeeded"


def test_what_went_back_already_does_not_go_back_again(order, clerk):
    line = order.lines.get()
    refunding.follow_up(refunding.want_back(order, {line.pk: line.amount_fen}, reason="谈妥"))
    claim = claim_on(order)
    accept(claim, by=clerk)
    assert (again(claim).status, again(claim).refund) == ("accepted", None)
    assert Refund.objects.count() == 1


def test_it_is_answered_once(order, clerk):
    claim = claim_on(order)
    refuse(claim, reason="照片看不清", by=clerk)
    for answer in (
        lambda: accept(claim, by=clerk),
        lambda: refuse(claim, reason="再拒", by=clerk),
        lambda: send_again(claim, carrier=Carrier.objects.first(), number="SF0", by=clerk),
    ):
        with pytest.raises(AnsweredAlready):
            answer()
    assert list(claim.events.values_list("kind", flat=True)) == ["reported", "refused"]
    assert "照片看不清" in Notice.objects.get(key__contains="claim_refused").body


def test_goods_are_sent_again_under_a_waybill_of_the_same_parcel(order, clerk):
    claim = claim_on(order)
    yto = Carrier.objects.get(pk="YTO")
    with pytest.raises(CannotShip):
        send_again(claim, carrier=yto, number="?", by=clerk)
    send_again(claim, carrier=yto, number="yt0000000000001", by=clerk)
    assert again(claim).status == "resent"
    assert order.parcels.get().waybills.filter(number="YT0000000000001").exists()
    assert "YT0000000000001" in Notice.objects.get(key__contains="claim_resent").body
    assert not Refund.objects.exists()


def test_unanswered_for_a_day_it_is_accepted(order, clerk):
    claim = claim_on(order)
    assert not unanswered()
    long_ago(claim, "answer_by", hours=1)
    with pytest.raises(AnsweredAlready):
        refuse(claim, reason="来晚了", by=clerk)
    accept_unanswered(unanswered().get())
    claim = again(claim)
    assert (claim.status, claim.refund.status) == ("accepted", "succeeded")
    assert claim.events.last().kind == ClaimEvent.Kind.UNANSWERED
    accept_unanswered(claim)
    assert Refund.objects.count() == 1
    assert not unanswered()


def test_a_refused_buyer_turns_to_the_operator_who_decides(order, clerk):
    operator = world.operator()
    claim = claim_on(order)
    with pytest.raises(CannotAppeal):
        appeal(claim, reason="还没答复")
    refuse(claim, reason="不算坏", by=clerk)
    appeal(claim, reason="真的烂了")
    assert Notice.objects.filter(key__contains="appealed", email=operator.email).count() == 1
    grant(claim, reason="照片清楚", by=operator)
    claim = again(claim)
    assert (claim.status, claim.refund.amount_fen) == ("accepted", 6880)
    with pytest.raises(DecidedAlready):
        dismiss(claim, reason="改主意", by=operator)
    told = Notice.objects.filter(key__contains="granted").values_list("email", flat=True)
    assert set(told) == {order.email, clerk.email}


def test_the_operator_may_let_the_answer_stand(order, clerk):
    claim = claim_on(order)
    refuse(claim, reason="不算坏", by=clerk)
    appeal(claim, reason="真的烂了")
    dismiss(claim, reason="是口味问题", by=world.operator())
    assert again(claim).status == "dismissed"
    with pytest.raises(CannotAppeal):
        appeal(claim, reason="还是不服")
    assert not Refund.objects.exists()


def test_after_a_week_the_answer_stands(order, clerk):
    claim = claim_on(order)
    refuse(claim, reason="不算坏", by=clerk)
    assert again(claim).is_appealable
    claim.events.update(at=timezone.now() - timedelta(days=8))
    with pytest.raises(CannotAppeal):
        appeal(claim, reason="太晚了")


def test_durable_goods_go_back_before_the_money_does(sandbox):
    order = received_order(sandbox, world.millet(), packs=2, fresh_terms=False)
    claim = return_of(order, packs=2)
    with pytest.raises(AnsweredAlready):
        accept(claim, by=None)
    send_back(claim, waybill="圆通 YT1234567890123")
    claim = again(claim)
    assert claim.status == "sent_back"
    assert claim.answer_by > timezone.now() + timedelta(days=9)
    with pytest.raises(NotToSendBack):
        send_back(claim, waybill="again")
    accept(claim, by=None)
    assert Entry.objects.get(kind="refund").amount_fen == -2 * 1800


def test_spoiled_goods_are_not_sent_back(order):
    with pytest.raises(NotToSendBack):
        send_back(claim_on(order), waybill="SF0")
