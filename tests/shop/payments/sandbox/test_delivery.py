"""Events on their way to the shop's webhook."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

import pytest
import stripe

from shop.payments.sandbox import delivery
from shop.payments.sandbox.sandbox import Hook, Sandbox
from shop.payments.sandbox.store import Store


class Shop(ThreadingHTTPServer):
    """Answers with the status it is told, and keeps what was verified."""

    status = 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Webhook)
        self.heard = Queue()
        self.url = f"http://127.0.0.1:{self.server_port}/payments/webhook/"

    def kinds(self, many: int) -> list[str]:
        return [self.heard.get(timeout=20).type for _ in range(many)]


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        event = stripe.Webhook.construct_event(body, self.headers["Stripe-Signature"], "whsec_test")
        # Kept before it is answered: the next is sent when this one is.
        self.server.heard.put(event)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def shop(sandbox):
    with Shop() as shop:
        Thread(target=shop.serve_forever, args=[0.02], daemon=True).start()
        sandbox.webhooks(url=shop.url)
        yield shop
        sandbox.webhooks(url=None)
        shop.shutdown()


PAID = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
]


def test_events_arrive_signed_and_in_order(session, sandbox, shop):
    sandbox.pay(session)
    assert shop.kinds(4) == PAID


def test_they_can_be_held_and_come_in_reverse_and_twice(session, sandbox, shop):
    sandbox.webhooks(hold=True, reverse=True, duplicates=1)
    sandbox.pay(session)
    assert shop.heard.empty()
    told = sandbox.deliver()
    assert [each["statuses"] for each in told] == [[200, 200]] * 4
    assert shop.kinds(8) == [kind for kind in PAID[::-1] for _ in range(2)]
    assert sandbox.deliver() == []
    assert {event.pending_webhooks for event in sandbox.events()} == {0}


def test_what_is_held_goes_out_when_it_is_no_longer(session, sandbox, shop):
    sandbox.webhooks(hold=True)
    sandbox.pay(session)
    sandbox.webhooks(hold=False)
    assert shop.kinds(4) == PAID


def test_they_can_be_lost_and_sent_again(session, sandbox, shop):
    sandbox.webhooks(drop=True)
    sandbox.pay(session)
    assert sandbox.deliver() == []
    (completed,) = sandbox.events("checkout.session.completed")
    sandbox.webhooks(hold=True)
    sandbox.resend(completed.id, copies=3)
    (told,) = sandbox.deliver()
    assert told == {
        "event": completed.id,
        "type": "checkout.session.completed",
        "statuses": [200] * 3,
    }


def test_they_can_be_late(session, sandbox, shop):
    sandbox.webhooks(delay=3600)
    sandbox.pay(session)
    assert shop.heard.empty()
    sandbox.advance(3600)
    assert shop.kinds(4) == PAID


@pytest.mark.parametrize("status", [500, 302, 404])
def test_one_that_was_not_heard_is_repeated_with_growing_waits(session, sandbox, shop, status):
    sandbox.webhooks(hold=True)
    shop.status = status
    sandbox.pay(session)
    assert [each["statuses"] for each in sandbox.deliver()] == [[status]] * 4
    assert {event.pending_webhooks for event in sandbox.events()} == {1}
    shop.status = 200
    sandbox.webhooks(hold=False)
    sandbox.advance(1)
    assert sorted(shop.kinds(8)) == sorted(PAID * 2)


def test_a_shop_that_never_answers_is_given_up(session, sandbox, shop):
    sandbox.webhooks(hold=True, url="http://127.0.0.1:9/")
    sandbox.pay(session)
    for _ in range(9):
        assert [each["statuses"] for each in sandbox.deliver()] == [[0]] * 4
    assert sandbox.deliver() == []
    assert {event.pending_webhooks for event in sandbox.events()} == {1}


def test_what_is_gone_is_neither_sent_nor_repeated():
    own = Sandbox(store=Store(None), hook=Hook(url="http://127.0.0.1:9/"), settle_after=60)
    row = {"id": "we_gone", "event": "evt_gone", "attempt": 1, "copies": 1, "due": 0}
    assert delivery.send(own, row) == {"event": "evt_gone", "statuses": []}
    delivery.note(own, row, {}, heard=False)
    assert own.store.rows("delivery") == []


def test_a_test_without_a_web_server_reads_them_signed(client, session, sandbox):
    sandbox.pay(session)
    for hook in sandbox.signed("checkout.session.completed"):
        event = client.construct_event(hook.body, hook.signature, sandbox.secret)
        assert event.data.object.id == session.id
        with pytest.raises(stripe.SignatureVerificationError):
            client.construct_event(hook.body, hook.signature, "whsec_other")
    assert [hook.kind for hook in sandbox.signed()] == PAID
