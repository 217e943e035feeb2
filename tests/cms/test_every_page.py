"""Every page that anybody can reach by links is there, whole, in one language, and asks no other
host for anything."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import transaction

from cms.pages.demo.pages import make_pages
from tests import reading, world

pytestmark = pytest.mark.django_db

HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
# What people in China write in Latin letters, and what is data and not words of the site.
ALSO_CHINESE = {
    "App",
    "CSV",
    "Cookie",
    "GB",
    "HEIC",
    "ICP",
    "ID",
    "JPEG",
    "JSON",
    "MB",
    "OFD",
    "PDF",
    "PNG",
    "UTF",
    "WebP",
    "XLSX",
    "ZIP",
    "Excel",
    "kg",
}
DATA = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|[\w.-]*\.(?:csv|xlsx)"
    r"|\b(?=\w*\d)[A-Za-z0-9_-]+\b|\b[A-Z0-9]{8}(?:-\d+)?\b"
)


@pytest.fixture(scope="module", autouse=True)
def market(django_db_setup, django_db_blocker):
    """Something of everything: goods, a hall, orders in several states, who works with them. Each
    visit is a transaction within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_market()
        yield
        transaction.set_rollback(True)


def make_market() -> None:
    world.country()
    make_pages()
    plums, millet = world.plums(), world.millet()
    grower = plums.lot.cooperative
    world.recognition(grower)
    world.product(grower, "巫山恋橙", name_en="Wushan orange", status="waiting")
    world.cooperative(name_zh="大昌合作社", name_en="Dachang Cooperative", status="waiting")
    buyer = world.user()
    for bought in (plums, millet):
        world.order(bought, buyer=buyer)
        world.paid_order(bought, buyer=buyer)
    world.basket(plums, millet, user=buyer)
    world.desk(grower)
    world.official()
    world.official(None, "national")
    world.operator()
    world.member(world.organisation())


VISITORS = ["", "buyer", "union", "coop", "wushan", "national", "operator"]


@pytest.mark.parametrize("visitor", VISITORS)
def test_in_chinese(client, visitor):
    faults = read(client, visitor, "/", english_words)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("visitor", VISITORS)
def test_in_english(client, visitor):
    faults = read(client, visitor, "/en/", han_unmarked)
    assert not faults, "\n".join(faults)


def read(client, visitor, start, wrong_in) -> list[str]:
    sign_in(client, visitor)
    faults = []
    unseen = {start + path for path in ("", "products/", "counties/", "basket/")}
    for address, answer, page in reading.pages(client, start, inside=inside(start)):
        unseen.discard(address)
        if answer.status_code != 200:
            faults.append(f"{address}: answers {answer.status_code}")
        faults += [f"{address}: {fault}" for fault in wrong_in(page)]
        faults += [f"{address}: asks {loaded}" for loaded in page.loaded if urlsplit(loaded).netloc]
        if b" hx-" in answer.content and not any("/htmx" in loaded for loaded in page.loaded):
            faults.append(f"{address}: nothing draws its parts anew")
    return faults + [f"{address}: no link leads there" for address in unseen]


def sign_in(client, visitor):
    if visitor:
        client.force_login(world.User.objects.get(email=f"{visitor}@shanhuo.example"))


def inside(start):
    """The pages of a language; the admin is Wagtail's, and signing out ends the visit."""
    outside = ("/admin", "/media", "/static", "/healthz")

    def is_inside(path):
        return (
            path.startswith(start)
            and path.startswith("/en/") == (start == "/en/")
            and not path.startswith(outside)
        )

    return is_inside


def english_words(page) -> list[str]:
    return [
        f"“{text}” is not Chinese"
        for language, text in page.said
        if language != "en" and set(WORD.findall(DATA.sub("", text))) - ALSO_CHINESE
    ]


def han_unmarked(page) -> list[str]:
    return [
        f"“{text}” is Chinese and does not say so"
        for language, text in page.said
        if language == "en" and (HAN.search(text) or text.startswith("<"))
    ]
