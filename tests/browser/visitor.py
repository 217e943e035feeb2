"""Somebody at a browser, who knows the site by the words they read on it."""

import re

from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from tests.world import PASSWORD

ADDRESS = "张三 13800138000 山东省烟台市莱山区港城东大街1号"
NAMES_EN = {"巫山脆李": "Wushan crisp plum", "顺丰速运": "SF Express", "山东省": "Shandong"}
PAYMENT_PAGE = re.compile(r"/pay/cs_test_\w+$")
# Who has paid sees the order where the payment page led back to.
ORDER_PAGE = re.compile(r"/orders/([0-9A-Z]{8})/(payment/return/\?\S*)?$")
# As orders are named.
CODE = re.compile(r"^[0-9A-Z]{8}$")
CARD = "4242424242424242"

# Milliseconds: a machine with much else to do takes its time.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


class Visitor:
    def __init__(self, page: Page, site: str, language: str):
        self.page, self.site, self.language = page, site, language
        self.faults: list[str] = []

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def say(self, english: str, **values) -> str:
        """What the site says in their language."""
        with translation.override(self.language):
            return translation.gettext(english) % values

    def address(self, path: str) -> str:
        return self.site + ("" if self.language == "zh-hans" else "/en") + path

    def go(self, path: str) -> None:
        self.page.goto(self.address(path))

    def follow(self, english: str) -> None:
        self.main.get_by_role("link", name=self.say(english)).first.click()

    def press(self, english: str) -> None:
        self.main.get_by_role("button", name=self.say(english), exact=True).click()

    def field(self, english: str) -> Locator:
        """By its label, which says too where nothing need be filled in."""
        label = re.escape(self.say(english))
        return self.main.get_by_label(re.compile(rf"^\s*{label}\s*([(（].*)?$", re.IGNORECASE))

    def fill(self, english: str, text: str) -> None:
        self.field(english).fill(text)

    def choose(self, english: str, label: str) -> None:
        self.field(english).select_option(label=label)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def reads(self, english: str, **values) -> None:
        self.sees(self.say(english, **values))

    def pages_seen(self) -> list[str]:
        """The pages of ours they come to from now on."""
        pages = []

        def came(frame) -> None:
            if frame == self.page.main_frame and frame.url.startswith(self.site):
                pages.append(frame.url)

        self.page.on("framenavigated", came)
        return pages

    def sign_in(self, name: str) -> None:
        self.go("/accounts/login/")
        self.page.locator("[name=login]").fill(f"{name}@shanhuo.example")
        self.page.locator("[name=password]").fill(PASSWORD)
        entrance = self.page.url
        self.press("Sign in")
        expect(self.page).not_to_have_url(entrance)

    # At the market

    def find_plums(self) -> None:
        self.go("/")
        self.page.locator("input[name=q]").first.fill("脆李")
        self.page.get_by_role("button", name=self.say("Search"), exact=True).click()
        self.main.get_by_role("link", name=self.in_their_words("巫山脆李")).click()

    def in_their_words(self, name_zh: str) -> str:
        return name_zh if self.language == "zh-hans" else NAMES_EN[name_zh]

    def go_to_the_checkout_with_plums(self) -> None:
        self.find_plums()
        self.take_to_the_checkout()

    def take_to_the_checkout(self) -> None:
        """What they look at."""
        self.press("Add to basket")
        self.follow("To the checkout")

    def give_the_address(self) -> None:
        # What is pasted is read once the page's script is there.
        self.page.wait_for_load_state()
        self.fill("Paste an address", ADDRESS)
        expect(self.field("Receiver")).to_have_value("张三")
        self.fill("E-mail address", "zhangsan@shanhuo.example")

    def place_the_order(self) -> None:
        """With plums to Yantai, as far as the payment page."""
        self.find_plums()
        self.order_what_they_look_at()

    def order_what_they_look_at(self) -> None:
        self.take_to_the_checkout()
        self.give_the_address()
        self.main.get_by_role("checkbox").check()
        self.press("Place the order and pay")
        expect(self.page).to_have_url(PAYMENT_PAGE)

    def pay_by_card(self, number: str = CARD) -> None:
        self.page.locator("#number").fill(number)
        self.page.locator("#expiry").fill("12/34")
        self.page.locator("#cvc").fill("123")
        self.page.locator("form.card button").click()

    @property
    def order_code(self) -> str:
        """Of the order they look at."""
        expect(self.page).to_have_url(ORDER_PAGE)
        return ORDER_PAGE.search(self.page.url)[1]
