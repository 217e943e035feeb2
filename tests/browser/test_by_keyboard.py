"""Somebody who uses no pointer, and somebody whose browser runs no script, order all the same."""

from playwright.sync_api import expect

from tests.browser.visitor import ADDRESS, CARD, PAYMENT_PAGE

MOST_STEPS = 60


def test_ordering_and_paying_by_keyboard_alone(visitor):
    guest = visitor("en", on_phone=False)
    keyboard = guest.page.keyboard
    guest.go("/")
    keyboard.press("Tab")
    expect(guest.page.locator(".skip-link")).to_be_in_viewport()
    keyboard.press("Tab")
    tab_to(guest, guest.page.locator("#search-q"))
    keyboard.insert_text("脆李")
    keyboard.press("Enter")
    tab_to(guest, guest.main.get_by_role("link", name="Wushan crisp plum"))
    keyboard.press("Enter")
    tab_to(guest, button(guest, "Add to basket"))
    keyboard.press("Enter")
    tab_to(guest, guest.main.get_by_role("link", name="To the checkout"))
    keyboard.press("Enter")
    tab_to(guest, guest.field("Paste an address"))
    keyboard.insert_text(ADDRESS)
    expect(guest.field("Receiver")).to_have_value("张三")
    tab_to(guest, guest.field("E-mail address"))
    keyboard.type("zhangsan@shanhuo.example")
    tab_to(guest, guest.main.get_by_role("checkbox"))
    keyboard.press("Space")
    tab_to(guest, button(guest, "Place the order and pay"))
    keyboard.press("Enter")
    expect(guest.page).to_have_url(PAYMENT_PAGE)
    for name, text in (("#number", CARD), ("#expiry", "12/34"), ("#cvc", "123")):
        tab_to(guest, guest.page.locator(name))
        keyboard.type(text)
    keyboard.press("Enter")
    guest.reads("Thank you: your payment has been received.")


def test_following_a_suggestion_by_keyboard_alone(visitor):
    guest = visitor("en", on_phone=False)
    keyboard, field = guest.page.keyboard, guest.page.locator("#search-q")
    guest.go("/")
    tab_to(guest, field)
    keyboard.type("cuil")
    suggested = guest.page.locator("#suggestions").get_by_role("link", name="Wushan crisp plum")
    expect(suggested).to_be_visible()
    expect(guest.page.locator("#suggestions-said")).to_have_text("1 suggestion below the field")
    keyboard.press("ArrowDown")
    expect(suggested).to_be_focused()
    keyboard.press("Escape")
    expect(suggested).to_have_count(0)
    expect(field).to_be_focused()
    keyboard.type("i")
    tab_to(guest, suggested)
    keyboard.press("Enter")
    expect(guest.main.get_by_role("heading", name="Wushan crisp plum", exact=True)).to_be_visible()


def button(guest, english: str):
    return guest.main.get_by_role("button", name=guest.say(english), exact=True)


def tab_to(guest, goal) -> None:
    """Each step must be seen: what has the focus is drawn so."""
    expect(goal).to_be_visible()
    for _ in range(MOST_STEPS):
        if goal.evaluate("element => element === document.activeElement"):
            assert goal.evaluate(
                "e => e.matches(':focus-visible') && getComputedStyle(e).outlineStyle !== 'none'"
            ), f"{goal} has the focus and does not look so"
            return
        guest.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_STEPS} tabs do not lead to {goal}")


def test_ordering_without_javascript(visitor, language):
    guest = visitor(language, java_script_enabled=False)
    guest.go_to_the_checkout_with_plums()
    guest.fill("Paste an address", ADDRESS)
    guest.press("Fill in the fields below")
    expect(guest.field("Receiver")).to_have_value("张三")
    guest.fill("E-mail address", "zhangsan@shanhuo.example")
    guest.main.get_by_role("checkbox").check()
    guest.press("Place the order and pay")
    expect(guest.page).to_have_url(PAYMENT_PAGE)
