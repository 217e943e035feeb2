"""What a buyer does on the hosted page, and what a test does in their place."""

from shop.payments.sandbox import cards, events, intents
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.sandbox import Sandbox

REFUSED_BY_BUYER = {
    "card": (
        "payment_intent_authentication_failure",
        "We are unable to authenticate your payment method. Please choose a different payment "
        "method and try again.",
    ),
    "alipay": (
        "payment_intent_payment_attempt_failed",
        "The customer did not authorise the payment in Alipay.",
    ),
    "wechat_pay": (
        "payment_intent_payment_attempt_failed",
        "The customer did not pay in WeChat.",
    ),
}
LATE_FAILURE = ("payment_method_provider_decline", "The payment was declined by the provider.")


def choose(sandbox: Sandbox, key: str, *, method: str, number: str = "") -> dict:
    """Begin to pay an open session; the payment intent then tells what comes next.

    A plain card is charged or declined at once. A card with 3-D Secure and the wallets wait for
    `answer`. `number` is the card's, and empty for a wallet.
    """
    with sandbox.store.change():
        session = _open(sandbox, key)
        if method not in session["payment_method_types"]:
            raise Refused(f"This session does not take {method}.", param="method")
        intent = intents.begin(sandbox, session)
        sandbox.remember(intent, method=method, number=number)
        card = cards.card_of(number)
        if method != "card" or card.authenticates:
            step = "authenticate" if method == "card" else method
            page = f"{sandbox.address}/pay/{key}/{step}"
            return intents.await_buyer(sandbox, intent, method=method, number=number, page=page)
        if card.decline:
            code, decline, message = card.decline
            return intents.fail(sandbox, intent, code=code, decline=decline, message=message)
        return _complete(sandbox, intents.succeed(sandbox, intent))


def answer(sandbox: Sandbox, key: str, *, outcome: str) -> dict:
    """Say what the buyer did at their bank or wallet: succeeded, failed or processing.

    With processing the session is complete and unpaid; the money comes, or not, by `settle`.
    """
    with sandbox.store.change():
        session = _open(sandbox, key)
        intent = intents.begin(sandbox, session)
        if intent["status"] != "requires_action":
            raise Refused("Nothing waits for the buyer's answer.", begun=True)
        if outcome == "failed":
            code, message = REFUSED_BY_BUYER[sandbox.private(intent)["method"]]
            return intents.fail(sandbox, intent, code=code, decline=None, message=message)
        if outcome == "processing":
            sandbox.store.appoint(
                sandbox.now() + sandbox.settle_after, "settle_payment", intent["id"]
            )
            return _complete(sandbox, intents.process(sandbox, intent))
        return _complete(sandbox, intents.succeed(sandbox, intent))


def settle(sandbox: Sandbox, key: str, *, outcome: str = "succeeded") -> None:
    """End the waiting of a payment in processing; nothing happens to any other."""
    with sandbox.store.change():
        intent = sandbox.store.get("payment_intent", key)
        if not intent or intent["status"] != "processing":
            return
        if outcome == "succeeded":
            intent = intents.succeed(sandbox, intent)
            session = sandbox.find("checkout.session", sandbox.private(intent)["session"])
            session = sandbox.change(session, payment_status="paid")
        else:
            code, message = LATE_FAILURE
            intent = intents.fail(sandbox, intent, code=code, decline=None, message=message)
            session = sandbox.find("checkout.session", sandbox.private(intent)["session"])
        events.record(sandbox, f"checkout.session.async_payment_{outcome}", session)


def is_open(sandbox: Sandbox, session: dict) -> bool:
    return session["status"] == "open" and session["expires_at"] > sandbox.now()


def _open(sandbox: Sandbox, key: str) -> dict:
    session = sandbox.find("checkout.session", key)
    if is_open(sandbox, session):
        return session
    raise Refused("This Checkout Session is no longer open.", begun=True)


def _complete(sandbox: Sandbox, intent: dict) -> dict:
    session = sandbox.find("checkout.session", sandbox.private(intent)["session"])
    details = {"address": None, "email": session["customer_email"], "name": None, "phone": None}
    session = sandbox.change(
        session,
        status="complete",
        payment_status="paid" if intent["status"] == "succeeded" else "unpaid",
        customer_details=details,
        url=None,
    )
    events.record(sandbox, "checkout.session.completed", session)
    return intent
