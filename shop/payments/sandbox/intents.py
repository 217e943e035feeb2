"""Payment intents and their charges: what happens between choosing a method and the money."""

from shop.payments.sandbox import cards, events
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.sandbox import Sandbox, new_id

CANCELLABLE = ("requires_payment_method", "requires_capture", "requires_action", "processing")


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
            "capture_method": data.get("capture_method", "automatic_async"),
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
    """Take the money, or with manual capture put it aside."""
    captured = intent["capture_method"] != "manual"
    charge = _charge(sandbox, intent, status="succeeded", captured=captured)
    events.record(sandbox, "charge.succeeded", charge)
    intent = sandbox.change(
        intent,
        status="succeeded" if captured else "requires_capture",
        next_action=None,
        last_payment_error=None,
        latest_charge=charge["id"],
        amount_received=intent["amount"] if captured else 0,
        amount_capturable=0 if captured else intent["amount"],
    )
    kind = "succeeded" if captured else "amount_capturable_updated"
    events.record(sandbox, f"payment_intent.{kind}", intent)
    if cards.card_of(sandbox.private(intent)["number"]).disputed:
        _dispute(sandbox, charge)
    return intent


def process(sandbox: Sandbox, intent: dict) -> dict:
    """The method will say later whether the money came."""
    intent = sandbox.change(intent, status="processing", next_action=None)
    events.record(sandbox, "payment_intent.processing", intent)
    return intent


def capture(sandbox: Sandbox, intent: dict) -> dict:
    if intent["status"] != "requires_capture":
        raise _unexpected_state(intent, "captured", "requires_capture")
    charge = sandbox.find("charge", intent["latest_charge"])
    charge = sandbox.change(charge, captured=True, amount_captured=charge["amount"])
    events.record(sandbox, "charge.captured", charge)
    intent = sandbox.change(
        intent, status="succeeded", amount_received=intent["amount"], amount_capturable=0
    )
    events.record(sandbox, "payment_intent.succeeded", intent)
    return intent


def cancel(sandbox: Sandbox, intent: dict, *, reason: str | None) -> dict:
    if intent["status"] not in CANCELLABLE:
        raise _unexpected_state(intent, "canceled", ", ".join(CANCELLABLE))
    if intent["status"] == "requires_capture":
        charge = sandbox.find("charge", intent["latest_charge"])
        sandbox.change(charge, refunded=True, amount_refunded=charge["amount"])
    intent = sandbox.change(
        intent,
        status="canceled",
        canceled_at=sandbox.now(),
        cancellation_reason=reason,
        next_action=None,
        amount_capturable=0,
    )
    events.record(sandbox, "payment_intent.canceled", intent)
    return intent


def _unexpected_state(intent: dict, done: str, wanted: str) -> Refused:
    return Refused(
        f"This PaymentIntent could not be {done} because it has a status of {intent['status']}. "
        f"Only a PaymentIntent with one of the following statuses may be {done}: {wanted}.",
        code="payment_intent_unexpected_state",
        begun=True,
    )


def _charge(
    sandbox: Sandbox,
    intent: dict,
    *,
    status: str,
    captured: bool = False,
    code: str | None = None,
    message: str | None = None,
) -> dict:
    private = sandbox.private(intent)
    paid = status == "succeeded"
    row = {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured else 0,
        "amount_refunded": 0,
        "balance_transaction": new_id("txn") if captured else None,
        "captured": captured,
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


def _dispute(sandbox: Sandbox, charge: dict) -> None:
    charge = sandbox.change(charge, disputed=True)
    row = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": charge["amount"],
        "charge": charge["id"],
        "created": sandbox.now(),
        "currency": charge["currency"],
        "is_charge_refundable": True,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }
    dispute = sandbox.add(sandbox.account_of(charge), row)
    events.record(sandbox, "charge.dispute.created", dispute)
