"""What may happen on the way from the order to its money, and back."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from shop.payments.sandbox.wording import say
from tests.browser.visitor import PAYMENT_PAGE

PAID = "Thank you: your payment has been received."


def test_a_card_is_declined_and_another_pays(visitor):
    guest = visitor("zh-hans")
    guest.place_the_order()
    guest.pay_by_card("4000000000000002")
    expect(guest.page.get_by_role("alert")).to_contain_text(say("zh", "generic_decline"))
    guest.pay_by_card()
    guest.reads(PAID)


def test_the_bank_asks_and_the_buyer_confirms(visitor):
    guest = visitor("en")
    guest.place_the_order()
    guest.pay_by_card("4000002500003155")
    expect(guest.page.locator("h1")).to_have_text(say("en", "authenticate_title"))
    guest.page.get_by_role("button", name=say("en", "authenticate_failed")).click()
    expect(guest.page.get_by_role("alert")).to_contain_text(
        say("en", "payment_intent_authentication_failure")
    )
    guest.pay_by_card("4000002500003155")
    guest.page.get_by_role("button", name=say("en", "authenticate_succeeded")).click()
    guest.reads(PAID)


def test_on_a_phone_alipay_is_first(visitor):
    guest = visitor("zh-hans")
    guest.place_the_order()
    first = guest.page.get_by_role("button").first
    expect(first).to_have_text("支付宝")
    first.click()
    guest.page.get_by_role("button", name=say("zh", "alipay_succeeded")).click()
    guest.reads(PAID)


def test_wechat_says_how_to_scan(visitor, language):
    spoken = language[:2]
    guest = visitor(language)
    guest.place_the_order()
    guest.page.get_by_role("button", name=say(spoken, "wechat_pay")).click()
    guest.sees(say(spoken, "wechat_pay_how"), say(spoken, "wechat_pay_same_phone"))
    expect(guest.page.get_by_role("img", name=say(spoken, "wechat_pay_code"))).to_be_visible()
    guest.page.get_by_role("button", name=say(spoken, "wechat_pay_succeeded")).click()
    guest.reads(PAID)


def test_who_leaves_the_payment_page_finds_the_order_and_pays_later(visitor, language):
    guest = visitor(language)
    guest.place_the_order()
    guest.page.clock.install()
    guest.page.get_by_role("link", name=say(language[:2], "cancel")).click()
    guest.reads("Order %(code)s", code=guest.order_code)
    timer = guest.main.get_by_role("timer")
    guest.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=30))
    left = seconds(timer.inner_text())
    guest.page.clock.run_for(61_000)
    assert seconds(timer.inner_text()) == left - 61
    guest.page.clock.run_for((left - 61) * 1000)
    expect(timer).to_be_hidden()
    guest.reads("The time to pay is over: the goods are about to be released.")
    # By that browser's clock; the site's goes on as before.
    guest.press("Pay now")
    expect(guest.page).to_have_url(PAYMENT_PAGE)
    guest.pay_by_card()
    guest.reads(PAID)


def seconds(clock: str) -> int:
    """Of m:ss."""
    minutes, rest = re.fullmatch(r"(\d+):(\d\d)", clock).groups()
    return int(minutes) * 60 + int(rest)


def test_who_cancels_before_it_is_sent_gets_the_money_back(visitor):
    guest = visitor("zh-hans")
    guest.place_the_order()
    guest.pay_by_card()
    guest.reads(PAID)
    guest.main.locator("summary").click()
    guest.press("Cancel the order")
    guest.reads("The order is cancelled.")
    guest.reads("Refund confirmed")
