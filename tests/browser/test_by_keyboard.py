"""Somebody who uses no pointer buys, lists and looks figures up, and somebody whose browser runs no
script orders all the same."""

from datetime import timedelta

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests.browser.visitor import ADDRESS, CARD, PAYMENT_PAGE
from tests.world import PASSWORD

# To a goal; the figures stand behind a form of all that can be asked.
MOST_STEPS, MOST_STEPS_TO_FIGURES = 60, 200


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


def test_listing_by_keyboard_alone(visitor, tmp_path):
    photo = tmp_path / "tea.jpg"
    Image.new("RGB", (1200, 900), "brown").save(photo)
    ripe = timezone.localdate() + timedelta(days=20)
    coop = visitor("zh-hans", on_phone=False)
    sign_in(coop, "coop")
    coop.go("/workbench/")
    follow(coop, "List something new")
    write(coop, "name (Chinese)", "巫山红茶")
    write(coop, "name (English)", "Wushan black tea")
    pick(coop, "category", "茶叶咖啡")
    pick(coop, "transport", "常温")
    write(coop, "shelf life (days)", "180")
    # The window in which files are chosen is the system's.
    tab_to(coop, coop.field("picture"))
    coop.field("picture").set_input_files(photo)
    write(coop, "what the picture shows (Chinese)", "一袋红茶")
    press(coop, "Next: the harvest")
    write(coop, "weight", "300")
    for day in ("harvest to", "sells to"):
        # The order of month and day is that of the browser's own language.
        write(coop, day, f"{ripe:%m%d%Y}")
    press(coop, "Next: pack and price")
    write(coop, "net weight of a pack", "1")
    write(coop, "gross weight of a pack", "1.2")
    write(coop, "price of a pack (yuan)", "39.90")
    press(coop, "Sell this pack")
    coop.reads("The pack is ready. It goes on sale when your county has approved the product.")


def test_from_a_figure_to_its_rows_by_keyboard_alone(visitor):
    official = visitor("en", on_phone=False)
    sign_in(official, "wushan")
    official.go("/statistics/")
    parts = official.main.locator("#parts-title ~ * tbody tr")
    shandong = parts.filter(has=official.page.get_by_role("rowheader", name="Shandong"))
    follow(official, "Shandong", inside=shandong, at_most=MOST_STEPS_TO_FIGURES)
    expect(official.main.get_by_role("rowheader", name="Yantai")).to_be_visible()
    figure = official.main.locator(".figures a").first
    tab_to(official, figure, at_most=MOST_STEPS_TO_FIGURES)
    official.page.keyboard.press("Enter")
    official.sees("370613", "¥68.80")


def sign_in(someone, name: str) -> None:
    someone.go("/accounts/login/")
    keyboard = someone.page.keyboard
    tab_to(someone, someone.page.locator("[name=login]"))
    keyboard.type(f"{name}@shanhuo.example")
    tab_to(someone, someone.page.locator("[name=password]"))
    keyboard.type(PASSWORD)
    entrance = someone.page.url
    keyboard.press("Enter")
    expect(someone.page).not_to_have_url(entrance)


def follow(someone, english: str, *, inside=None, at_most: int = MOST_STEPS) -> None:
    link = (inside or someone.main).get_by_role("link", name=someone.say(english)).first
    tab_to(someone, link, at_most=at_most)
    someone.page.keyboard.press("Enter")


def press(someone, english: str) -> None:
    tab_to(someone, button(someone, english))
    someone.page.keyboard.press("Enter")


def write(someone, english: str, text: str) -> None:
    tab_to(someone, someone.field(english))
    someone.page.keyboard.press("Control+a")
    someone.page.keyboard.type(text)


def pick(someone, english: str, label: str) -> None:
    field = someone.field(english)
    tab_to(someone, field)
    for _ in range(field.locator("option").count()):
        if field.evaluate("e => e.selectedOptions[0].label") == label:
            return
        someone.page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrows do not lead to {label}")


def button(guest, english: str):
    return guest.main.get_by_role("button", name=guest.say(english), exact=True)


def tab_to(guest, goal, *, at_most: int = MOST_STEPS) -> None:
    """Each step must be seen: what has the focus is drawn so."""
    expect(goal).to_be_visible()
    for _ in range(at_most):
        if goal.evaluate("element => element === document.activeElement"):
            assert goal.evaluate(
                "e => e.matches(':focus-visible') && getComputedStyle(e).outlineStyle !== 'none'"
            ), f"{goal} has the focus and does not look so"
            return
        guest.page.keyboard.press("Tab")
    raise AssertionError(f"{at_most} tabs do not lead to {goal}")


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
