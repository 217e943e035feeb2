"""What `/v1/` answers: each route with the parameters it takes and the verb that does it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import stripe.params
import stripe.params.checkout

from shop.payments.sandbox import idempotency, listing, refunds, sessions
from shop.payments.sandbox.encoding import nested
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.faults import ConnectionClosed
from shop.payments.sandbox.messages import Request, Response
from shop.payments.sandbox.parameters import check
from shop.payments.sandbox.sandbox import Call, Sandbox, new_id

SESSIONS = "/v1/checkout/sessions"
ONLY_EXPAND = frozenset(["expand"])
EXPANDABLE = {
    "payment_intent": "payment_intent",
    "latest_charge": "charge",
    "charge": "charge",
}


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    shape: type
    honoured: frozenset[str]
    verb: Callable[..., dict]

    def key(self, request: Request) -> list[str] | None:
        pattern = self.path.replace("{id}", r"([A-Za-z0-9_]+)")
        match = re.fullmatch(pattern, request.path)
        return list(match.groups()) if match and request.method == self.method else None


def respond(sandbox: Sandbox, request: Request) -> Response:
    number = new_id("req", 14)
    try:
        call = Call(_account(request), number, request.headers.get("Idempotency-Key"))
        fault = sandbox.faults.take()
        sandbox.faults.refuse(fault)
        answer = idempotency.answer(
            sandbox,
            call,
            request,
            lambda: _work(sandbox, call, request),
            before=sandbox.faults.stall if fault == "stall" else None,
        )
        if fault == "lost":
            raise ConnectionClosed
    except Refused as refused:
        answer = idempotency.Answer(refused.status, refused.body)
    headers = {"Request-Id": number}
    if answer.replayed:
        headers["Idempotent-Replayed"] = "true"
    return Response(answer.status, json.dumps(answer.body).encode(), "application/json", headers)


def _account(request: Request) -> str:
    """One secret key is one account: what another key made is not there."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not re.fullmatch(r"sk_test_\w+", key):
        raise Refused("Invalid API Key provided: it must begin with sk_test_.", status=401)
    return key


def _work(sandbox: Sandbox, call: Call, request: Request) -> dict:
    for route in ROUTES:
        key = route.key(request)
        if key is not None:
            pairs = parse_qsl(request.form, keep_blank_values=True)
            given = check(nested(pairs), route.shape, honoured=route.honoured)
            answer = route.verb(sandbox, call, given, *key)
            return _expanded(sandbox, answer, given.get("expand", []))
    raise Refused(
        f"Unrecognized request URL ({request.method}: {request.path}). The sandbox speaks the part "
        "of the API that the shop uses.",
        status=404,
    )


def _expanded(sandbox: Sandbox, answer: dict, paths: list[str]) -> dict:
    for path in paths:
        answer = _with(sandbox, answer, path.split("."), path)
    return answer


def _with(sandbox: Sandbox, row: dict, names: list[str], path: str) -> dict:
    """A copy of `row` in which the id at that path is the object itself."""
    name, *deeper = names
    if name == "data" and deeper and row["object"] == "list":
        return {**row, "data": [_with(sandbox, item, deeper, path) for item in row["data"]]}
    if name == "line_items" and row["object"] == "checkout.session":
        return {**row, "line_items": line_items(sandbox, row)}
    if name not in EXPANDABLE or name not in row:
        raise Refused(f"This property cannot be expanded ({path}).", param="expand")
    if row[name] is None:
        return row
    inner = row[name]
    if not isinstance(inner, dict):
        inner = sandbox.find(EXPANDABLE[name], inner)
    return {**row, name: _with(sandbox, inner, deeper, path) if deeper else inner}


def line_items(sandbox: Sandbox, session: dict, given: dict | None = None) -> dict:
    lines = sandbox.private(session)["lines"]
    return listing.page_of(lines, given or {}, url=f"{SESSIONS}/{session['id']}/line_items")


def _retrieve(kind: str):
    def retrieve(sandbox: Sandbox, call: Call, given: dict, key: str) -> dict:
        return sandbox.find(kind, key, account=call.account)

    return retrieve


def _list(kind: str, url: str, *equal: str):
    def rows(sandbox: Sandbox, call: Call, given: dict) -> dict:
        own = sandbox.rows_of(kind, call.account)
        if "types" in given:
            own = [row for row in own if row["type"] in given["types"]]
        return listing.page_of(listing.newest_first(own, given, equal=equal), given, url=url)

    return rows


def _expire(sandbox: Sandbox, call: Call, given: dict, key: str) -> dict:
    return sessions.expire(sandbox, sandbox.find("checkout.session", key, account=call.account))


def _line_items(sandbox: Sandbox, call: Call, given: dict, key: str) -> dict:
    session = sandbox.find("checkout.session", key, account=call.account)
    return line_items(sandbox, session, given)


def _listed_by(*names: str) -> frozenset[str]:
    return listing.PAGING.union(["created"], names)


CHECKOUT = stripe.params.checkout
ROUTES = [
    Route("POST", SESSIONS, CHECKOUT.SessionCreateParams, sessions.HONOURED, sessions.create),
    Route(
        "GET",
        SESSIONS,
        CHECKOUT.SessionListParams,
        _listed_by("payment_intent", "status"),
        _list("checkout.session", SESSIONS, "payment_intent", "status"),
    ),
    Route(
        "GET",
        f"{SESSIONS}/{{id}}",
        CHECKOUT.SessionRetrieveParams,
        ONLY_EXPAND,
        _retrieve("checkout.session"),
    ),
    Route("POST", f"{SESSIONS}/{{id}}/expire", CHECKOUT.SessionExpireParams, ONLY_EXPAND, _expire),
    Route(
        "GET",
        f"{SESSIONS}/{{id}}/line_items",
        CHECKOUT.SessionListLineItemsParams,
        listing.PAGING,
        _line_items,
    ),
    Route(
        "GET",
        "/v1/payment_intents/{id}",
        stripe.params.PaymentIntentRetrieveParams,
        ONLY_EXPAND,
        _retrieve("payment_intent"),
    ),
    Route(
        "GET",
        "/v1/charges/{id}",
        stripe.params.ChargeRetrieveParams,
        ONLY_EXPAND,
        _retrieve("charge"),
    ),
    Route(
        "POST",
        "/v1/refunds",
        stripe.params.RefundCreateParams,
        refunds.HONOURED,
        refunds.create,
    ),
    Route(
        "GET",
        "/v1/refunds",
        stripe.params.RefundListParams,
        _listed_by("payment_intent", "charge"),
        _list("refund", "/v1/refunds", "payment_intent", "charge"),
    ),
    Route(
        "GET",
        "/v1/refunds/{id}",
        stripe.params.RefundRetrieveParams,
        ONLY_EXPAND,
        _retrieve("refund"),
    ),
    Route(
        "GET",
        "/v1/events",
        stripe.params.EventListParams,
        _listed_by("type", "types"),
        _list("event", "/v1/events", "type"),
    ),
    Route(
        "GET",
        "/v1/events/{id}",
        stripe.params.EventRetrieveParams,
        ONLY_EXPAND,
        _retrieve("event"),
    ),
]
