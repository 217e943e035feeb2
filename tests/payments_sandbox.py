"""A running payment sandbox, and what a test asks of it: a buyer, time, mishaps on the way."""

import http.client
import json
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlsplit

from stripe import StripeClient

from shop.payments.sandbox import delivery, server
from shop.payments.sandbox.sandbox import Hook


@dataclass(frozen=True)
class Webhook:
    """An event as it would be posted: `client.post(url, hook.body, "application/json",
    headers={"Stripe-Signature": hook.signature})`."""

    kind: str
    body: bytes
    signature: str


class RunningSandbox:
    """What the verbs of shop/payments/sandbox/control.py do, at any address."""

    secret = "whsec_test"

    def __init__(self, address: str, key: str = "sk_test_demo"):
        self.address = address
        self.key = key

    def client(self, key: str = "", *, retries: int = 2) -> StripeClient:
        return StripeClient(
            key or self.key, base_addresses={"api": self.address}, max_network_retries=retries
        )

    def pay(self, session, method="card", card="4242424242424242", outcome="succeeded") -> dict:
        """The buyer pays a session, or its id; with outcome "waiting" they stop before the bank's
        or wallet's page, "failed" refuses there, "processing" leaves the money on its way."""
        key = getattr(session, "id", session)
        return self.ask("pay", session=key, method=method, number=card, outcome=outcome)

    def settle(self, key: str, outcome="succeeded") -> None:
        """End the waiting of a refund or a payment in processing; a refund may fail later, too."""
        self.ask("settle", key=key, outcome=outcome)

    def advance(self, seconds: int) -> None:
        """Put the sandbox's clock forward and do what is due by then."""
        self.ask("advance", seconds=seconds)

    def webhooks(self, **changes) -> None:
        """url, secret; drop (they are lost), hold (until `deliver`), reverse, duplicates, delay."""
        self.ask("webhook", **changes)

    def deliver(self) -> list[dict]:
        """Send what is held, now; gives for each event the statuses it was answered with."""
        return self.ask("deliver")

    def resend(self, event: str, copies: int = 1) -> None:
        self.ask("resend", event=event, copies=copies)

    def fault(self, kind: str, times: int = 1) -> None:
        """The next calls of the API: 429, 500, closed (before), lost (after the work), stall."""
        self.ask("fault", kind=kind, times=times)

    def await_stall(self) -> None:
        """Until a call, in another thread, has stalled."""
        assert self.ask("await_stall")

    def release(self) -> None:
        """Let go what is stalled."""
        self.ask("release")

    def clear(self) -> None:
        self.ask("clear")

    def events(self, kind: str = "") -> list:
        """Oldest first."""
        found = list(self.client().v1.events.list({"limit": 100}).auto_paging_iter())
        return [event for event in reversed(found) if kind in ("", event.type)]

    def signed(self, kind: str = "") -> list[Webhook]:
        """All that happened so far, as the shop would hear it: for a test without a web server."""
        return [self.sign(event.to_dict()) for event in self.events(kind)]

    def sign(self, event: dict) -> Webhook:
        body = json.dumps(event).encode()
        return Webhook(event["type"], body, delivery.signature(body, self.secret))

    def ask(self, verb: str, **given):
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=70)
        kind = {"Content-Type": "application/json"}
        connection.request("POST", f"/_sandbox/{verb}", json.dumps(given), kind)
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        if response.status != 200:
            raise AssertionError(f"The sandbox refuses to {verb}: {answer['error']['message']}")
        return answer


@contextmanager
def running_sandbox(*, port=0, state=None, settle_after=60):
    """A sandbox in threads of this process."""
    hook = Hook(secret=RunningSandbox.secret)
    listening = server.start(port=port, state=state, hook=hook, settle_after=settle_after)
    Thread(target=listening.serve_forever, args=[0.02], daemon=True).start()
    yield RunningSandbox(listening.sandbox.address)
    listening.shutdown()
    listening.server_close()
