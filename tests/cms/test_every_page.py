"""Every page that anybody can reach by links is there, whole, in one language, and asks no other
host for anything."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import resolve

from cms.pages.demo.pages import make_pages
from shop.claims.answering import accept, refuse
from shop.claims.appealing import appeal
from shop.counters.selling import sell
from shop.delivery.receiving import receive
from shop.delivery.shipping import ship
from shop.invoices.issuing import correct, issue
from shop.models import Carrier, CounterGood
from shop.payments.transfers.matching import take
from tests import reading, world
from tests.shop.claims.received import claim_on
from tests.shop.invoices.papers import asked, paper, refunded
from tests.shop.payments.transfers.bank import came, order_of_a_unit

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
    r"[\w.+*-]+@[\w.-]+|https?://\S+|[\w.-]*\.(?:csv|xlsx)"
    r"|\b(?=\w*\d)[A-Za-z0-9_-]+\b|\b[A-Z0-9]{8}(?:-\d+)?\b",
    # A code may stand right beside a Chinese character.
    re.ASCII,
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
    coop = world.desk(grower)
    world.official()
    world.official(None, "national")
    operator = world.operator()
    make_claims_and_invoices(plums, buyer=buyer, coop=coop)
    make_what_a_unit_waits_for(plums, operator=operator)
    open_a_hall(plums.product, clerk=operator)


def make_claims_and_invoices(plums, *, buyer, coop) -> None:
    """The buyer's latest orders: of one a claim and an invoice wait; of the other a claim was
    refused and is with the operator, another's money goes back, and an invoice was corrected."""
    decided = received(plums, buyer=buyer)
    claim = claim_on(decided)
    refuse(claim, reason="照片上不是这一箱", by=coop)
    appeal(claim, reason="就是这一箱", by=buyer)
    accept(claim_on(decided), by=coop)
    wanted = asked(decided)
    issue(wanted, paper(), by=coop)
    refunded(decided, 1000)
    correct(wanted, red=paper(), new=paper(), by=coop)
    asked(decided, title="李四")
    waiting = received(plums, buyer=buyer)
    claim_on(waiting)
    asked(waiting)


def received(offer, **fields):
    order = world.transferred_order(offer, packs=3, **fields)
    for parcel in order.parcels.all():
        ship(parcel, waybills=[(Carrier.objects.get(pk="SF"), f"SF{parcel.pk:013}")], by=None)
        receive(parcel)
    return order


def make_what_a_unit_waits_for(plums, *, operator) -> None:
    """A colleague's approval, its own transfer; the operator, what a transfer was for."""
    unit = world.organisation(approval_from_fen=50_000)
    order_of_a_unit(plums, organisation=unit, buyer=world.member(unit, approves=True))
    colleague = world.member(unit, "colleague")
    world.order(plums, packs=10, organisation=unit, buyer=colleague)
    line = came("货款", 10_000)
    take(line.key(), line, by=operator)


def open_a_hall(product, *, clerk) -> None:
    hall = world.hall(clerk, "370600", clerk=clerk, name_en="Wushan House in Yantai")
    good = CounterGood.objects.create(
        counter=hall, product=product, pack_zh="2.5公斤/箱", net_g=2500, price_fen=6880
    )
    sell(good, packs=2, token="a" * 32, by=clerk)


# Who comes, and which pages they find that are drawn only where something has happened.
VISITORS = {
    "": [],
    "buyer": ["claim", "claims", "invoices"],
    "union": ["order", "organisation"],
    "coop": ["workbench_claim", "workbench_invoice"],
    "wushan": [],
    "national": [],
    "operator": ["counter", "operator_claim", "operator_order", "operator_transfers"],
}


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
    unseen = {"wagtail_serve", "products", "counties", "basket", *VISITORS[visitor]}
    for address, answer, page in reading.pages(client, start, inside=inside(start)):
        unseen.discard(resolve(urlsplit(address).path).url_name)
        if answer.status_code != 200:
            faults.append(f"{address}: answers {answer.status_code}")
        faults += [f"{address}: {fault}" for fault in wrong_in(page)]
        faults += [f"{address}: asks {loaded}" for loaded in page.loaded if urlsplit(loaded).netloc]
        if b" hx-" in answer.content and not any("/htmx" in loaded for loaded in page.loaded):
            faults.append(f"{address}: nothing draws its parts anew")
    return faults + [f"{name}: no link leads there" for name in unseen]


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
