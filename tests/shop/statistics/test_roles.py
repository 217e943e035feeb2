"""What each role reads on each page and in each export of officials: nothing of a sale, a report or
a seller that is not theirs, nor any sum with it inside.

Every amount says by itself which sales are in it: see telling.py. What is closed, confirmed, paid
and published stands in test_roles_at_papers.py."""

from datetime import date

import pytest
from django.urls import reverse

from producers.regions.codes import digits_of
from shop.models import ChannelReport, ExpectedReport, Finding, Target
from shop.statistics.pages import PAGES
from shop.statistics.rolling import roll
from tests import world
from tests.shop.statistics import telling
from tests.shop.statistics.telling import ROLES, SALES

pytestmark = pytest.mark.django_db

COUNTIES = ["500237", "500236", "620524"]
SUMMER = {"since": "2022-07-01", "until": "2022-08-31"}
FIGURES = ["/en/statistics/"] + [f"/en/statistics/{slug}/" for slug in PAGES if slug]
ROWS = "/en/statistics/rows"
OTHERS = [
    "reports",
    "reports_missing",
    "confirmations",
    "findings",
    "targets",
    "reserved",
    "outputs",
    "subsidies",
    "funds",
    "bulletins",
    "counters",
    "approvals",
    "recognitions",
    "postings",
]


@pytest.fixture
def officials(db):
    world.country()
    for number, (origin, destination, buyer_region) in enumerate(SALES):
        telling.sold(number, origin, destination, buyer_region)
    roll()
    people = {role: world.official(region, role) for role, (region, _) in ROLES.items()}
    for county in COUNTIES:
        what_a_county_has(county, by=people["national"])
    return people


def what_a_county_has(county: str, *, by) -> None:
    """Each is named for the county."""
    world.cooperative(county, name_zh=f"{county}的社", name_en=f"{county}的社", status="waiting")
    ChannelReport.objects.create(
        channel_id="ECOM", region_id=county, file_name=f"{county}的报送.csv", sha256=""
    )
    ExpectedReport.objects.create(
        region_id=county, channel_id="ECOM", starts_on=date(2022, 7, 1), ends_on=date(2022, 8, 31)
    )
    Finding.objects.create(
        rule="recognition",
        key=county,
        county_id=county,
        said={"number": f"{county}的证", "day": "2022-07-09"},
    )
    Target.objects.create(
        year=2022,
        side="sell",
        region_id=county,
        amount_fen=100,
        document=f"{county}的文件",
        set_by=by,
    )


def every_answer(client):
    """Each page and export as text, with the amounts it tells in units of 100 yuan."""
    for side, paths in (
        ("origin", FIGURES),
        ("destination", FIGURES),
        ("buyer_region", ["/en/statistics/", "/en/statistics/city/"]),
    ):
        for path in [*paths, f"{ROWS}/"]:
            yield read(client, path, {**SUMMER, "side": side})
    for path in FIGURES:
        yield read(client, f"{path}figures.xlsx", SUMMER)
    for suffix in ("csv", "xlsx", "zip"):
        yield read(client, f"{ROWS}.{suffix}", SUMMER)
    for name in OTHERS:
        yield read(client, reverse(name), {"year": 2022, "month": "2022-07"})


def read(client, path: str, asked: dict) -> tuple[str, str, set[int]]:
    answer = client.get(path, asked)
    assert answer.status_code == 200, path
    return path, *telling.told(path, answer.getvalue())


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_what_is_not_theirs_nor_a_sum_with_it(client, officials, role):
    region, own = ROLES[role]
    client.force_login(officials[role])
    hidden_goods = [f"货{n}号" for n in range(len(SALES)) if n not in own]
    within = digits_of(region) if region else ""
    hidden_things = [f"{county}的" for county in COUNTIES if not county.startswith(within)]
    may_read = sum(2**n for n in own)
    faults, seen = [], set()
    for path, text, hundreds in every_answer(client):
        seen |= hundreds
        faults += [(path, name) for name in hidden_goods + hidden_things if name in text]
        faults += [(path, amount) for amount in hundreds if amount & ~may_read]
    assert faults == []
    # What is theirs they do read: each sale by itself, and all of a side together.
    assert {2**n for n in own} <= seen


def test_a_visitor_reads_none_of_it(client, db):
    for path in [*FIGURES, f"{ROWS}/", f"{ROWS}.csv", *map(reverse, OTHERS)]:
        assert "/accounts/login/" in client.get(path)["Location"]
