"""The pages a buyer sees: choose and pay, the bank's page, the wallets' pages."""

import datetime
import re
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from shop.payments.sandbox import cards, drawing, paying, sessions
from shop.payments.sandbox.errors import Refused
from shop.payments.sandbox.messages import Request, Response, redirect
from shop.payments.sandbox.sandbox import Sandbox
from shop.payments.sandbox.wording import language_of

STYLE = Path(__file__).with_name("page.css")
ADDRESS = re.compile(r"/pay/(?P<key>cs_test_\w+)(?:/(?P<step>\w+|code\.svg))?")
STEPS = {"authenticate": "card", "alipay": "alipay", "wechat_pay": "wechat_pay"}
ANSWERS = ("succeeded", "failed")


def respond(sandbox: Sandbox, request: Request) -> Response:
    if request.path == "/page.css":
        return Response(HTTPStatus.OK, STYLE.read_bytes(), "text/css; charset=utf-8")
    # A browser asks by itself, and would count a missing one as an error of the page.
    if request.path == "/favicon.ico":
        return Response(HTTPStatus.NO_CONTENT)
    match = ADDRESS.fullmatch(request.path)
    session = sandbox.store.get("checkout.session", match["key"]) if match else None
    language = language_of(session, request)
    if not session:
        return page(drawing.missing(language), HTTPStatus.NOT_FOUND)
    if match["step"] == "code.svg":
        return Response(HTTPStatus.OK, drawing.code(session["id"]), "image/svg+xml")
    if not paying.is_open(sandbox, session):
        return page(drawing.closed(language, session))
    if match["step"]:
        return step(sandbox, request, session, language, match["step"])
    return choose(sandbox, request, session, language)


def choose(sandbox: Sandbox, request: Request, session: dict, language: str) -> Response:
    form = dict(parse_qsl(request.body, keep_blank_values=True))
    method = form.get("method", "")
    faults = {}
    if request.method == "POST":
        number = re.sub(r"[\s-]", "", form.get("number", ""))
        faults = faults_of_card(form, number) if method == "card" else {}
        if not faults:
            return act(
                sandbox,
                session,
                lambda: paying.choose(
                    sandbox, session["id"], method=method, number=number * (method == "card")
                ),
            )
    lines = sandbox.private(session)["lines"]
    drawn = drawing.choose(language, session, lines, failure(sandbox, session), form, faults)
    return page(drawn, HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def step(sandbox: Sandbox, request: Request, session: dict, language: str, name: str) -> Response:
    intent = sandbox.store.get("payment_intent", session["payment_intent"])
    waiting = intent and intent["status"] == "requires_action"
    if not waiting or STEPS.get(name) != sandbox.private(intent)["method"]:
        return redirect(address_of(session))
    outcome = dict(parse_qsl(request.body)).get("outcome")
    if request.method == "POST" and outcome in ANSWERS:
        return act(sandbox, session, lambda: paying.answer(sandbox, session["id"], outcome=outcome))
    return page(drawing.step(language, session, name))


def act(sandbox: Sandbox, session: dict, verb) -> Response:
    """Do it and lead on: to the shop, to the bank or wallet, or back to the choice."""
    try:
        intent = verb()
    except Refused:
        # It ended, or was paid in another window: the page says so.
        return redirect(address_of(session))
    if intent["status"] == "succeeded":
        return redirect(sessions.return_address(session))
    if intent["status"] == "requires_action":
        method = sandbox.private(intent)["method"]
        name = next(name for name, of in STEPS.items() if of == method)
        return redirect(f"{address_of(session)}/{name}")
    return redirect(address_of(session))


def address_of(session: dict) -> str:
    return f"/pay/{session['id']}"


def failure(sandbox: Sandbox, session: dict) -> dict | None:
    intent = sandbox.store.get("payment_intent", session["payment_intent"])
    return intent and intent["last_payment_error"]


def faults_of_card(form: dict, number: str) -> dict[str, str]:
    """What is wrong with each field, by the name of the words for it."""
    faults = {}
    if not re.fullmatch(r"[0-9]{13,19}", number) or not cards.passes_luhn(number):
        faults["number"] = "number_wrong"
    if not lies_ahead(form.get("expiry", "")):
        faults["expiry"] = "expiry_wrong"
    if not re.fullmatch(r"[0-9]{3,4}", form.get("cvc", "")):
        faults["cvc"] = "cvc_wrong"
    return faults


def lies_ahead(expiry: str) -> bool:
    match = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/?\s*(?:20)?([0-9]{2})\s*", expiry)
    today = datetime.datetime.now(datetime.UTC)
    return bool(match) and (2000 + int(match[2]), int(match[1])) >= (today.year, today.month)


def page(drawn: str, status: int = HTTPStatus.OK) -> Response:
    policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'"
    return Response(status, drawn.encode(), headers={"Content-Security-Policy": policy})
