"""HTML of the pages, and the picture to scan."""

import hashlib
import re
from html import escape

from shop.payments.sandbox.sessions import return_address
from shop.payments.sandbox.wording import WORDS, say

LANGUAGES = {"zh": "zh-Hans", "en": "en"}
WALLETS = ("alipay", "wechat_pay")
FIELDS = {
    "number": 'autocomplete="cc-number" inputmode="numeric" placeholder="4242 4242 4242 4242"',
    "expiry": 'autocomplete="cc-exp" placeholder="12/34"',
    "cvc": 'autocomplete="cc-csc" inputmode="numeric" placeholder="123"',
}
TEST_CARDS = [name for name in WORDS if name.isdigit()]
CODE_SIZE = 25
FINDERS = ((0, 0), (CODE_SIZE - 7, 0), (0, CODE_SIZE - 7))


def choose(
    language: str,
    session: dict,
    lines: list[dict],
    failure: dict | None,
    form: dict,
    faults: dict[str, str],
) -> str:
    amount = yuan(session["amount_total"])
    methods = session["payment_method_types"]
    wallets = "".join(_wallet(language, name) for name in WALLETS if name in methods)
    card = _card(language, amount, form, faults) if "card" in methods else ""
    return _page(
        language,
        say(language, "title"),
        f"""<h1>{say(language, "pay", amount)}</h1>
{_failure(language, failure)}
<section aria-labelledby="order"><h2 id="order">{say(language, "order")}</h2>
<ul class="lines">{"".join(_line(language, line) for line in lines)}</ul>
<p class="total"><span>{say(language, "total")}</span> <strong>{amount}</strong></p></section>
<section aria-labelledby="how"><h2 id="how">{say(language, "how")}</h2>
{wallets}{card}</section>
{_cancel(language, session)}""",
    )


def step(language: str, session: dict, name: str) -> str:
    picture = ""
    if name == "wechat_pay":
        picture = f"""<figure><img src="/pay/{session["id"]}/code.svg" width="240" height="240"
alt="{say(language, "wechat_pay_code")}"></figure>
<p>{say(language, "wechat_pay_same_phone")}</p>
<p class="muted">{say(language, "wechat_pay_test")}</p>"""
    buttons = "".join(
        f'<button class="{look}" name="outcome" value="{outcome}">'
        f"{say(language, f'{name}_{outcome}')}</button>"
        for outcome, look in (("succeeded", "main"), ("failed", "quiet"))
    )
    return _page(
        language,
        say(language, f"{name}_title"),
        f"""<h1>{say(language, f"{name}_title")}</h1>
<p class="total"><span>{say(language, "total")}</span>
<strong>{yuan(session["amount_total"])}</strong></p>
<p>{say(language, f"{name}_how")}</p>{picture}
<form method="post" class="answers">{buttons}</form>
<p><a href="/pay/{session["id"]}">{say(language, "choose_other")}</a></p>""",
        look=name,
    )


def closed(language: str, session: dict) -> str:
    if session["status"] == "complete":
        return _notice(language, "complete", return_address(session))
    return _notice(language, "expired", session["cancel_url"])


def missing(language: str) -> str:
    return _notice(language, "missing", None)


def yuan(fen: int) -> str:
    return f"¥{fen // 100:,}.{fen % 100:02}"


def code(key: str) -> bytes:
    """A picture that looks like a code to scan, another for each session. It encodes nothing."""
    noise = hashlib.shake_128(key.encode()).digest(CODE_SIZE * CODE_SIZE)
    dots = "".join(
        f"M{x} {y}h1v1h-1z"
        for x in range(CODE_SIZE)
        for y in range(CODE_SIZE)
        if noise[x * CODE_SIZE + y] % 2 and not _in_a_corner(x, y)
    )
    corners = "".join(
        f"M{x} {y}h7v7h-7zM{x + 1} {y + 1}v5h5v-5zM{x + 2} {y + 2}h3v3h-3z" for x, y in FINDERS
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {CODE_SIZE + 4} {CODE_SIZE + 4}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M-2-2h{CODE_SIZE + 4}v{CODE_SIZE + 4}'
        f'h-{CODE_SIZE + 4}z"/><path d="{dots}{corners}"/></svg>'
    ).encode()


def _in_a_corner(x: int, y: int) -> bool:
    return any(left - 1 <= x <= left + 7 and top - 1 <= y <= top + 7 for left, top in FINDERS)


def _page(language: str, title: str, main: str, look: str = "") -> str:
    return f"""<!doctype html>
<html lang="{LANGUAGES[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/page.css"></head>
<body class="{look}"><header><p>{say(language, "test")}</p></header>
<main>{main}</main></body></html>"""


def _notice(language: str, name: str, address: str | None) -> str:
    link = f'<p><a href="{escape(address)}">{say(language, "back")}</a></p>' if address else ""
    title = say(language, f"{name}_title")
    return _page(language, title, f"<h1>{title}</h1><p>{say(language, f'{name}_how')}</p>{link}")


def _failure(language: str, failure: dict | None) -> str:
    if not failure:
        return ""
    code = failure.get("decline_code", failure["code"])
    said = say(language, code if code in WORDS else "failed")
    return f'<p class="failure" role="alert"><strong>{said}</strong> ' + (
        f"{say(language, 'nothing_taken')}</p>"
    )


def _line(language: str, line: dict) -> str:
    spoken = ' lang="zh-Hans"' if re.search(r"[\u4e00-\u9fff]", line["description"]) else ""
    return (
        f"<li><span><span{spoken}>{escape(line['description'])}</span> "
        f'<span class="muted">{say(language, "times", line["quantity"])}</span></span> '
        f"<span>{yuan(line['amount_total'])}</span></li>"
    )


def _wallet(language: str, name: str) -> str:
    return (
        f'<form method="post"><button class="{name}" name="method" value="{name}">'
        f"{say(language, name)}</button></form>"
    )


def _card(language: str, amount: str, form: dict, faults: dict[str, str]) -> str:
    fields = "".join(_field(language, name, form.get(name, ""), faults) for name in FIELDS)
    tests = "".join(
        f"<dt><code>{' '.join(name[at : at + 4] for at in range(0, 16, 4))}</code></dt>"
        f"<dd>{say(language, name)}</dd>"
        for name in TEST_CARDS
    )
    return f"""<form method="post" class="card" novalidate aria-labelledby="card">
<h3 id="card">{say(language, "card")}</h3>{fields}
<button class="main" name="method" value="card">{say(language, "pay", amount)}</button></form>
<aside aria-labelledby="tests"><h3 id="tests">{say(language, "tests")}</h3>
<p>{say(language, "tests_how")}</p><dl>{tests}</dl></aside>"""


def _field(language: str, name: str, value: str, faults: dict[str, str]) -> str:
    wrong = ""
    if name in faults:
        wrong = f'<span class="wrong" id="{name}-wrong">{say(language, faults[name])}</span>'
    described = f' aria-invalid="true" aria-describedby="{name}-wrong"' if wrong else ""
    return (
        f'<p class="{name}"><label for="{name}">{say(language, name)}</label>'
        f'<input id="{name}" name="{name}" value="{escape(value)}" required maxlength="30" '
        f"{FIELDS[name]}{described}>{wrong}</p>"
    )


def _cancel(language: str, session: dict) -> str:
    if not session["cancel_url"]:
        return ""
    return f'<p><a href="{escape(session["cancel_url"])}">{say(language, "cancel")}</a></p>'
