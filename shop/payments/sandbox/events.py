import stripe

from shop.payments.sandbox.sandbox import Sandbox, new_id


def record(sandbox: Sandbox, kind: str, row: dict) -> dict:
    """Write that something happened to an object, and its delivery when there is a webhook."""
    call = sandbox.store.cause
    event = {
        "id": new_id("evt"),
        "object": "event",
        "account": None,
        "api_version": stripe.api_version,
        "created": sandbox.now(),
        "data": {"object": row},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {
            "id": call.request if call else None,
            "idempotency_key": call.key if call else None,
        },
        "type": kind,
    }
    hook = sandbox.hook
    if hook.url and not hook.drop:
        event["pending_webhooks"] = 1
        due = sandbox.now() + hook.delay
        post(sandbox, event, copies=1 + hook.duplicates, due=due)
    return sandbox.add(sandbox.account_of(row), event)


def post(sandbox: Sandbox, event: dict, *, copies: int, due: int) -> None:
    key = new_id("whd")
    row = {"id": key, "event": event["id"], "attempt": 1, "copies": copies, "due": due}
    sandbox.store.put("delivery", key, row)
