import pytest
import stripe

from tests.shop.payments.sandbox.asking import line, plums


def test_it_is_open_and_unpaid(client, session, sandbox):
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert session.amount_total == 14800
    assert session.payment_method_types == ["card", "alipay", "wechat_pay"]
    assert session.url == f"{sandbox.address}/pay/{session.id}"
    assert session.expires_at - session.created == 24 * 3600
    assert client.v1.checkout.sessions.retrieve(session.id) == session


def test_it_can_be_read_with_what_belongs_to_it(client, session, sandbox):
    sandbox.pay(session)
    found = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge", "line_items"]}
    )
    assert found.payment_intent.latest_charge.amount == 14800
    assert found.payment_intent.metadata["order"] == "42"
    assert [item.description for item in found.line_items.data] == ["巫山脆李 <2.5kg>", "运费"]
    again = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent", "payment_intent.latest_charge"]}
    )
    assert again.payment_intent == found.payment_intent
    listed = client.v1.checkout.sessions.list({"expand": ["data.payment_intent"]})
    assert listed.data[0].payment_intent.amount_received == 14800


def test_nothing_is_expanded_that_is_not_there_yet(client, session):
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert found.payment_intent is None


@pytest.mark.parametrize("path", ["customer", "payment_intent.customer"])
def test_it_refuses_to_expand_what_it_cannot(client, session, sandbox, path):
    sandbox.pay(session)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": [path]})


def test_its_line_items_are_paged(client, session):
    items = client.v1.checkout.sessions.line_items
    first = items.list(session.id, {"limit": 1})
    assert first.has_more
    assert [item.amount_total for item in first.auto_paging_iter()] == [13600, 1200]


def test_it_is_found_by_its_payment(client, session, sandbox):
    client.v1.checkout.sessions.create(plums())
    intent = sandbox.pay(session)
    found = client.v1.checkout.sessions.list({"payment_intent": intent["id"]})
    assert [row.id for row in found.data] == [session.id]


def test_it_ends_when_asked_to(client, session, sandbox):
    ended = client.v1.checkout.sessions.expire(session.id)
    assert (ended.status, ended.url) == ("expired", None)
    assert [event.type for event in sandbox.events()] == ["checkout.session.expired"]
    with pytest.raises(AssertionError, match="no longer open"):
        sandbox.pay(session)
    with pytest.raises(stripe.InvalidRequestError, match="status of expired"):
        client.v1.checkout.sessions.expire(session.id)


def test_it_ends_by_the_clock_and_takes_the_begun_payment_with_it(client, session, sandbox):
    intent = sandbox.pay(session, "alipay", outcome="waiting")
    sandbox.advance(24 * 3600)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert client.v1.payment_intents.retrieve(intent["id"]).status == "canceled"


def test_a_paid_one_does_not_end(client, session, sandbox):
    sandbox.pay(session)
    sandbox.advance(24 * 3600)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "complete"
    with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
        client.v1.checkout.sessions.expire(session.id)


def test_every_method_is_offered_where_none_is_named(client):
    given = plums()
    del given["allowed_payment_method_types"]
    session = client.v1.checkout.sessions.create(given)
    assert session.payment_method_types == ["card", "alipay", "wechat_pay"]


def test_metadata_may_be_left_out(client):
    given = plums(allowed_payment_method_types=["card"])
    del given["metadata"], given["payment_intent_data"], given["payment_method_options"]
    assert client.v1.checkout.sessions.create(given).metadata.to_dict() == {}


WRONG = {
    "line_items": {"line_items": []},
    "line_items[0][price_data]": {"line_items": [{"quantity": 1}]},
    "line_items[0][quantity]": {"line_items": [{"price_data": line("x", 1, 1)["price_data"]}]},
    "line_items[0][price_data][unit_amount]": {"line_items": [line("x", -1, 1)]},
    "line_items[1][quantity]": {"line_items": [line("x", 500, 1), line("x", 500, 0)]},
    "success_url": {"success_url": "javascript:alert(1)"},
    "cancel_url": {"cancel_url": "/basket"},
    "expires_at": {"expires_at": 1},
    "client_reference_id": {"client_reference_id": "x" * 201},
    "customer_email": {"customer_email": "nobody"},
    "metadata": {"metadata": {f"key{number}": "x" for number in range(51)}},
    "metadata[order]": {"metadata": {"order": "x" * 501}},
    "payment_intent_data[metadata][order]": {
        "payment_intent_data": {"metadata": {"order": "x" * 501}}
    },
    "allowed_payment_method_types[0]": {"allowed_payment_method_types": ["paynow"]},
    "allowed_payment_method_types": {"allowed_payment_method_types": ["card", "card"]},
    "payment_method_options[wechat_pay][client]": {"payment_method_options": {}},
    "mode": {"mode": "setup"},
    "payment_method_types": {"payment_method_types": ["card"]},
    "line_items[0][price_data][colour]": {
        "line_items": [{"quantity": 1, "price_data": {"currency": "cny", "colour": "red"}}]
    },
    "line_items[0][price_data][currency]": {
        "line_items": [{"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 500}}]
    },
    "allow_promotion_codes": {"allow_promotion_codes": True},
}


@pytest.mark.parametrize("param", WRONG)
def test_it_names_the_parameter_that_is_wrong(client, sandbox, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(plums(**WRONG[param]))
    assert refused.value.param == param
    assert client.v1.checkout.sessions.list().data == []


def test_it_names_what_a_price_lacks(client):
    for missing, price in {
        "unit_amount": {"currency": "cny"},
        "product_data][name": {"currency": "cny", "unit_amount": 500},
    }.items():
        with pytest.raises(stripe.InvalidRequestError, match="Missing required param") as refused:
            lines = [{"quantity": 1, "price_data": price}]
            client.v1.checkout.sessions.create(plums(line_items=lines))
        assert refused.value.param == f"line_items[0][price_data][{missing}]"


def test_it_wants_an_address_to_lead_to(client):
    given = plums()
    del given["success_url"]
    with pytest.raises(stripe.InvalidRequestError, match="success_url"):
        client.v1.checkout.sessions.create(given)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("x", 399, 1)], "amount_too_small"),
        ([line("x", 50_000_000, 2)], "amount_too_large"),
        ([line("x", 500, 1)] * 101, None),
    ],
)
def test_it_holds_the_bounds_of_a_payment(client, lines, code):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(plums(line_items=lines))
    assert (refused.value.param, refused.value.code) == ("line_items", code)
