"""Does what is due by the sandbox's clock: ends sessions, settles refunds and late payments."""

from shop.payments.sandbox import paying, refunds, sessions
from shop.payments.sandbox.sandbox import Sandbox

LONGEST_NAP = 3600
VERBS = {
    "expire_session": sessions.expire_when_due,
    "settle_payment": paying.settle,
    "refund_succeeded": lambda sandbox, key: refunds.settle(sandbox, key, outcome="succeeded"),
    "refund_failed": lambda sandbox, key: refunds.settle(
        sandbox, key, outcome="failed", reason="expired_or_canceled_card"
    ),
}


def keep(sandbox: Sandbox) -> None:
    """Runs for ever, in a thread of its own."""
    while True:
        with sandbox.store.lock:
            do_what_is_due(sandbox)
            sandbox.store.changed.wait(_seconds_to_next(sandbox))


def do_what_is_due(sandbox: Sandbox) -> None:
    with sandbox.store.change():
        now = sandbox.now()
        due = [row for row in sandbox.store.rows("appointment") if row["at"] <= now]
        for row in sorted(due, key=lambda row: row["at"]):
            sandbox.store.remove("appointment", f"{row['verb']} {row['key']}")
            VERBS[row["verb"]](sandbox, row["key"])


def _seconds_to_next(sandbox: Sandbox) -> float:
    times = [row["at"] for row in sandbox.store.rows("appointment")]
    return min([LONGEST_NAP, *(max(0.05, at - sandbox.now()) for at in times)])
