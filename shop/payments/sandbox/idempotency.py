"""The same key twice is the same answer, whatever was lost on the way."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.messages import Request
from shop.payments.sandbox.sandbox import Call, Sandbox

KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict
    replayed: bool = False


def answer(
    sandbox: Sandbox,
    call: Call,
    request: Request,
    work: Callable[[], dict],
    *,
    before: Callable[[], None] | None,
) -> Answer:
    """Do the work in one change of the store, with its answer kept under the call's key.

    `before` runs when the key is already taken.
    """
    if request.method != "POST" or not call.key:
        with sandbox.store.change(cause=call):
            return Answer(200, work())
    place = f"{call.account} {call.key}"
    asked = hashlib.sha256(f"{request.path}\n{request.body}".encode()).hexdigest()
    with sandbox.store.lock:
        if kept := _kept(sandbox, place, asked, call.key):
            return kept
        if place in sandbox.busy:
            raise Refused(
                "There is currently another in-progress request using this Idempotent Key.",
                status=409,
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        sandbox.busy.add(place)
    try:
        if before:
            before()
        return _do(sandbox, call, place, asked, work)
    finally:
        sandbox.busy.discard(place)


def _kept(sandbox: Sandbox, place: str, asked: str, key: str) -> Answer | None:
    row = sandbox.store.get("answer", place)
    if not row or row["at"] + KEPT <= sandbox.now():
        return None
    if row["asked"] != asked:
        raise Refused(
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{key}' if you meant to execute a "
            "different request.",
            kind="idempotency_error",
        )
    return Answer(row["status"], row["body"], replayed=True)


def _do(sandbox: Sandbox, call: Call, place: str, asked: str, work) -> Answer:
    try:
        with sandbox.store.change(cause=call):
            return _keep(sandbox, place, asked, Answer(200, work()))
    except Refused as refused:
        if not refused.begun:
            raise
        with sandbox.store.change():
            return _keep(sandbox, place, asked, Answer(refused.status, refused.body))


def _keep(sandbox: Sandbox, place: str, asked: str, given: Answer) -> Answer:
    row = {"asked": asked, "status": given.status, "body": given.body, "at": sandbox.now()}
    sandbox.store.put("answer", place, row)
    return given
