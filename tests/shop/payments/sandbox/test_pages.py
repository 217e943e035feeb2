"""The hosted pages, as a browser without JavaScript sees them."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest

from tests.shop.payments.sandbox.asking import plums

CARD = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


@dataclass
class Page:
    status: int
    text: str
    location: str
    headers: dict

    @property
    def lang(self) -> str:
        return re.search(r'<html lang="([^"]+)"', self.text)[1]


@pytest.fixture
def visit(sandbox):
    def visit(address: str, form: dict | None = None, **headers) -> Page:
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(urlsplit(sandbox.address).netloc)
        body = None if form is None else urlencode(form)
        connection.request("GET" if form is None else "POST", parts.path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Page(answer.status, text, answer.getheader("Location", ""), dict(answer.headers))

    return visit


def test_it_shows_what_is_bought_and_what_it_costs(visit, session):
    page = visit(session.url)
    assert (page.status, page.lang) == (200, "zh-Hans")
    assert '<span lang="zh-Hans">巫山脆李 &lt;2.5kg&gt;</span>' in page.text
    assert "¥136.00" in page.text
    assert "支付 ¥148.00" in page.text
    assert "4242 4242 4242 4242" in page.text
    assert 'href="http://shop.test/order"' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_alipay_stands_first(visit, session):
    page = visit(session.url).text
    assert page.index("支付宝") < page.index("微信支付") < page.index("银行卡")


@pytest.mark.parametrize(
    ("locale", "preferred", "lang"),
    [
        ("en", "zh-CN", "en"),
        ("zh-HK", "en", "zh-Hans"),
        ("auto", "zh-CN,zh;q=0.9", "zh-Hans"),
        ("auto", "de", "en"),
    ],
)
def test_it_speaks_the_language_of_the_session(client, visit, locale, preferred, lang):
    session = client.v1.checkout.sessions.create(plums(locale=locale))
    assert visit(session.url, **{"Accept-Language": preferred}).lang == lang


def test_only_what_the_session_offers_is_shown(client, visit):
    session = client.v1.checkout.sessions.create(
        plums(
            allowed_payment_method_types=["alipay"],
            payment_method_options={},
            locale="en",
        )
    )
    page = visit(session.url).text
    assert "Alipay" in page
    assert "WeChat" not in page
    assert "Card number" not in page
    assert visit(session.url, CARD).location == f"/pay/{session.id}"


def test_no_link_leads_back_where_the_shop_gave_none(client, visit):
    given = plums()
    del given["cancel_url"]
    assert "取消" not in visit(client.v1.checkout.sessions.create(given).url).text


def test_a_card_pays_and_leads_back_to_the_shop(client, visit, session):
    answer = visit(session.url, CARD)
    assert answer.status == 303
    assert answer.location == f"http://shop.test/done?session={session.id}"
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    again = visit(session.url)
    assert "已经付款" in again.text
    assert answer.location in again.text
    assert visit(session.url, CARD).status == 200


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number", "4242 4242 4242 4241", "卡号不正确"),
        ("number", "", "卡号不正确"),
        ("expiry", "01/20", "尚未过期"),
        ("expiry", "13/34", "尚未过期"),
        ("cvc", "12", "3 到 4 位"),
    ],
)
def test_a_slip_is_named_at_its_field(client, visit, session, field, value, said):
    page = visit(session.url, {**CARD, field: value})
    assert page.status == 422
    assert said in page.text
    assert f'aria-describedby="{field}-wrong"' in page.text
    assert client.v1.checkout.sessions.retrieve(session.id).payment_intent is None


@pytest.mark.parametrize(
    ("number", "said"),
    [("4000000000000002", "银行卡被拒绝"), ("4000000000009995", "余额不足")],
)
def test_a_declined_card_is_told_so_and_may_try_again(visit, session, number, said):
    answer = visit(session.url, {**CARD, "number": number})
    assert (answer.status, answer.location) == (303, f"/pay/{session.id}")
    page = visit(session.url).text
    assert 'role="alert"' in page
    assert said in page
    assert visit(session.url, CARD).location.startswith("http://shop.test/done")


def test_an_unknown_failure_has_words_too(visit, session, sandbox):
    visit(session.url, {"method": "alipay"})
    visit(f"{session.url}/alipay", {"outcome": "failed"})
    assert "您在钱包中取消了付款" in visit(session.url).text


@pytest.mark.parametrize(
    ("form", "step", "said"),
    [
        ({**CARD, "number": "4000002500003155"}, "authenticate", "银行验证"),
        ({"method": "alipay"}, "alipay", "确认付款"),
        ({"method": "wechat_pay"}, "wechat_pay", "长按二维码"),
    ],
)
def test_a_second_page_asks_and_then_leads_back(visit, session, form, step, said):
    assert visit(session.url, form).location == f"/pay/{session.id}/{step}"
    address = f"{session.url}/{step}"
    assert said in visit(address).text
    assert visit(address, {"outcome": "perhaps"}).status == 200
    assert visit(address, {"outcome": "failed"}).location == f"/pay/{session.id}"
    assert visit(address).location == f"/pay/{session.id}"
    visit(session.url, form)
    assert visit(address, {"outcome": "succeeded"}).location.startswith("http://shop.test/done")


def test_a_step_that_was_not_chosen_leads_to_the_choice(visit, session):
    assert visit(f"{session.url}/alipay").location == f"/pay/{session.id}"
    visit(session.url, {"method": "wechat_pay"})
    assert visit(f"{session.url}/alipay").location == f"/pay/{session.id}"
    assert visit(f"{session.url}/nonsense").location == f"/pay/{session.id}"


def test_the_code_is_a_picture_that_can_be_saved(visit, session):
    visit(session.url, {"method": "wechat_pay"})
    assert f'src="/pay/{session.id}/code.svg"' in visit(f"{session.url}/wechat_pay").text
    picture = visit(f"{session.url}/code.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.text.startswith("<svg")


def test_a_page_that_ended_says_so(client, visit, session):
    client.v1.checkout.sessions.expire(session.id)
    page = visit(session.url).text
    assert "付款页面已过期" in page
    assert "http://shop.test/order" in page


def test_a_page_that_never_was_is_not_there(visit, sandbox):
    for path in ("/pay/cs_test_unknown", "/", "/nothing"):
        assert visit(sandbox.address + path).status == 404


def test_its_style_is_its_own(visit, session, sandbox):
    assert 'href="/page.css"' in visit(session.url).text
    assert visit(f"{sandbox.address}/page.css").status == 200


def test_a_browser_that_looks_for_an_icon_finds_no_error(visit, sandbox):
    assert visit(f"{sandbox.address}/favicon.ico").status == 204
