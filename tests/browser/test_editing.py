"""The three acts of docs/editing.md at a browser: an editor writes a county page, a pavilion and a
story with a figure of the ledger, in both languages, and three others read them."""

from playwright.sync_api import Locator, expect

DESK = {"width": 1280, "height": 900}
FIGURE = "脆李销往山东"


class Newsroom:
    """Somebody of the editors or the reviewers, in the admin."""

    def __init__(self, visitor, name: str):
        self.someone = visitor("zh-hans", viewport=DESK, on_phone=False)
        self.page = self.someone.page
        self.someone.sign_in(name)

    def go(self, path: str = "") -> None:
        self.page.goto(f"{self.someone.site}/admin/{path}")

    def open(self, door: Locator) -> None:
        """What stands on a page of the admin does nothing before its scripts have come."""
        door.click()
        self.page.wait_for_load_state()

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            self.page.locator(f"[name={name}]").fill(text)

    def choose(self, field: str, said: str) -> None:
        """In a chooser: look for it where there are many, take it."""
        self.page.locator(f"[id={field}-chooser] .unchosen button").click()
        dialog = self.page.locator(".modal-content")
        expect(dialog.locator("td.title a").first).to_be_visible()
        if (search := dialog.locator("[name=q]")).count():
            search.fill(said)
        dialog.locator("td.title a", has_text=said).click()
        expect(self.page.locator(f"[id={field}-chooser] .chosen")).to_contain_text(said)

    def row(self, title: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=title)

    def add_block(self, english: str) -> None:
        self.page.locator("[data-contentpath=body] .c-sf-add-button").first.click()
        self.page.get_by_role("option", name=self.someone.say(english), exact=True).click()

    def keep_figure(self) -> None:
        self.go("snippets/shop/quotedfigure/add/")
        self.page.locator("[name=measure]").select_option("amount_fen")
        self.fill(name=FIGURE, first="2022-07-01", last="2022-08-31")
        self.choose("id_destination", "山东省")
        self.page.locator("footer [type=submit]").click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def begin(self, kind: str) -> None:
        self.go("pages/")
        self.row("从大山里来，到您家门口").locator("td.children a").click()
        self.page.locator("main a[href*=add_subpage], header a[href*=add_subpage]").first.click()
        self.open(self.page.locator(f"a[href*='/pages/add/pages/{kind}/']"))

    def hand_in(self) -> None:
        footer = self.page.locator("footer")
        footer.locator("[data-w-dropdown-target=toggle]").click()
        self.open(footer.locator("[name=action-submit]"))
        expect(self.page.locator(".messages .success")).to_be_visible()

    def translate(self, title: str) -> None:
        """The page of that title in the listing; its copy is opened then."""
        self.row(title).locator(".w-dropdown__toggle").click()
        self.page.locator("a[href*='translation/submit/page']:visible").click()
        self.page.locator("[name=locales]").check()
        self.open(self.page.locator("main form [type=submit]"))

    def review(self) -> int:
        """What waits: one by its button, the others as the button does it, which is quicker.
        Returns how many there were."""
        self.go()
        waiting = self.page.locator("#awaiting-review-section tbody tr")
        approve = "[data-workflow-action-url*='/approve/']:not([data-launch-modal])"
        doors = waiting.locator(approve).evaluate_all(
            "b => b.map(b => b.dataset.workflowActionUrl)"
        )
        waiting.first.locator(".w-dropdown__toggle").click()
        self.page.locator(f"{approve}:visible").click()
        expect(waiting).to_have_count(len(doors) - 1)
        token = self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        for door in doors[1:]:
            self.page.request.post(
                self.someone.site + door,
                form={"csrfmiddlewaretoken": token},
                headers={"Referer": self.page.url},
            )
        return len(doors)


def test_an_editor_makes_a_county_page_a_pavilion_and_a_story_in_both_languages(visitor):
    editor = Newsroom(visitor, "editor")
    editor.keep_figure()

    editor.begin("countypage")
    editor.choose("id_region", "奉节县")
    editor.fill(title="奉节县", lead="夔门边的脐橙")
    editor.add_block("goods on sale")
    editor.fill(**{"body-0-value-heading": "奉节好物"})
    editor.hand_in()
    editor.translate("奉节县")
    editor.fill(title="Fengjie", lead="Oranges at the gate of Kui")
    editor.fill(**{"body-0-value-heading": "Goods of Fengjie"})
    editor.hand_in()

    editor.begin("pavilionpage")
    editor.fill(title="烟台奉节人家", lead="奉节的橙子在烟台")
    editor.choose("id_place", "奉节县")
    editor.choose("id_partner", "烟台市")
    editor.hand_in()
    editor.translate("烟台奉节人家")
    editor.fill(title="Fengjie House", lead="Oranges in Yantai")
    editor.hand_in()

    editor.begin("storypage")
    editor.fill(title="脆李去山东", lead="一个夏天", byline="沈文")
    editor.choose("id_region", "奉节县")
    editor.add_block("figures of the sales ledger")
    editor.choose("body-0-value-0-value-figure", FIGURE)
    editor.fill(**{"body-0-value-0-value-label": "销往山东"})
    editor.hand_in()
    editor.translate("脆李去山东")
    editor.fill(title="Plums for Shandong", lead="One summer")
    editor.fill(**{"body-0-value-0-value-label": "sent to Shandong"})
    editor.hand_in()

    for name in ("chushen", "fushen", "zhongshen"):
        assert Newsroom(visitor, name).review() == 6

    for language, lead, story, hall, of_hall in (
        ("zh-hans", "夔门边的脐橙", "脆李去山东", "烟台奉节人家", "奉节的橙子在烟台"),
        ("en", "Oranges at the gate of Kui", "Plums for Shandong", "Fengjie House", "Oranges in"),
    ):
        reader = visitor(language)
        reader.go("/counties/500236/")
        reader.sees(lead)
        reader.main.get_by_role("link", name=story).click()
        reader.sees("¥500.00")
        reader.go("/")
        reader.main.get_by_role("link", name=hall).click()
        reader.sees(of_hall)
