"""axe-core finds nothing wrong with any page for everybody nor with the main pages of those at
work, and none is wider than its screen."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

LIGHT, DARK = "light", "dark"
# How a page is looked at in Chinese, and in English. Two looks show each page in each language,
# light and width; four pairs in turn show each of these with each of the others.
LOOKS = [
    ((LIGHT, PHONE), (DARK, DESK)),
    ((DARK, PHONE), (LIGHT, DESK)),
    ((LIGHT, DESK), (DARK, PHONE)),
    ((DARK, DESK), (LIGHT, PHONE)),
]
# Where the crawl begins: the home page, and pages that look otherwise when so asked.
PUBLIC = [
    "/",
    "/products/?q=zzz",
    "/products/?q=cuilli",
    "/products/?price_min=x",
    "/counties/620524/",
    "/yantai-wushan/",
    "/fairs/wushan-week/",
]
# Of some of what the crawl must come by.
KNOWN = {"products", "product", "counties", "county", "season", "basket", "account_signup"}
AT_WORK = {
    "wushan": ["/statistics/", "/statistics/rows/", "/approvals/", "/recognitions/", "/reports/"],
    "coop": [
        "/workbench/",
        "/workbench/products/new/",
        "/workbench/freight/",
        "/workbench/parcels/",
        "/workbench/sales/",
    ],
    "hall": ["/counter/"],
    "operator": ["/operator/"],
    "buyer": ["/account/"],
}


def test_each_kind_of_page_for_everybody(visitor):
    someone = visitor("zh-hans")
    waiting, kinds, faults = [someone.address(path) for path in PUBLIC], set(), []
    for number, address in enumerate(waiting):
        someone.page.goto(address)
        found = leading_from(someone)
        faults += faults_in_both_languages(someone, LOOKS[number % len(LOOKS)])
        for kind, linked in found:
            if kind not in kinds:
                kinds.add(kind)
                waiting.append(linked)
    assert kinds >= KNOWN
    assert not faults, "\n".join(faults)


def leading_from(someone) -> list[tuple[str, str]]:
    """The pages in Chinese that the one they look at leads to, each with its kind."""
    links = someone.page.locator("a[href]").evaluate_all(
        "links => links.map(link => new URL(link.getAttribute('href'), location).href)"
    )
    return [
        (kind_of(path), link)
        for link in links
        # What does not end so is a file: a poster, a table.
        if link.startswith(someone.site)
        and (path := urlsplit(link).path).endswith("/")
        and not path.startswith("/en/")
    ]


def kind_of(path: str) -> str:
    """An editor's page is one of its kind."""
    name = resolve(path).url_name
    return path if name == "wagtail_serve" else name


def faults_in_both_languages(someone, looks) -> list[str]:
    """By the switch that each page has, as it is looked at in Chinese and in English."""
    in_chinese, in_english = looks
    faults = faults_of(someone, in_chinese)
    someone.page.goto(someone.site + someone.page.locator("a[hreflang]").get_attribute("href"))
    return faults + faults_of(someone, in_english)


@pytest.mark.parametrize("look", [(LIGHT, PHONE), (DARK, DESK)])
def test_the_page_for_what_is_not_there(visitor, look):
    someone = visitor("zh-hans")
    someone.go("/nowhere/")
    faults = faults_of(someone, look)
    # The browser complains of the answer itself.
    someone.faults.clear()
    assert not faults, "\n".join(faults)


def test_large_text_and_simple_pages(visitor):
    someone = visitor("zh-hans")
    someone.go("/?look=large")
    faults = faults_of(someone)
    for path in ("/products/", "/products/wushan-cuili/", "/orders/find/"):
        someone.go(path)
        faults += faults_of(someone)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("language", "look"), [("zh-hans", (LIGHT, PHONE)), ("en", (DARK, DESK))])
def test_the_way_of_an_order(visitor, language, look):
    guest = visitor(language)
    guest.find_plums()
    guest.press("Add to basket")
    faults = faults_of(guest, look)
    guest.follow("To the checkout")
    guest.press("Place the order and pay")
    faults += faults_of(guest, look)
    guest.give_the_address()
    guest.main.get_by_role("checkbox").check()
    guest.press("Place the order and pay")
    guest.pay_by_card()
    assert guest.order_code
    faults += faults_of(guest, look)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", AT_WORK)
def test_the_pages_of_those_at_work(visitor, name):
    someone = visitor("zh-hans")
    someone.sign_in(name)
    faults = []
    for someone.language in ("zh-hans", "en"):
        for path in AT_WORK[name]:
            someone.go(path)
            faults += faults_of(someone)
    assert not faults, "\n".join(faults)


def test_an_order_that_waits_for_a_colleague(visitor):
    union = visitor("zh-hans")
    union.sign_in("union")
    union.go("/organisations/")
    union.follow("烟台市总工会")
    union.main.locator("summary").click()
    faults = faults_in_both_languages(union, LOOKS[0])
    order = union.main.locator("section", has_text="To approve").get_by_role("link")
    order.click()
    # Of days nobody counts the seconds.
    expect(union.main.get_by_role("timer")).to_have_text("2 days 23 hours")
    union.main.locator("summary", has_text="Refuse the order").click()
    faults += faults_in_both_languages(union, LOOKS[1])
    union.press("Approve the order")
    union.reads("Order approved")
    assert not faults, "\n".join(faults)


def faults_of(someone, look=(LIGHT, PHONE)) -> list[str]:
    page, (light, screen) = someone.page, look
    page.emulate_media(color_scheme=light)
    page.set_viewport_size(screen)
    page.locator("h1").first.wait_for()
    page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    faults = [
        f"{page.url}: {fault['id']}: {node['html']}: {node['failureSummary']}"
        for fault in violations
        for node in fault["nodes"]
    ]
    width, needed = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    if needed > width:
        faults.append(f"{page.url}: needs {needed} of {width} pixels")
    return faults
