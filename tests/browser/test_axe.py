"""axe-core finds nothing wrong with the main pages, and none is wider than its screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

axe = Axe()
PUBLIC = [
    "/",
    "/products/",
    "/products/?q=zzz",
    "/products/?q=cuilli",
    "/seasons/7/",
    "/products/wushan-cuili/",
    "/counties/",
    "/counties/500237/",
    "/counties/620524/",
    "/orders/find/",
    "/accounts/login/",
    "/accounts/signup/",
    "/yantai-wushan/",
]
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
DESK = {"width": 1280, "height": 900}


def test_the_pages_for_everybody(visitor, language):
    check(visitor(language), PUBLIC)


def test_the_pages_for_everybody_in_the_dark(visitor):
    check(visitor("zh-hans", color_scheme="dark"), PUBLIC)


def test_the_pages_on_a_wide_screen(visitor):
    check(visitor("en", viewport=DESK, on_phone=False), PUBLIC)


def test_the_way_of_an_order(visitor, language):
    guest = visitor(language)
    guest.find_plums()
    guest.press("Add to basket")
    faults = faults_of(guest)
    guest.follow("To the checkout")
    guest.press("Place the order and pay")
    faults += faults_of(guest)
    guest.give_the_address()
    guest.main.get_by_role("checkbox").check()
    faults += faults_of(guest)
    guest.press("Place the order and pay")
    guest.pay_by_card()
    assert guest.order_code
    faults += faults_of(guest)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", AT_WORK)
def test_the_pages_of_those_at_work(visitor, language, name):
    someone = visitor(language)
    someone.sign_in(name)
    check(someone, AT_WORK[name])


def check(someone, paths) -> None:
    faults = []
    for path in paths:
        someone.go(path)
        faults += faults_of(someone)
    assert not faults, "\n".join(faults)


def faults_of(someone) -> list[str]:
    page = someone.page
    page.locator("h1").first.wait_for()
    faults = [
        f"{page.url}: {fault['id']}: {node['html']}: {node['failureSummary']}"
        for fault in axe.run(page).response["violations"]
        for node in fault["nodes"]
    ]
    width, needed = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    if needed > width:
        faults.append(f"{page.url}: needs {needed} of {width} pixels")
    return faults
