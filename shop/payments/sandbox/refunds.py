from shop.payments.sandbox import cards, events
from shop.payments.sandbox.errors import Refused, missing
from shop.payments.sandbox.sandbox import Call, Sandbox, new_id

DAY = 24 * 60 * 60
DAYS = {"alipay": 90, "wechat_pay": 180}
"""How long after the payment a wallet still takes money back."""
HONOURED = frozenset(["payment_intent", "charge", "amount", "metadata", "reason", "expand"])


def create(sandbox: Sandbox, call: Call, given: dict) -> dict:
    """Give money back. A card's refund succeeds at once, a wallet's is pending for a while."""
    charge = _charge(sandbox, call, given)
    amount = given.get("amount", charge["amount"] - charge["amount_refunded"])
    _check(sandbox, charge, amount)
    status, later = _course(sandbox, charge)
    refund = sandbox.add(
        call.account,
        {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "balance_transaction": new_id("txn"),
            "charge": charge["id"],
            "created": sandbox.now(),
            "currency": charge["currency"],
            "description": None,
            "failure_balance_transaction": None,
            "failure_reason": None,
            "metadata": given.get("metadata") or {},
            "payment_intent": charge["payment_intent"],
            "pending_reason": "processing" if status == "pending" else None,
            "reason": given.get("reason"),
            "receipt_number": None,
            "status": status,
        },
    )
    if later:
        due = sandbox.now() + sandbox.settle_after
        sandbox.store.appoint(due, f"refund_{later}", refund["id"])
    events.record(sandbox, "refund.created", refund)
    events.record(sandbox, "charge.refunded", _counted(sandbox, charge, amount))
    return refund


def settle(sandbox: Sandbox, key: str, *, outcome: str, reason: str = "unknown") -> None:
    """End the waiting of a refund. One that succeeded may still fail, as it does at banks.

    Nothing happens to a refund that failed, or that is to succeed twice.
    """
    with sandbox.store.change():
        refund = sandbox.store.get("refund", key)
        if not refund or refund["status"] in ("failed", outcome):
            return
        if outcome == "succeeded":
            refund = sandbox.change(refund, status="succeeded", pending_reason=None)
            events.record(sandbox, "refund.updated", refund)
            return
        refund = sandbox.change(
            refund,
            status="failed",
            pending_reason=None,
            failure_reason=reason,
            failure_balance_transaction=new_id("txn"),
        )
        _counted(sandbox, sandbox.find("charge", refund["charge"]), -refund["amount"])
        events.record(sandbox, "refund.updated", refund)
        events.record(sandbox, "refund.failed", refund)


def _charge(sandbox: Sandbox, call: Call, given: dict) -> dict:
    if "charge" in given:
        return sandbox.find("charge", given["charge"], account=call.account)
    if "payment_intent" not in given:
        raise missing("payment_intent")
    intent = sandbox.find("payment_intent", given["payment_intent"], account=call.account)
    if intent["status"] != "succeeded":
        raise Refused(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            param="payment_intent",
            begun=True,
        )
    return sandbox.find("charge", intent["latest_charge"])


def _check(sandbox: Sandbox, charge: dict, amount: int) -> None:
    left = charge["amount"] - charge["amount_refunded"]
    if charge["status"] != "succeeded":
        raise Refused(f"Charge {charge['id']} failed.", param="charge", begun=True)
    if not left:
        raise Refused(
            f"Charge {charge['id']} has already been refunded.",
            code="charge_already_refunded",
            begun=True,
        )
    if amount < 1:
        raise Refused("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise Refused(
            f"Refund amount (¥{amount / 100:.2f}) is greater than unrefunded amount on charge "
            f"(¥{left / 100:.2f})",
            param="amount",
            begun=True,
        )
    days = DAYS.get(charge["payment_method_details"]["type"])
    if days and sandbox.now() > charge["created"] + days * DAY:
        raise Refused(f"Charge {charge['id']} is older than {days} days.", begun=True)


def _course(sandbox: Sandbox, charge: dict) -> tuple[str, str | None]:
    """How the refund begins, and what becomes of it later by itself."""
    if charge["payment_method_details"]["type"] != "card":
        return "pending", "succeeded"
    return {
        "succeeded": ("succeeded", None),
        "pending": ("pending", "succeeded"),
        "fails": ("succeeded", "failed"),
    }[cards.card_of(sandbox.private(charge)["number"]).refund]


def _counted(sandbox: Sandbox, charge: dict, amount: int) -> dict:
    refunded = charge["amount_refunded"] + amount
    return sandbox.change(charge, amount_refunded=refunded, refunded=refunded == charge["amount"])
