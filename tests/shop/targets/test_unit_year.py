"""An organisation's year: its own purchases, to the fen what the ledger says, each figure with its
rows."""

import html
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from shop.models import Entry, Export
from shop.targets.purchases import purchases_of
from tests import world
from tests.codes import code_on
from tests.queries import at_most
from tests.shop.statistics import rows
from tests.shop.statistics.snapshots import read_in_one

pytestmark = pytest.mark.django_db
YEAR = 2022


@pytest.fixture
def unit():
    world.country()
    return world.organisation(name_zh="烟台市总工会")


@pytest.fixture
def member(unit):
    return world.member(unit)


def bought(by, yuan, day: str = "2022-07-09", *, county: str = "500237", **fields) -> Entry:
    of = rows.product(county=county)
    fields = {"channel_id": "UNION", **fields}
    return rows.sold(
        of,
        yuan,
        occurred_on=date.fromisoformat(day),
        organisation=by,
        organisation_name=by.name_zh,
        **fields,
    )


def year_of(unit):
    """Three months, two counties, two channels; half of July's goods came back in August."""
    recognised = {"recognised": True, "recognition_number": "BF1"}
    bought(unit, 300, "2022-03-01", county="620524", channel_id="RETAIL", order_code="AAAAAAAA")
    july = bought(unit, 200, "2022-07-20", **recognised)
    bought(unit, 100, channel_id="RETAIL", **recognised)
    rows.a_refund_of(july, 100)
    # Another's, another year's, and what a report says of somebody of that name.
    bought(world.organisation(name_zh="别的工会"), 999)
    bought(unit, 777, "2021-12-31")
    rows.sold(rows.product(), 555, organisation_name=unit.name_zh)


def told(lines) -> dict[str, int]:
    return {line.name.key: line.amount_fen // 100 for line in lines}


def page(client, path: str = "") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def address(unit, end: str = "", year: int = YEAR) -> str:
    return f"/en/organisations/{unit.pk}/purchases/{year}/{end}"


def test_every_sum_is_the_ledgers(unit):
    year_of(unit)
    its = purchases_of(unit, YEAR)
    assert told(its.months) == {"2022-03": 300, "2022-07": 300, "2022-08": -100}
    assert told(its.counties) == {"620524": 300, "500237": 200}
    assert told(its.channels) == {"RETAIL": 400, "UNION": 100}
    assert (its.recognised.amount_fen, its.others.amount_fen) == (20_000, 30_000)
    # The union's channel always is assistance; of retail, what is recognised.
    assert its.assistance_fen == 20_000
    assert (its.recognised_share, its.assistance_share) == (0.4, 0.4)
    assert its.total.amount_fen == 50_000


@pytest.mark.parametrize("end", ["", "rows/"])
def test_its_figures_of_then_and_of_now_are_of_one_snapshot(client, unit, member, monkeypatch, end):
    year_of(unit)
    client.force_login(member)
    with read_in_one(monkeypatch, "shop.targets.unit_year"):
        page(client, f"{address(unit, end)}?as_of=2026-01-01T00:00:00%2B08:00")


def test_each_figure_leads_to_its_rows_and_a_row_to_its_order(client, unit, member):
    year_of(unit)
    client.force_login(member)
    first = page(client, address(unit))
    assert "¥500.00" in first and "40.0%" in first and "烟台市总工会" in first
    for asked, amounts in {
        "": {"¥300.00", "¥200.00", "¥100.00", "¥-100.00"},
        "?month=07": {"¥200.00", "¥100.00"},
        "?county=620524": {"¥300.00"},
        "?channel=UNION": {"¥200.00", "¥-100.00"},
        "?goods=recognised": {"¥200.00", "¥100.00", "¥-100.00"},
        "?goods=others": {"¥300.00"},
        "?goods=assistance": {"¥200.00", "¥100.00", "¥-100.00"},
    }.items():
        if asked not in ("", "?month=07"):
            assert f'rows/{asked}"' in first
        shown = page(client, address(unit, f"rows/{asked}"))
        assert set(re.findall(r">(¥[-\d.]+)</td>", shown)) == amounts
    assert "/en/orders/AAAAAAAA/" in page(client, address(unit, "rows/?month=3"))


def test_its_code_leads_to_what_the_year_said_and_to_what_was_corrected_since(
    client, unit, member, settings
):
    year_of(unit)
    client.force_login(member)
    codes = [code_on(page(client, address(unit, end)), settings) for end in ("", "rows/?month=7")]
    book = load_workbook(BytesIO(client.get(address(unit, "purchases.xlsx")).content))
    codes.append(list(book["Statement"].values)[4][1].removeprefix(settings.SITE_URL))
    bought(unit, 11)
    assert "¥511.00" in page(client, address(unit))
    for code, then, now in zip(codes, (500, 300, 500), (511, 311, 511), strict=True):
        shown = page(client, code)
        assert f"¥{then}.00. As corrected since: ¥{now}.00" in shown, code
        assert code_on(shown, settings) == code
    links = re.findall(r'href="([^"]*/rows/[^"]*)">¥(-?[\d.]+)<', page(client, codes[0]))
    assert len(links) > 5
    for url, said in links:
        sums = client.get(html.unescape(url)).context["sums"]
        assert sums["amount_fen"] == round(float(said) * 100), (url, said)
    again = client.get(codes[0].replace("?", "purchases.xlsx?"))
    said = {row[0]: row[1] for row in load_workbook(BytesIO(again.content))["Statement"].values}
    assert said["Amount (yuan)"] == 500


def test_the_workbook_says_the_same(client, unit, member):
    year_of(unit)
    # After the moment at which it is taken.
    bought(unit, 13, recorded_at=timezone.now() + timedelta(hours=1))
    client.force_login(member)
    response = client.get(address(unit, "purchases.xlsx"))
    book = load_workbook(BytesIO(response.content))
    said = {row[0].value: row[1].value for row in book["Statement"].iter_rows()}
    assert (said["Unit"], said["Tax number"]) == ("烟台市总工会", unit.tax_number)
    assert (said["Amount (yuan)"], said["Recognised goods (%)"]) == (500, 40)
    for sheet in ("By month", "By county of origin", "By sales channel", "Recognised or not"):
        cells = [row[3].value for row in book[sheet].iter_rows(min_row=2)]
        assert sum(cells[:-1]) == cells[-1] == 500
    ledger = list(book["Rows"].iter_rows(min_row=2, values_only=True))
    assert len(ledger) == 4 and Export.objects.get().rows == 4


def test_a_year_without_purchases_says_so(client, unit, member):
    client.force_login(member)
    assert "Nothing was bought here" in page(client, address(unit))
    assert "No purchase of the year" in page(client, address(unit, "rows/"))
    assert client.get(address(unit, "purchases.xlsx")).status_code == 200


@pytest.mark.parametrize("year", [0, 2015, 2999, 10**30])
def test_a_year_that_is_none_is_not_found(client, unit, member, year):
    client.force_login(member)
    for end in ("", "rows/", "purchases.xlsx"):
        assert client.get(address(unit, end, year=year)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("month=13", "less than or equal to 12"),
        ("month=a", "whole number"),
        ("county=000000", "six digits"),
        ("county=５００２３７", "six digits"),
        ("county=5002370", "at most 6 characters"),
        ("channel=NONE", "valid choice"),
        ("goods=all", "valid choice"),
    ],
)
def test_what_cannot_be_asked_is_said(client, unit, member, asked, why):
    year_of(unit)
    client.force_login(member)
    shown = page(client, address(unit, f"rows/?{asked}"))
    assert why in shown and "¥300.00" not in shown


def test_nobody_else_sees_it(client, unit):
    for person in (world.member(world.organisation(), "other"), world.official("370600")):
        client.force_login(person)
        assert client.get(address(unit)).status_code == 404


def test_more_purchases_ask_no_more_questions(client, unit, member):
    year_of(unit)
    for day in range(1, 29):
        bought(unit, day, f"2022-05-{day:02}", order_code="AAAAAAAA")
    client.force_login(member)
    page(client, address(unit))
    for end, most in (("", 17), ("rows/", 11), ("purchases.xlsx", 21)):
        with at_most(most):
            client.get(address(unit, end))
