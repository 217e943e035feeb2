"""A cooperative lists something new on a phone, its county approves, and somebody buys it."""

from datetime import timedelta

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect


def test_what_is_listed_in_three_screens_is_sold_when_the_county_approved_it(visitor, tmp_path):
    photo = tmp_path / "orange.jpg"
    Image.new("RGB", (1200, 900), "orange").save(photo)
    today = timezone.localdate()

    coop = visitor("zh-hans")
    coop.sign_in("coop")
    coop.go("/workbench/")
    coop.follow("List something new")
    coop.fill("name (Chinese)", "巫山恋橙")
    coop.fill("name (English)", "Wushan orange")
    coop.choose("category", "鲜果")
    coop.choose("transport", "冷链")
    coop.fill("shelf life (days)", "30")
    coop.field("picture").set_input_files(photo)
    coop.fill("what the picture shows (Chinese)", "一箱恋橙")
    coop.fill("what the picture shows (English)", "A box of oranges")
    coop.press("Next: the harvest")
    coop.fill("weight", "500")
    coop.fill("harvest to", f"{today + timedelta(days=20)}")
    coop.fill("sells to", f"{today + timedelta(days=20)}")
    coop.fill("certificate number", "HG-ORANGE")
    coop.field("basis of the promise").select_option(index=1)
    coop.fill("issued on", f"{today}")
    coop.fill("contact", "023-57682000")
    coop.press("Next: pack and price")
    coop.fill("net weight of a pack", "5")
    coop.fill("gross weight of a pack", "5.6")
    coop.fill("price of a pack (yuan)", "59.90")
    coop.press("Sell this pack")
    coop.reads("The pack is ready. It goes on sale when your county has approved the product.")

    guest = visitor("en")
    guest.go("/products/?q=恋橙")
    expect(guest.main.get_by_role("link", name="Wushan orange")).to_have_count(0)

    official = visitor("zh-hans")
    official.sign_in("wushan")
    official.go("/approvals/")
    official.main.get_by_role("link", name="巫山恋橙").click()
    official.sees("¥59.90")
    official.press("Approve")
    official.reads("Approved.")

    guest.go("/products/?q=恋橙")
    guest.main.get_by_role("link", name="Wushan orange").click()
    photo_seen = guest.main.get_by_role("img", name="A box of oranges")
    expect(photo_seen).to_be_visible()
    expect(photo_seen).to_have_js_property("complete", True)
    assert photo_seen.evaluate("image => image.naturalWidth") > 0
    guest.press("Add to basket")
    guest.follow("To the checkout")
    guest.give_the_address()
    guest.main.get_by_role("checkbox").check()
    guest.press("Place the order and pay")
    guest.pay_by_card()
    guest.sees(guest.order_code, "¥59.90")
    guest.reads("Thank you: your payment has been received.")
