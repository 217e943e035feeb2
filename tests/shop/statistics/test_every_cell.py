"""Every cell with an amount, on every page of figures, leads to rows that add up to it, and every
name that leads on to a page of figures with the same total."""

import html
import re
from datetime import date

import pytest

from producers.models import Cooperative, Pairing
from shop import money
from shop.statistics.pages import PAGES
from shop.statistics.rolling import roll
from tests import world
from tests.shop.statistics import rows
from tests.shop.statistics.tables import Cell, address_of, cell, tables_on

pytestmark = pytest.mark.django_db

PLUMS = "wushan-cuili"
SPRING = {"since": "2025-02-26", "until": "2025-03-11"}
YEAR = {"since": "2024-12-15", "until": "2025-04-16"}
# Of whom, what each of them asks of every page.
ASKED = [
    ("500000", {**SPRING, "by": "destination_prefecture"}),
    ("370600", {**SPRING, "side": "buyer_region", "by": "origin_county"}),
    (None, {**YEAR, "by": "destination_province", "other": "370600", "product": PLUMS}),
]


@pytest.fixture
def ledger():
    """Little, but of each kind: places known by their province or city alone, codes that ended, a
    leap day, refunds, what is outside of everything and what is within. Each amount is another."""
    world.country()
    plums = rows.product(slug=PLUMS, season_months=[2, 3])
    tea = rows.product("武山茶", "620524", "TEA")
    apples = rows.product("栖霞苹果", "370686")
    within = {
        "cooperative": Cooperative.objects.get(),
        "organisation": world.organisation(),
        "campaign": world.campaign(),
        "pairing": Pairing.objects.get(east="370600"),
        "direction": "west_to_east",
        "buyer_kind": "union",
        "channel_id": "PAIRHALL",
    }
    days = [date(2025, 3, 10), date(2025, 3, 3), date(2024, 3, 4), date(2024, 2, 29)]
    days += [date(2023, 3, 1), date(2025, 2, 28), date(2024, 12, 30)]
    sales = [
        (plums, {"destination": "370613", **within}),
        (plums, {"destination": "370600"}),
        (plums, {"destination": "370000"}),
        (plums, {"destination": "370203", "origin": "500000"}),
        (plums, {"destination": "441900", "origin": "500112", "online": False}),
        (plums, {"destination": "500236", "origin": "500236", "channel_id": "PAIR"}),
        (tea, {"destination": "370602", "origin": "620500"}),
        (tea, {"destination": "370000", "origin": "620524"}),
        (apples, {"destination": "500237", "buyer_region": "370602"}),
    ]
    for number, (of, fields) in enumerate(sales):
        for shift, day in enumerate(days):
            yuan = 100_000 + 2**number * 10_000 + shift * 100
            sale = rows.sold(of, yuan, occurred_on=day, **fields)
        rows.a_refund_of(sale, 700 + number * 100)
    roll()
    rows.sold(plums, 50_000, occurred_on=date(2025, 3, 11), destination="370000")


def test_every_amount_is_the_sum_of_its_rows_and_every_name_leads_to_its_total(client, ledger):
    faults, opened = [], {}
    for number, (region, asked) in enumerate(ASKED):
        client.force_login(world.official(region, f"official-{number}"))
        for slug in PAGES:
            shown = client.get(address_of(slug), asked).text
            tables = tables_on(shown)
            assert any(tables.values()), (asked, slug)
            for block, lines in tables.items():
                for name, cells in lines:
                    if name.url:
                        cells.append(name._replace(says=cells[0].says))
                    faults += [
                        (asked, slug, block, name, cell)
                        for cell in cells
                        if is_amount(cell) and leads_to(client, cell, opened) != said_in(cell)
                    ]
    assert faults == []
    assert len(opened) > 150, len(opened)


@pytest.mark.parametrize("product", ["", PLUMS])
def test_the_number_of_each_card_stands_on_the_page_it_leads_to(client, ledger, product):
    client.force_login(world.official("500000"))
    asked = {"since": "2024-02-01", "until": "2025-03-31", "other": "370600", "product": product}
    shown = client.get(address_of(""), asked)
    cards = [cell(card) for card in re.findall(r"<li class=.figure.>(.*?)</li>", shown.text, re.S)]
    net, grams, orders, refunded, _price, share, _points, growth = cards[:8]
    (rows_url,) = {card.url for card in (net, grams, orders, refunded)}
    behind = " ".join(re.sub(r"<[^>]+>", " ", client.get(rows_url).text).split())
    total = shown.context["sheet"].total
    assert total.refunded_fen and total.previous.amount_fen
    assert f"rows: {exact_of(net)}, {exact_of(grams)} kg" in behind
    assert f"refunded {exact_of(refunded)}." in behind
    counted = "as products in parcels" if product else "Orders as parcels"
    assert f"{counted}: {total.orders:,}" in behind and f"{total.orders:,}" in orders.says
    whole, before = (
        client.get(html.unescape(url)).context["sums"]["amount_fen"]
        for url in re.findall(r'[÷] <a href="([^"]+)">', shown.text)
    )
    assert share.says.endswith(f"÷ ¥{money.yuan(whole)}")
    assert growth.says.endswith(f"÷ ¥{money.yuan(before)} − 1")


def exact_of(card: Cell) -> str:
    """To the fen or gram."""
    return re.search(r"(¥?-?[\d,.]+)(?: kg)? How it is counted", card.says)[1]


def is_amount(cell: Cell) -> bool:
    """A channel is asked for with its parts, which have lines of their own."""
    is_parent = "channel=PAIR&" in cell.url and "/rows/" not in cell.url
    return bool(cell.url or "¥" in cell.says) and not is_parent


def said_in(cell: Cell) -> str:
    """To the fen; a flow says ten thousands alone."""
    exact = re.search(r"¥(-?[\d,.]+)", cell.says)
    return exact[1] if exact else cell.says


def leads_to(client, cell: Cell, opened: dict) -> str:
    """The total found there; of what leads nowhere nothing."""
    if cell.url and cell.url not in opened:
        told = client.get(cell.url).context
        opened[cell.url] = (
            told["sums"]["amount_fen"] or 0 if "sums" in told else told["sheet"].total.amount_fen
        )
    fen = opened.get(cell.url, 0)
    return money.yuan(fen) if "¥" in cell.says else money.ten_thousands(fen)
