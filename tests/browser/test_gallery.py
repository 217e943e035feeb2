"""Leafing through the pictures of a product."""

from playwright.sync_api import expect

from tests.browser.test_by_keyboard import tab_to

PLUMS = "/products/wushan-cuili/"


def test_leafing_by_the_arrow_keys(visitor):
    guest = visitor("en", on_phone=False)
    guest.go(PLUMS)
    tab_to(guest, gallery_of(guest))
    for key, number in (("ArrowRight", "2"), ("ArrowLeft", "1")):
        guest.page.keyboard.press(key)
        expect(current(guest)).to_have_text(f"Picture {number}")


def test_leafing_by_a_finger_and_by_the_numbers(visitor):
    guest = visitor("zh-hans", has_touch=True, is_mobile=True)
    guest.go(PLUMS)
    gallery = gallery_of(guest)
    swipe_to_the_left(guest, gallery.bounding_box())
    expect(current(guest)).to_have_text("图片 2")
    # Tapped while it still moves, the number would lose against the finger.
    expect(gallery.get_by_role("img", name="枝头")).to_be_in_viewport(ratio=0.99)
    guest.main.get_by_role("link", name="图片 1").tap()
    expect(current(guest)).to_have_text("图片 1")
    expect(gallery.get_by_role("img", name="一箱脆李")).to_be_in_viewport(ratio=0.9)


def swipe_to_the_left(guest, box) -> None:
    finger = guest.page.context.new_cdp_session(guest.page)
    y = box["y"] + box["height"] / 2
    for kind, part in (("Start", 0.8), ("Move", 0.6), ("Move", 0.3), ("Move", 0.1)):
        point = {"x": box["x"] + box["width"] * part, "y": y}
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def gallery_of(guest):
    return guest.main.locator("#gallery")


def current(guest):
    return guest.main.locator(".gallery__marks [aria-current]")
