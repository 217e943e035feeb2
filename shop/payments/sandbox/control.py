"""What a test asks of the sandbox itself, as JSON below /_sandbox/: time, buyers, mishaps."""

import json

from shop.payments.sandbox import cards, delivery, faults, keeper, paying, refunds
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.messages import Request, Response
from shop.payments.sandbox.sandbox import Sandbox

PREFIX = "/_sandbox/"


def respond(sandbox: Sandbox, request: Request) -> Response:
    try:
        answer, status = _do(sandbox, request), 200
    except Refused as refused:
        answer, status = refused.body, refused.status
    return Response(status, json.dumps(answer).encode(), "application/json")


def _do(sandbox: Sandbox, request: Request):
    verb = VERBS.get(request.path.removeprefix(PREFIX))
    # A page of another site can post a form to this machine, but no JSON.
    if request.method != "POST" or request.headers.get("Content-Type") != "application/json":
        raise Refused("Post JSON.", status=405)
    if not verb:
        raise Refused(f"The sandbox knows {', '.join(VERBS)}.", status=404)
    try:
        return verb(sandbox, **json.loads(request.body))
    except (TypeError, ValueError) as wrong:
        raise Refused(str(wrong)) from wrong


def pay(
    sandbox: Sandbox,
    session: str,
    method: str = "card",
    number: str = cards.SUCCESSFUL,
    outcome: str = "succeeded",
) -> dict:
    """Pay as a buyer would, through the bank's or the wallet's page where there is one."""
    intent = paying.choose(
        sandbox, session, method=method, number=number if method == "card" else ""
    )
    if intent["status"] == "requires_action" and outcome != "waiting":
        intent = paying.answer(sandbox, session, outcome=outcome)
    return intent


def settle(sandbox: Sandbox, key: str, outcome: str = "succeeded") -> None:
    """End the waiting of a refund or of a payment in processing."""
    verb = refunds.settle if key.startswith("re_") else paying.settle
    verb(sandbox, key, outcome=outcome)


def advance(sandbox: Sandbox, seconds: int) -> None:
    sandbox.advance(seconds)
    keeper.do_what_is_due(sandbox)


def webhook(sandbox: Sandbox, **changes) -> dict:
    """Where events are sent from now on, and what goes wrong on the way."""
    unknown = changes.keys() - vars(sandbox.hook).keys()
    if unknown:
        raise Refused(f"A webhook has no {', '.join(sorted(unknown))}.")
    with sandbox.store.change():
        vars(sandbox.hook).update(changes)
    return {name: value for name, value in vars(sandbox.hook).items() if name != "secret"}


def deliver(sandbox: Sandbox) -> list[dict]:
    return delivery.send_all(sandbox)


def resend(sandbox: Sandbox, event: str, copies: int = 1) -> None:
    delivery.resend(sandbox, event, copies=copies)


def fault(sandbox: Sandbox, kind: str, times: int = 1) -> None:
    if kind not in faults.KINDS:
        raise Refused(f"A fault is one of {', '.join(faults.KINDS)}.")
    sandbox.faults.plan(kind=kind, times=times)


def await_stall(sandbox: Sandbox) -> bool:
    return sandbox.faults.await_stall()


def release(sandbox: Sandbox) -> None:
    sandbox.faults.release()


def clear(sandbox: Sandbox) -> None:
    """As if it had just been started without a state file."""
    with sandbox.store.change():
        sandbox.store.clear()
        vars(sandbox.hook).update(vars(type(sandbox.hook)()))
    sandbox.faults.plan(kind="", times=0)


VERBS = {
    verb.__name__: verb
    for verb in (pay, settle, advance, webhook, deliver, resend, fault, await_stall, release, clear)
}
