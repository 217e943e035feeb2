import re
from urllib.parse import quote, urlsplit

from shop.payments.sandbox import events, intents
from shop.payments.sandbox.errors import Refused, missing
from shop.payments.sandbox.lines import total_of
from shop.payments.sandbox.sandbox import Call, Sandbox, new_id

METHODS = ("card", "alipay", "wechat_pay")
SHORTEST, LONGEST = 30 * 60, 24 * 60 * 60
HONOURED = frozenset(
    [
        "mode",
        "ui_mode",
        "allowed_payment_method_types",
        "payment_method_options.wechat_pay.client",
        "line_items.quantity",
        "line_items.price_data.currency",
        "line_items.price_data.unit_amount",
        "line_items.price_data.product_data.name",
        "client_reference_id",
        "customer_email",
        "metadata",
        "success_url",
        "cancel_url",
        "expires_at",
        "locale",
        "submit_type",
        "currency",
        "expand",
        "payment_intent_data.metadata",
        "payment_intent_data.description",
        "payment_intent_data.transfer_group",
        "payment_intent_data.receipt_email",
    ]
)


def create(sandbox: Sandbox, call: Call, given: dict) -> dict:
    if given.get("mode", "payment") != "payment" or given.get("ui_mode") not in (
        None,
        "hosted_page",
    ):
        raise Refused("The sandbox has hosted pages in payment mode only.", param="mode")
    intent = given.get("payment_intent_data", {})
    _check_metadata(given.get("metadata", {}), "metadata")
    _check_metadata(intent.get("metadata", {}), "payment_intent_data[metadata]")
    _check_texts(given)
    methods = _methods(given)
    total, lines = total_of(given)
    now = sandbox.now()
    expires_at = _expires_at(given, now)
    key = new_id("cs_test", 58)
    session = {
        "id": key,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "cancel_url": given.get("cancel_url"),
        "client_reference_id": given.get("client_reference_id"),
        "created": now,
        "currency": lines[0]["currency"],
        "customer": None,
        "customer_details": None,
        "customer_email": given.get("customer_email"),
        "expires_at": expires_at,
        "livemode": False,
        "locale": given.get("locale"),
        "metadata": given.get("metadata", {}),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_options": given.get("payment_method_options", {}),
        "payment_method_types": methods,
        "payment_status": "unpaid",
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": given.get("submit_type"),
        "success_url": given["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{sandbox.address}/pay/{key}",
    }
    sandbox.store.appoint(expires_at, "expire_session", key)
    return sandbox.add(call.account, session, lines=lines, intent=intent)


def expire(sandbox: Sandbox, session: dict) -> dict:
    """End an open session: nobody can pay it from now on. Its unfinished payment is cancelled."""
    if session["status"] != "open":
        raise Refused(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of {session['status']}.",
            begun=True,
        )
    session = sandbox.change(session, status="expired", url=None)
    events.record(sandbox, "checkout.session.expired", session)
    if session["payment_intent"]:
        intent = sandbox.find("payment_intent", session["payment_intent"])
        intents.cancel(sandbox, intent)
    return session


def expire_when_due(sandbox: Sandbox, key: str) -> None:
    session = sandbox.store.get("checkout.session", key)
    if session and session["status"] == "open":
        expire(sandbox, session)


def return_address(session: dict) -> str:
    return session["success_url"].replace("{CHECKOUT_SESSION_ID}", quote(session["id"]))


def _methods(given: dict) -> list[str]:
    methods = given.get("allowed_payment_method_types", list(METHODS))
    for number, method in enumerate(methods):
        if method not in METHODS:
            raise Refused(
                f"The payment method type provided: {method} is invalid. Please ensure the "
                "provided type is activated in your dashboard.",
                param=f"allowed_payment_method_types[{number}]",
            )
    if not methods or len(set(methods)) < len(methods):
        raise Refused("Invalid allowed_payment_method_types", param="allowed_payment_method_types")
    client = given.get("payment_method_options", {}).get("wechat_pay", {}).get("client")
    if "wechat_pay" in methods and client != "web":
        raise Refused(
            "For `wechat_pay` in Checkout, `payment_method_options[wechat_pay][client]` must be "
            "`web`.",
            code=None if client else "parameter_missing",
            param="payment_method_options[wechat_pay][client]",
        )
    return methods


def _expires_at(given: dict, now: int) -> int:
    expires_at = given.get("expires_at", now + LONGEST)
    if not now + SHORTEST <= expires_at <= now + LONGEST:
        raise Refused(
            "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from "
            "Checkout Session creation.",
            param="expires_at",
        )
    return expires_at


def _check_texts(given: dict) -> None:
    if "success_url" not in given:
        raise missing("success_url")
    for name in ("success_url", "cancel_url"):
        address = urlsplit(given.get(name, "https://unset.example"))
        if address.scheme not in ("http", "https") or not address.netloc:
            raise Refused("Not a valid URL", code="url_invalid", param=name)
    if len(given.get("client_reference_id", "")) > 200:
        raise Refused("Invalid string: at most 200 characters", param="client_reference_id")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given.get("customer_email", "a@b.example")):
        raise Refused("Invalid email address", code="email_invalid", param="customer_email")


def _check_metadata(metadata: dict, param: str) -> None:
    if len(metadata) > 50:
        raise Refused("Metadata can have at most 50 keys.", param=param)
    for name, value in metadata.items():
        if len(name) > 40 or len(value) > 500:
            raise Refused(
                "Metadata keys have at most 40 and values at most 500 characters.",
                param=f"{param}[{name[:40]}]",
            )
