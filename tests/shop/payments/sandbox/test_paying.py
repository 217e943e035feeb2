import pytest

from shop.payments.sandbox import paying, sessions
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.sandbox import Call, Hook, Sandbox
from shop.payments.sandbox.store import Store
from tests.shop.payments.sandbox.asking import line, plums

WALLETS = ["alipay", "wechat_pay"]


def test_a_card_is_charged_at_once(client, session, sandbox):
    intent = sandbox.pay(session)
    assert intent["status"] == "succeeded"
    charge = client.v1.charges.retrieve(intent["latest_charge"])
    assert (charge.status, charge.captured, charge.amount_captured) == ("succeeded", True, 14800)
    assert charge.payment_method_details.card.last4 == "4242"
    paid = client.v1.checkout.sessions.retrieve(session.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert [event.type for event in sandbox.events()] == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


@pytest.mark.parametrize(
    ("card", "code", "decline"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4111111111111111", "card_declined", "test_mode_live_card"),
    ],
)
def test_a_declined_card_leaves_the_session_open(client, session, sandbox, card, code, decline):
    intent = sandbox.pay(session, card=card)
    assert intent["status"] == "requires_payment_method"
    error = intent["last_payment_error"]
    assert (error["code"], error["decline_code"]) == (code, decline)
    assert client.v1.charges.retrieve(error["charge"]).status == "failed"
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert sandbox.pay(session)["status"] == "succeeded"


def test_a_card_with_3d_secure_asks_the_bank(session, sandbox):
    waiting = sandbox.pay(session, card="4000002500003155", outcome="waiting")
    assert waiting["status"] == "requires_action"
    page = waiting["next_action"]["redirect_to_url"]["url"]
    assert page == f"{session.url}/authenticate"
    refused = sandbox.pay(session, card="4000002500003155", outcome="failed")
    assert refused["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert sandbox.pay(session, card="4000002500003155")["status"] == "succeeded"


@pytest.mark.parametrize("method", WALLETS)
def test_a_wallet_pays_or_refuses(client, session, sandbox, method):
    refused = sandbox.pay(session, method, outcome="failed")
    assert refused["last_payment_error"]["code"] == "payment_intent_payment_attempt_failed"
    assert refused["latest_charge"] is None
    paid = sandbox.pay(session, method)
    charge = client.v1.charges.retrieve(paid["latest_charge"])
    assert charge.payment_method_details.type == method


def test_money_on_its_way_comes_later(client, session, sandbox):
    assert sandbox.pay(session, "alipay", outcome="processing")["status"] == "processing"
    between = client.v1.checkout.sessions.retrieve(session.id)
    assert (between.status, between.payment_status) == ("complete", "unpaid")
    sandbox.advance(59)
    assert not sandbox.events("checkout.session.async_payment_succeeded")
    sandbox.advance(1)
    assert sandbox.events("checkout.session.async_payment_succeeded")
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_money_on_its_way_may_never_come(client, session, sandbox):
    intent = sandbox.pay(session, "alipay", outcome="processing")
    sandbox.settle(intent["id"], "failed")
    sandbox.settle(intent["id"], "succeeded")
    sandbox.advance(3600)
    assert sandbox.events("checkout.session.async_payment_failed")
    assert not sandbox.events("checkout.session.async_payment_succeeded")
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_nobody_pays_twice(session, sandbox):
    sandbox.pay(session)
    with pytest.raises(AssertionError, match="no longer open"):
        sandbox.pay(session)


def test_only_the_methods_of_the_session_pay(client, sandbox):
    session = client.v1.checkout.sessions.create(
        plums(allowed_payment_method_types=["card"], payment_method_options={})
    )
    with pytest.raises(AssertionError, match="does not take alipay"):
        sandbox.pay(session, "alipay")


def test_nothing_is_answered_that_was_not_asked():
    own = Sandbox(store=Store(None), hook=Hook(), settle_after=60)
    with own.store.change():
        given = {**plums(), "line_items": [line("x", 500, 1)]}
        key = sessions.create(own, Call("sk_test_demo", "req_1", None), given)["id"]
    with pytest.raises(Refused, match="Nothing waits"):
        paying.answer(own, key, outcome="succeeded")


def test_nobody_pays_what_is_not_there(sandbox):
    with pytest.raises(AssertionError, match="No such checkout session"):
        sandbox.pay("cs_test_unknown")
