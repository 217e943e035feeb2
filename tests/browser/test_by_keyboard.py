"""Somebody who uses no pointer does what each role does here, and somebody whose browser runs no
script orders all the same."""

import io
from datetime import timedelta

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.market import UNPAID_PHONE, WAITING_ZH
from tests.browser.visitor import ADDRESS, CARD, CODE, PAYMENT_PAGE
from tests.shop.catalogue.test_uploads import painted
from tests.shop.ledger.reports.reports import as_csv, rows
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
    enter(guest, guest.main.get_by_role("link", name="Wushan crisp plum"))
    press(guest, "Add to basket")
    follow(guest, "To the checkout")
    tab_to(guest, guest.field("Paste an address"))
    keyboard.insert_text(ADDRESS)
    expect(guest.field("Receiver")).to_have_value("张三")
    tab_to(guest, guest.field("E-mail address"))
    keyboard.type("zhangsan@shanhuo.example")
    tick(guest)
    press(guest, "Place the order and pay")
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


def test_listing_by_keyboard_alone(visitor):
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
    bring(coop, "picture", painted(), name="tea.jpg")
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
    enter(official, figure, at_most=MOST_STEPS_TO_FIGURES)
    official.sees("370613", "¥68.80")


def test_a_claim_and_its_answer_by_keyboard_alone(visitor):
    buyer = visitor("zh-hans", on_phone=False)
    sign_in(buyer, "buyer")
    buyer.go("/account/")
    enter(buyer, buyer.main.get_by_role("link", name=CODE).first)
    code = buyer.order_code
    follow(buyer, "Something is spoiled or damaged")
    write(buyer, "How much of it is spoiled, in percent", "30")
    write(buyer, "What is wrong", "压坏了三成")
    bring(buyer, "Photographs", painted(size=(80, 60)), name="box.jpg")
    press(buyer, "Report it")
    expect(buyer.main.get_by_role("img")).to_have_count(1)

    coop = visitor("en", on_phone=False)
    sign_in(coop, "coop")
    coop.go("/workbench/claims/")
    enter(coop, coop.main.get_by_role("link", name=code))
    answers = coop.main.get_by_role("radio")
    tab_to(coop, answers.first)
    refuse = coop.field("Refuse, with a reason")
    for _ in range(answers.count() - 1):
        coop.page.keyboard.press("ArrowDown")
    expect(refuse).to_be_checked()
    write(coop, "Reason", "The photograph shows another box")
    press(coop, "Answer")
    coop.reads("Claim %(code)s is answered.", code=f"{code}-S1")


def test_shipping_a_parcel_by_keyboard_alone(visitor):
    coop = visitor("zh-hans", on_phone=False)
    sign_in(coop, "coop")
    coop.go("/workbench/")
    follow(coop, "Ship parcels")
    parcel = coop.main.get_by_role("rowheader").get_by_role("link").first
    code = parcel.inner_text()
    enter(coop, parcel)
    pick(coop, "Carrier", "顺丰速运")
    write(coop, "Waybill numbers", "SF9000000000001")
    press(coop, "Ship parcel")
    coop.reads("Parcel %(code)s is shipped.", code=code)


def test_approving_a_product_by_keyboard_alone(visitor):
    official = visitor("zh-hans", on_phone=False)
    sign_in(official, "wushan")
    official.go("/approvals/")
    enter(official, official.main.get_by_role("link", name=WAITING_ZH))
    press(official, "Approve")
    official.reads("Approved.")


def test_approving_a_colleagues_order_by_keyboard_alone(visitor):
    union = visitor("en", on_phone=False)
    sign_in(union, "union")
    union.go("/account/")
    to_approve = union.main.locator("section", has_text="To approve")
    enter(union, to_approve.get_by_role("link", name=CODE).first)
    press(union, "Approve the order")
    union.reads("Order approved")


def test_ordering_for_many_by_keyboard_alone(visitor):
    colleague = visitor("zh-hans", on_phone=False)
    sign_in(colleague, "colleague")
    colleague.go("/products/wushan-cuili/")
    press(colleague, "Add to basket")
    colleague.reads("To the checkout")
    colleague.go("/organisations/")
    enter(colleague, colleague.main.get_by_role("link", name="烟台市总工会"))
    follow(colleague, "Send to many")
    with colleague.page.expect_download() as download:
        follow(colleague, "Download the template")
    recipients = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    recipients.active.append(["张三", "13800138000", "山东省烟台市莱山区港城东大街1号", 1])
    recipients.active.append(["李四", "13900139000", "山东省烟台市芝罘区南大街2号", 2])
    filled = io.BytesIO()
    recipients.save(filled)
    bring(colleague, "List of recipients", filled.getvalue(), name="名单.xlsx")
    press(colleague, "Check the list")
    write(colleague, "Contact person", "宋岚")
    write(colleague, "Phone", "13800138000")
    write(colleague, "E-mail address", "union@shanhuo.example")
    tick(colleague)
    press(colleague, "Place the order")
    assert colleague.order_code
    colleague.sees("¥206.40")
    colleague.reads("Waiting for a colleague's approval")


def test_handing_in_a_report_by_keyboard_alone(visitor):
    official = visitor("en", on_phone=False)
    sign_in(official, "wushan")
    official.go("/reports/")
    pick(official, "Channel", "Other e-commerce platforms")
    # Of a summer that no figure of a page counts.
    bring(official, "File", as_csv(rows({"销售日期": "2021-07-09"})), name="july.csv")
    press(official, "Read and show what it adds")
    official.sees("¥137.60")
    press(official, "Hand in")
    expect(official.main.get_by_role("heading", level=1)).to_contain_text("Report")


def test_my_page_by_keyboard_alone(visitor):
    buyer = visitor("en", on_phone=False)
    sign_in(buyer, "buyer")
    buyer.go("/account/")
    follow(buyer, "My addresses")
    write(buyer, "Receiver", "Zhang San")
    write(buyer, "Mobile phone", "13800138000")
    for level, name in (("Province", "Shandong"), ("City or district", "Yantai")):
        pick(buyer, level, name)
    pick(buyer, "County or district", "Laishan")
    write(buyer, "Street, house number, flat", "1 Gangcheng East Street")
    press(buyer, "Keep")
    buyer.reads("The address is kept.")
    # A key overtook the question of the one before: that is said where developers look.
    buyer.faults[:] = [fault for fault in buyer.faults if "htmx:" not in fault]

    buyer.go("/products/wushan-cuili/")
    follow(buyer, "Add to my favourites")
    press(buyer, "Add to my favourites")
    expect(buyer.main.get_by_role("link", name="Wushan crisp plum")).to_be_visible()
    buyer.go("/account/")
    follow(buyer, "My data")
    press(buyer, "Take a copy")
    # A telephone left unlocked gives it to nobody.
    tab_to(buyer, buyer.page.locator("[name=password]"))
    buyer.page.keyboard.type(PASSWORD)
    with buyer.page.expect_download() as download:
        buyer.page.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"PK")


def test_selling_at_the_counter_in_two_taps_of_a_key(visitor):
    clerk = visitor("zh-hans", on_phone=False)
    sign_in(clerk, "hall")
    clerk.go("/counter/")
    enter(clerk, clerk.main.get_by_role("link", name="2.5kg/箱"))
    press(clerk, "2")
    clerk.sees("2.5kg/箱 × 2 · ¥199,999.98")


def test_finding_and_cancelling_an_order_by_keyboard_alone(visitor):
    operator = visitor("en", on_phone=False)
    sign_in(operator, "operator")
    operator.go("/operator/")
    write(operator, "Order code, end of the phone number, waybill or e-mail", UNPAID_PHONE[-4:])
    operator.page.keyboard.press("Enter")
    found = operator.main.get_by_role("rowheader").get_by_role("link")
    code = found.inner_text()
    enter(operator, found)
    write(operator, "Reason", "Ordered by mistake")
    press(operator, "Cancel the order")
    operator.reads("Order %(code)s is cancelled.", code=code)


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
    enter(someone, link, at_most=at_most)


def press(someone, english: str) -> None:
    enter(someone, button(someone, english))


def enter(someone, goal, *, at_most: int = MOST_STEPS) -> None:
    tab_to(someone, goal, at_most=at_most)
    someone.page.keyboard.press("Enter")


def tick(someone) -> None:
    tab_to(someone, someone.main.get_by_role("checkbox"))
    someone.page.keyboard.press("Space")


def bring(someone, english: str, content: bytes, *, name: str) -> None:
    """The window in which files are chosen is the system's."""
    tab_to(someone, someone.field(english))
    someone.field(english).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def write(someone, english: str, text: str) -> None:
    tab_to(someone, someone.field(english))
    someone.page.keyboard.press("Control+a")
    someone.page.keyboard.type(text)


def pick(someone, english: str, label: str) -> None:
    field = someone.field(english)
    # What follows from another choice comes with it.
    expect(field.locator("option", has_text=label)).not_to_have_count(0)
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
