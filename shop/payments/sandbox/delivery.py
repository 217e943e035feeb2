"""Sends events to the shop's webhook, signed as Stripe signs them."""

import contextlib
import hashlib
import hmac
import http.client
import json
import time
from urllib.parse import urlsplit

from shop.payments.sandbox import events
from shop.payments.sandbox.keeper import LONGEST_NAP
from shop.payments.sandbox.sandbox import Sandbox

WAITS = (1, 5, 30, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600)
"""Seconds before each further attempt; after the last the event is given up."""
TIMEOUT = 10
CONNECTIONS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}


def deliver(sandbox: Sandbox) -> None:
    """Runs for ever, in a thread of its own."""
    while True:
        with sandbox.store.lock:
            due = [] if sandbox.hook.hold else _due(sandbox)
            if not due:
                sandbox.store.changed.wait(_seconds_to_next(sandbox))
        for row in due:
            send(sandbox, row)


def send_all(sandbox: Sandbox) -> list[dict]:
    """Send at once what is held or waits for its time, and say what was answered."""
    waiting = sandbox.store.rows("delivery")
    return [send(sandbox, row) for row in _in_order(sandbox, waiting)]


def send(sandbox: Sandbox, row: dict) -> dict:
    with sandbox.sending:
        if not sandbox.store.get("delivery", row["id"]):
            return {"event": row["event"], "statuses": []}
        event = sandbox.find("event", row["event"])
        body = json.dumps(event, ensure_ascii=False).encode()
        statuses = [_post(sandbox.hook, body) for _ in range(row["copies"])]
        note(sandbox, row, event, heard=all(200 <= status < 300 for status in statuses))
    return {"event": row["event"], "type": event["type"], "statuses": statuses}


def signature(body: bytes, secret: str, *, at: int | None = None) -> str:
    """The Stripe-Signature header. Its time is the real one: the shop compares it with its own."""
    at = at or int(time.time())
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _due(sandbox: Sandbox) -> list[dict]:
    now = sandbox.now()
    return _in_order(sandbox, [r for r in sandbox.store.rows("delivery") if r["due"] <= now])


def _in_order(sandbox: Sandbox, rows: list[dict]) -> list[dict]:
    return rows[::-1] if sandbox.hook.reverse else rows


def _seconds_to_next(sandbox: Sandbox) -> float:
    if sandbox.hook.hold:
        return LONGEST_NAP
    times = [row["due"] for row in sandbox.store.rows("delivery")]
    return min([LONGEST_NAP, *(max(0.05, due - sandbox.now()) for due in times)])


def _post(hook, body: bytes) -> int:
    """The status answered, 0 where nobody did."""
    address = urlsplit(hook.url)
    connection = CONNECTIONS[address.scheme](address.netloc, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature(body, hook.secret),
    }
    with contextlib.closing(connection):
        try:
            connection.request("POST", address.path or "/", body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0


def note(sandbox: Sandbox, row: dict, event: dict, *, heard: bool) -> None:
    with sandbox.store.change():
        if not sandbox.store.get("delivery", row["id"]):
            # Everything was cleared meanwhile.
            return
        if heard or row["attempt"] > len(WAITS):
            sandbox.store.remove("delivery", row["id"])
            if heard:
                sandbox.change(event, pending_webhooks=0)
            return
        due = sandbox.now() + WAITS[row["attempt"] - 1]
        later = {**row, "attempt": row["attempt"] + 1, "copies": 1, "due": due}
        sandbox.store.put("delivery", row["id"], later)


def resend(sandbox: Sandbox, key: str, *, copies: int) -> None:
    with sandbox.store.change():
        events.post(sandbox, sandbox.find("event", key), copies=copies, due=sandbox.now())
