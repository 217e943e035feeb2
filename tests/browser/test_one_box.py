"""One box of plums, from the market to the official's figure, and half of it back."""

import re

from playwright.sync_api import expect

from tests.shop.catalogue.test_uploads import from_a_phone

AMOUNT = 6880
# Of ours, between a product and its payment received.
MOST_SCREENS = 3


def test_a_box_of_plums_goes_to_yantai_and_into_the_figure(visitor, language):
    official = visitor(language)
    official.sign_in("wushan")
    before = sold_to_shandong(official)

    guest = visitor(language)
    guest.find_plums()
    expect(guest.main.locator("h1")).to_be_visible()
    pages = guest.pages_seen()
    guest.order_what_they_look_at()
    guest.pay_by_card()
    code = guest.order_code
    guest.reads("Thank you: your payment has been received.")
    # Basket, checkout, and what became of it.
    assert len(pages) <= MOST_SCREENS, pages
    guest.sees("¥89.80")

    coop = visitor(language)
    coop.sign_in("coop")
    coop.go("/workbench/")
    coop.follow("Ship parcels")
    coop.main.get_by_role("link", name=f"{code}-1").click()
    coop.sees("13800138000", "港城东大街1号")
    coop.choose("Carrier", coop.in_their_words("顺丰速运"))
    number = f"SF{1 + (language == 'en'):013}"
    coop.fill("Waybill numbers", number)
    coop.press("Ship parcel")
    coop.reads("Parcel %(code)s is shipped.", code=f"{code}-1")

    guest.page.reload()
    guest.sees(number)
    guest.press("I have received it")
    expect(guest.main.get_by_role("button", name=guest.say("I have received it"))).to_have_count(0)

    assert sold_to_shandong(official) == before + AMOUNT
    shandong(official).get_by_role("link", name=re.compile(r"^[\d.]+$")).click()
    row = official.main.get_by_role("row").filter(has_text=code)
    expect(row).to_contain_text("¥68.80")
    expect(row).to_contain_text("370613")

    guest.follow("Something is spoiled or damaged")
    guest.fill("How much of it is spoiled, in percent", "50")
    guest.fill("What is wrong", "Half of them are rotten")
    guest.main.locator("[type=file]").set_input_files(
        {"name": "rotten.jpg", "mimeType": "image/jpeg", "buffer": from_a_phone(size=(80, 60))}
    )
    guest.press("Report it")
    expect(guest.main.get_by_role("img")).to_have_count(1)

    coop.go("/workbench/claims/")
    coop.main.get_by_role("link", name=code).click()
    coop.main.get_by_label(coop.say("Accept: the money goes back")).check()
    coop.press("Answer")
    coop.reads("Claim %(code)s is answered.", code=f"{code}-S1")
    guest.page.reload()
    guest.sees("¥34.40")
    assert sold_to_shandong(official) == before + AMOUNT - AMOUNT // 2


def sold_to_shandong(official) -> int:
    """In fen, as the page of figures says."""
    official.go("/statistics/")
    expect(official.page.locator("h1")).to_be_visible()
    row = shandong(official)
    if not row.count():
        return 0
    yuan = re.search(r"¥([\d,]+\.\d\d)", row.locator("td").first.inner_text())[1]
    return int(re.sub(r"[,.]", "", yuan))


def shandong(official):
    name = official.in_their_words("山东省")
    return official.main.locator("#parts-title ~ * tbody tr").filter(
        has=official.page.get_by_role("rowheader", name=name)
    )
