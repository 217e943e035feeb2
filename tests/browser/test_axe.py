"""axe-core finds nothing wrong with any page for everybody nor with the main pages of those at
work, and none is wider than its screen."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.visitor import CODE
from tests.doors import DOORS, EVERYBODY

LIGHT, DARK = "light", "dark"
# How a page is looked at in Chinese, and in English. Two looks show each page in each language,
# light and width; four pairs in turn show each of these with each of the others.
LOOKS = [
    ((LIGHT, PHONE), (DARK, DESK)),
    ((DARK, PHONE), (LIGHT, DESK)),
    ((LIGHT, DESK), (DARK, PHONE)),
    ((DARK, DESK), (LIGHT, PHONE)),
]
# What is looked at in all of these.
FIRST = ["/", "/products/", "/products/wushan-cuili/", "/counties/500237/"]
# Where else the crawl begins: pages that look otherwise when so asked.
PUBLIC = [
    "/products/?q=zzz",
    "/products/?q=cuilli",
    "/products/?price_min=x",
    "/products/wushan-qicheng/",
    "/products/wushan-ligan/",
    "/counties/620524/",
    "/yantai-wushan/",
    "/fairs/wushan-week/",
    "/stories/season-of-plums/",
]
FILES = {
    "cooperative_poster",
    "hall_poster",
    "open_edition",
    "open_index",
    "open_latest",
    "product_poster",
    "signing_key",
    "sitemap",
    "sitemap_section",
}
NO_PAGE_OF_ITS_OWN = {
    # Part of another, or words for machines.
    "suggestions",
    "healthz",
    "healthz_jobs",
    # It leads on to the order, which test_the_way_of_an_order looks at, as at the checkout.
    "order_by_key",
    "checkout",
    # By a key that is only in a mail.
    "statistics_dispatch_mail_end",
    # Of a month of the past, see tests/shop/opendata.
    "open_month",
}
KNOWN = {
    name for name, (method, _needs, who) in DOORS.items() if (method, who) == ("get", EVERYBODY)
} - (FILES | NO_PAGE_OF_ITS_OWN)
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
    "buyer": [
        "/account/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
    ],
}
# Cards, and the parts of a page.
BESIDE_EACH_OTHER = """[...document.querySelectorAll("main :is(.grid, .split, .sidebar-layout)")]
    .filter(e => getComputedStyle(e).gridTemplateColumns.split(" ").length > 1)
    .map(e => e.outerHTML.slice(0, 80))"""


def test_each_kind_of_page_for_everybody(visitor):
    someone = visitor("zh-hans")
    waiting = [someone.address(path) for path in FIRST + PUBLIC]
    kinds, faults = {kind_of(path) for path in FIRST}, []
    for number, address in enumerate(waiting):
        someone.page.goto(address)
        found = leading_from(someone)
        looks = LOOKS if number < len(FIRST) else LOOKS[number % len(LOOKS) :][:1]
        faults += faults_in_both_languages(someone, *looks)
        for kind, linked in found:
            if kind not in kinds:
                kinds.add(kind)
                waiting.append(linked)
    assert {resolve(urlsplit(address).path).url_name for address in waiting} >= KNOWN
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


def faults_in_both_languages(someone, *looks) -> list[str]:
    """By the switch that each page has; each look says how it is looked at in Chinese, and in
    English."""
    in_chinese, in_english = zip(*looks, strict=True)
    faults = [fault for look in in_chinese for fault in faults_of(someone, look)]
    someone.page.goto(someone.site + someone.page.locator("a[hreflang]").get_attribute("href"))
    return faults + [fault for look in in_english for fault in faults_of(someone, look)]


@pytest.mark.parametrize(
    ("language", "looks"),
    [("zh-hans", LOOKS[0]), ("en", LOOKS[1])],
)
def test_what_is_refused(visitor, language, looks):
    """What is not there, what others may see, and a form that comes without its token."""
    someone = visitor(language)
    someone.go("/nowhere/")
    faults = [fault for look in looks for fault in faults_of(someone, look)]
    someone.sign_in("buyer")
    someone.go("/operator/")
    faults += [fault for look in looks for fault in faults_of(someone, look)]
    someone.go("/products/wushan-cuili/")
    someone.page.context.clear_cookies()
    someone.press("Add to basket")
    someone.reads("Please send the form again")
    faults += [fault for look in looks for fault in faults_of(someone, look)]
    # The browser complains of the answers themselves.
    someone.faults[:] = [fault for fault in someone.faults if "status of 40" not in fault]
    assert not faults, "\n".join(faults)


def test_the_form_of_a_claim(visitor):
    buyer = visitor("zh-hans")
    buyer.sign_in("buyer")
    buyer.go("/account/")
    # The latest is claimed by keyboard.
    buyer.main.get_by_role("link", name=CODE).last.click()
    buyer.follow("Something is spoiled or damaged")
    buyer.press("Report it")
    faults = faults_in_both_languages(buyer, *LOOKS)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("look", [(LIGHT, PHONE), (DARK, DESK)])
def test_large_text_in_one_column(visitor, look):
    """As docs/design.md says."""
    someone = visitor("zh-hans")
    someone.go("/?look=large")
    faults = faults_of(someone, look)
    for path in ("/products/", "/products/wushan-cuili/", "/orders/find/"):
        someone.go(path)
        faults += faults_of(someone, look)
        assert someone.main.evaluate("e => getComputedStyle(e).fontSize") == "24px"
        assert someone.page.evaluate(BESIDE_EACH_OTHER) == []
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
    union.main.locator("section", has_text="To approve").get_by_role("link").first.click()
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
