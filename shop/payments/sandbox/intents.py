"""Payment intents and their charges: what happens between choosing a method and the money."""

from shop.payments.sandbox import cards, events
from shop.payments.sandbox.sandbox import Sandbox, new_id


def begin(sandbox: Sandbox, session: dict) -> dict:
    """The session's payment intent, made at the first attempt to pay as Checkout does."""
    if session["payment_intent"]:
        return sandbox.find("payment_intent", session["payment_intent"])
    data = sandbox.private(session)["intent"]
    key = new_id("pi")
    intent = sandbox.add(
        sandbox.account_of(session),
        {
            "id": key,
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_capturable": 0,
            "amount_received": 0,
            "canceled_at": None,
            "cancellation_reason": None,
            "capture_method": "automatic_async",
            "client_secret": new_id(f"{key}_secret"),
            "confirmation_method": "automatic",
            "created": sandbox.now(),
            "currency": session["currency"],
            "customer": None,
            "description": data.get("description"),
            "last_payment_error": None,
            "latest_charge": None,
            "livemode": False,
            "metadata": data.get("metadata", {}),
            "next_action": None,
            "payment_method": None,
            "payment_method_types": session["payment_method_types"],
            "receipt_email": data.get("receipt_email"),
            "status": "requires_payment_method",
            "transfer_group": data.get("transfer_group"),
        },
        session=session["id"],
    )
    sandbox.change(session, payment_intent=key)
    events.record(sandbox, "payment_intent.created", intent)
    return intent


def await_buyer(sandbox: Sandbox, intent: dict, *, method: str, number: str, page: str) -> dict:
    """The buyer is elsewhere: at their bank, in Alipay, or before a picture to scan."""
    kinds = {"card": "redirect_to_url", "alipay": "alipay_handle_redirect"}
    kind = kinds.get(method, "wechat_pay_display_qr_code")
    action = {"type": kind, kind: {"data" if method == "wechat_pay" else "url": page}}
    sandbox.remember(intent, method=method, number=number)
    intent = sandbox.change(
        intent,
        status="requires_action",
        next_action=action,
        payment_method=new_id("pm"),
    )
    events.record(sandbox, "payment_intent.requires_action", intent)
    return intent


def fail(sandbox: Sandbox, intent: dict, *, code: str, decline: str | None, message: str) -> dict:
    """The attempt came to nothing; the session stays open for another."""
    method = sandbox.private(intent)["method"]
    error = {
        "type": "card_error" if method == "card" else "invalid_request_error",
        "code": code,
        "message": message,
        "payment_method": {"id": new_id("pm"), "object": "payment_method", "type": method},
    }
    latest = intent["latest_charge"]
    if decline:
        error["decline_code"] = decline
        charge = _charge(sandbox, intent, status="failed", code=code, message=message)
        events.record(sandbox, "charge.failed", charge)
        error["charge"] = latest = charge["id"]
    intent = sandbox.change(
        intent,
        status="requires_payment_method",
        next_action=None,
        payment_method=None,
        latest_charge=latest,
        last_payment_error=error,
    )
    events.record(sandbox, "payment_intent.payment_failed", intent)
    return intent


def succeed(sandbox: Sandbox, intent: dict) -> dict:
    charge = _charge(sandbox, intent, status="succeeded")
    events.record(sandbox, "charge.succeeded", charge)
    intent = sandbox.change(
        intent,
        status="succeeded",
        next_action=None,
        last_payment_error=None,
        latest_charge=charge["id"],
        amount_received=intent["amount"],
    )
    events.record(sandbox, "payment_intent.succeeded", intent)
    return intent


def process(sandbox: Sandbox, intent: dict) -> dict:
    """The method will say later whether the money came."""
    intent = sandbox.change(intent, status="processing", next_action=None)
    events.record(sandbox, "payment_intent.processing", intent)
    return intent


def cancel(sandbox: Sandbox, intent: dict) -> None:
    """The session it belongs to has ended unpaid."""
    intent = sandbox.change(
        intent,
        status="canceled",
        canceled_at=sandbox.now(),
        cancellation_reason="automatic",
        next_action=None,
    )
    events.record(sandbox, "payment_intent.canceled", intent)


def _charge(
    sandbox: Sandbox,
    intent: dict,
    *,
    status: str,
    code: str | None = None,
    message: str | None = None,
) -> dict:
    private = sandbox.private(intent)
    paid = status == "succeeded"
    row = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "balance_transaction": new_id("txn") if paid else None,
        "captured": paid,
        "created": sandbox.now(),
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_code": code,
        "failure_message": message,
        "livemode": False,
        "metadata": intent["metadata"],
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"] or new_id("pm"),
        "payment_method_details": _details(private["method"], private["number"]),
        "refunded": False,
        "status": status,
        "transfer_group": intent["transfer_group"],
    }
    return sandbox.add(sandbox.account_of(intent), row, number=private["number"])


def _details(method: str, number: str) -> dict:
    if method != "card":
        return {"type": method, method: {"transaction_id": new_id("wallet")}}
    card = cards.card_of(number)
    shown = {
        "brand": card.brand,
        "country": card.country,
        "last4": number[-4:],
        "funding": "credit",
    }
    return {"type": "card", "card": shown}
