"""What holds for every call: keys, accounts, retries, lists, mishaps."""

from threading import Thread

import pytest
import stripe

from tests.shop.payments.sandbox.asking import plums


def test_one_key_does_not_see_what_another_made(session, sandbox):
    other = sandbox.client("sk_test_other")
    with pytest.raises(stripe.InvalidRequestError, match="No such checkout session"):
        other.v1.checkout.sessions.retrieve(session.id)
    assert other.v1.checkout.sessions.list().data == []


def test_a_key_that_is_none_is_refused(sandbox):
    with pytest.raises(stripe.AuthenticationError):
        sandbox.client("whsec_1").v1.checkout.sessions.list()


def test_what_the_shop_does_not_use_is_not_there(client):
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.customers.create({"name": "张三"})


def test_the_same_key_gives_the_same_answer(client, session, sandbox):
    intent = sandbox.pay(session)["id"]
    given = {"payment_intent": intent, "amount": 100}
    first = client.v1.refunds.create(given, {"idempotency_key": "refund-1"})
    again = client.v1.refunds.create(given, {"idempotency_key": "refund-1"})
    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        client.v1.refunds.create({**given, "amount": 200}, {"idempotency_key": "refund-1"})
    sandbox.advance(24 * 3600)
    later = client.v1.refunds.create(given, {"idempotency_key": "refund-1"})
    assert later.id != first.id


def test_a_refusal_of_the_work_is_repeated_and_one_of_the_parameters_is_not(
    client, session, sandbox
):
    expire = client.v1.checkout.sessions.expire
    sandbox.pay(session)
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
            expire(session.id, {}, {"idempotency_key": "expire-1"})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(plums(mode="setup"), {"idempotency_key": "session-1"})
    client.v1.checkout.sessions.create(plums(), {"idempotency_key": "session-1"})


@pytest.mark.parametrize("kind", ["429", "500", "closed", "lost"])
def test_a_call_that_met_a_mishap_is_repeated_without_harm(client, sandbox, kind):
    sandbox.fault(kind)
    with pytest.raises(stripe.StripeError):
        sandbox.client(retries=0).v1.checkout.sessions.create(
            plums(), {"idempotency_key": "session-1"}
        )
    done = client.v1.checkout.sessions.list().data
    assert len(done) == (1 if kind == "lost" else 0)
    client.v1.checkout.sessions.create(plums(), {"idempotency_key": "session-1"})
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_the_client_itself_repeats_what_was_lost(client, sandbox):
    sandbox.fault("lost")
    client.v1.checkout.sessions.create(plums())
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_a_key_at_work_is_not_taken_a_second_time(sandbox):
    sandbox.fault("stall")
    given, options = plums(), {"idempotency_key": "session-1"}
    first = Thread(target=sandbox.client().v1.checkout.sessions.create, args=[given, options])
    first.start()
    sandbox.await_stall()
    with pytest.raises(stripe.StripeError, match="in-progress"):
        sandbox.client(retries=0).v1.checkout.sessions.create(given, options)
    sandbox.release()
    first.join()
    assert len(sandbox.client().v1.checkout.sessions.list().data) == 1


def test_lists_are_paged_newest_first(client):
    made = [client.v1.checkout.sessions.create(plums()).id for _ in range(5)]
    page = client.v1.checkout.sessions.list({"limit": 2})
    assert [row.id for row in page.data] == made[:2:-1]
    assert page.has_more
    assert [row.id for row in page.auto_paging_iter()] == made[::-1]


def test_lists_are_bounded_in_time(client, session, sandbox):
    sandbox.advance(100)
    client.v1.checkout.sessions.create(plums())
    ids = {
        name: [row.id for row in client.v1.checkout.sessions.list({"created": asked}).data]
        for name, asked in {
            "before": {"lt": session.created + 50},
            "after": {"gte": session.created + 50},
            "then": session.created,
        }.items()
    }
    assert ids["before"] == ids["then"] == [session.id]
    assert len(ids["after"]) == 1
    assert ids["after"] != ids["before"]


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 101}, {"starting_after": "cs_none"}])
def test_a_page_that_cannot_be_is_refused(client, session, asked):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.list(asked)


def test_events_are_listed_by_type(client, session, sandbox):
    sandbox.pay(session)
    asked = {"types": ["charge.succeeded", "checkout.session.completed"]}
    assert [event.type for event in client.v1.events.list(asked)] == asked["types"][::-1]
    (completed,) = client.v1.events.list({"type": "checkout.session.completed"})
    assert client.v1.events.retrieve(completed.id).data.object.id == session.id
    assert completed.request.idempotency_key is None
    client.v1.refunds.create(
        {"payment_intent": completed.data.object.payment_intent}, {"idempotency_key": "refund-1"}
    )
    assert sandbox.events("refund.created")[0].request.idempotency_key == "refund-1"
