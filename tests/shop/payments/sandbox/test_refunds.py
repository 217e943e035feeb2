import pytest
import stripe

DAY = 24 * 60 * 60


@pytest.fixture
def paid(session, sandbox):
    def pay(method="card", card="4242424242424242") -> str:
        return sandbox.pay(session, method, card)["id"]

    return pay


def test_a_card_gets_its_money_back_at_once(client, paid, sandbox):
    intent = paid()
    refund = client.v1.refunds.create({"payment_intent": intent, "metadata": {"refund": "7"}})
    assert (refund.status, refund.amount, refund.metadata["refund"]) == ("succeeded", 14800, "7")
    assert client.v1.refunds.retrieve(refund.id) == refund
    assert client.v1.charges.retrieve(refund.charge).refunded
    assert [event.type for event in sandbox.events()[-2:]] == ["refund.created", "charge.refunded"]


@pytest.mark.parametrize("method", ["alipay", "wechat_pay"])
def test_a_wallet_gets_it_back_later(client, paid, sandbox, method):
    refund = client.v1.refunds.create({"payment_intent": paid(method)})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    sandbox.advance(60)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    assert [event.data.object.status for event in sandbox.events("refund.updated")] == ["succeeded"]


def test_a_card_may_take_its_time_too(client, paid, sandbox):
    refund = client.v1.refunds.create({"payment_intent": paid(card="4000000000007726")})
    assert refund.status == "pending"
    sandbox.settle(refund.id)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"


def test_a_refund_may_fail_after_it_succeeded(client, paid, sandbox):
    refund = client.v1.refunds.create({"payment_intent": paid(card="4000000000005126")})
    assert refund.status == "succeeded"
    sandbox.advance(60)
    failed = client.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    assert client.v1.charges.retrieve(refund.charge).amount_refunded == 0
    assert sandbox.events("refund.failed")
    again = client.v1.refunds.create({"payment_intent": refund.payment_intent})
    assert again.amount == 14800


def test_what_failed_stays_failed(client, paid, sandbox):
    refund = client.v1.refunds.create({"payment_intent": paid("alipay")})
    sandbox.settle(refund.id, "failed")
    sandbox.settle(refund.id, "succeeded")
    sandbox.advance(60)
    assert client.v1.refunds.retrieve(refund.id).status == "failed"
    assert len(sandbox.events("refund.updated")) == 1


def test_parts_add_up_to_the_whole_and_no_further(client, paid):
    charge = client.v1.payment_intents.retrieve(paid()).latest_charge
    for amount in (6800, 8000):
        client.v1.refunds.create({"charge": charge, "amount": amount})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"charge": charge})
    assert refused.value.code == "charge_already_refunded"
    assert [refund.amount for refund in client.v1.refunds.list({"charge": charge})] == [8000, 6800]


@pytest.mark.parametrize("amount", [0, -1, 14801])
def test_it_refuses_another_amount(client, paid, amount):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": paid(), "amount": amount})
    assert refused.value.param == "amount"


def test_it_refuses_what_was_never_paid(client, session, sandbox):
    intent = sandbox.pay(session, card="4000000000000002")
    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create({"payment_intent": intent["id"]})
    with pytest.raises(stripe.InvalidRequestError, match="failed"):
        client.v1.refunds.create({"charge": intent["latest_charge"]})
    with pytest.raises(stripe.InvalidRequestError, match="payment_intent"):
        client.v1.refunds.create({"amount": 100})


@pytest.mark.parametrize(("method", "days"), [("alipay", 90), ("wechat_pay", 180)])
def test_a_wallet_takes_nothing_back_after_its_time(client, paid, sandbox, method, days):
    intent = paid(method)
    sandbox.advance(days * DAY)
    client.v1.refunds.create({"payment_intent": intent, "amount": 100})
    sandbox.advance(1)
    with pytest.raises(stripe.InvalidRequestError, match=f"older than {days} days"):
        client.v1.refunds.create({"payment_intent": intent, "amount": 100})
