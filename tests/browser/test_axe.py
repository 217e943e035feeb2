"""axe-core finds nothing wrong with any page for everybody nor with the main pages of those at
work, and none is wider than its screen."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve
from django.utils import translation

from tests.browser.conftest import DESK, PHONE

# Each language in each light and on each screen, and each screen in each light.
LOOKS = {
    "zh-hans": [("light", PHONE), ("dark", DESK)],
    "en": [("dark", PHONE), ("light", DESK)],
}
# Where the crawl begins: the home page, and pages that look otherwise when so asked.
PUBLIC = [
    "/",
    "/products/?q=zzz",
    "/products/?q=cuilli",
    "/products/?price_min=x",
    "/counties/620524/",
    "/yantai-wushan/",
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
    "operator": ["/operator/"],
    "buyer": ["/account/"],
}


def test_each_kind_of_page_for_everybody(visitor, language):
    someone = visitor(language)
    waiting, kinds, faults = [someone.address(path) for path in PUBLIC], set(), []
    while waiting:
        someone.page.goto(waiting.pop(0))
        faults += faults_in_each_look(someone)
        for kind, address in leading_from(someone):
            if kind not in kinds:
                kinds.add(kind)
                waiting.append(address)
    assert kinds >= KNOWN
    assert not faults, "\n".join(faults)


def faults_in_each_look(someone) -> list[str]:
    faults = []
    for light, screen in LOOKS[someone.language]:
        someone.page.emulate_media(color_scheme=light)
        someone.page.set_viewport_size(screen)
        faults += faults_of(someone)
    return faults


def leading_from(someone) -> list[tuple[str, str]]:
    """The pages of their language that the one they look at leads to, each with its kind."""
    links = someone.page.locator("a[href]:not([download])").evaluate_all(
        "links => links.map(link => new URL(link.getAttribute('href'), location).href)"
    )
    here, other = someone.address("/"), someone.site + "/en/"
    with translation.override(someone.language):
        return [
            (kind_of(urlsplit(link).path), link)
            for link in links
            if link.startswith(here) and (here == other or not link.startswith(other))
        ]


def kind_of(path: str) -> str:
    """An editor's page is one of its kind."""
    name = resolve(path).url_name
    return path if name == "wagtail_serve" else name


def test_the_page_for_what_is_not_there(visitor, language):
    someone = visitor(language)
    someone.go("/nowhere/")
    faults = faults_in_each_look(someone)
    # The browser complains of the answer itself.
    someone.faults.clear()
    assert not faults, "\n".join(faults)


def test_large_text_and_simple_pages(visitor):
    someone = visitor("zh-hans")
    someone.go("/?look=large")
    faults = faults_in_each_look(someone)
    for path in ("/products/", "/products/wushan-cuili/", "/orders/find/"):
        someone.go(path)
        faults += faults_in_each_look(someone)
    assert not faults, "\n".join(faults)


def test_the_way_of_an_order(visitor, language):
    guest = visitor(language)
    guest.find_plums()
    guest.press("Add to basket")
    faults = faults_in_each_look(guest)
    guest.follow("To the checkout")
    guest.press("Place the order and pay")
    faults += faults_in_each_look(guest)
    guest.give_the_address()
    guest.main.get_by_role("checkbox").check()
    guest.press("Place the order and pay")
    guest.pay_by_card()
    assert guest.order_code
    faults += faults_in_each_look(guest)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", AT_WORK)
def test_the_pages_of_those_at_work(visitor, name):
    someone = visitor("zh-hans")
    someone.sign_in(name)
    faults = []
    for someone.language in LOOKS:
        for path in AT_WORK[name]:
            someone.go(path)
            faults += faults_of(someone)
    assert not faults, "\n".join(faults)


def faults_of(someone) -> list[str]:
    page = someone.page
    page.locator("h1").first.wait_for()
    if not page.evaluate("'axe' in window"):
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
