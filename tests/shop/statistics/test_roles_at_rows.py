"""What each role reads of the rows behind a target, a unit, a project, a finding, a report and an
order: none that is not theirs, though suppliers and units of other places are called the same.

Every amount says by itself which sales are in it: see telling.py."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from producers.regions.codes import digits_of
from shop.models import (
    Canteen,
    ChannelReport,
    ConfirmedName,
    Evidence,
    Finding,
    Order,
    Organisation,
    Project,
    ReportLine,
    ReportUpload,
    Target,
)
from tests import world
from tests.shop.statistics import telling
from tests.shop.statistics.telling import ROLES, SALES

pytestmark = pytest.mark.django_db

YEAR = {"year": 2022}
GROWN_IN = {"500237": {0, 1, 2}, "500236": {3, 4}, "620524": {5, 6, 7}, "370686": {8}}
# By the unit of that name in the city of each.
BOUGHT_BY = {"370602": {0, 1, 3, 5}, "110101": {2, 4, 6}, "500236": {7, 8}}
REPORTED_BY = {"500000": {0, 1, 2, 3, 4}, "620500": {5, 6, 7}}
SUPPLIER, UNIT = "同名合作社", "实验小学食堂"

# An address, whether it is theirs, and the sales it tells of.
Page = tuple[str, bool, set[int]]


@pytest.fixture
def officials(db):
    world.country()
    people = {role: world.official(region, role) for role, (region, _) in ROLES.items()}
    by = people["national"]
    sales = sell()
    for county, grown in GROWN_IN.items():
        a_project_a_target_and_a_finding(county, [sales[n] for n in grown], by=by)
    for place in BOUGHT_BY:
        a_unit_and_its_year(place, by=by)
        world.organisation("budget_unit", place, name_zh=f"{place}的待核实单位")
    world.paid_order(world.plums(), destination="110101")
    ReportUpload.objects.create(
        channel_id="ECOM", file_name="a.csv", content=b"", by=people["province"]
    )
    return people


def sell() -> list:
    """All by suppliers and to units of one name, as reports tell."""
    line_of = {}
    for region, told in REPORTED_BY.items():
        report = ChannelReport.objects.create(
            channel_id="GOV832", region_id=region, file_name=f"{region}.csv", rows=len(told)
        )
        for number in told:
            line_of[number] = ReportLine.objects.create(
                report=report, row=number, key=f"{number}", values={}
            )
        Evidence.objects.create(
            report=report, file_name="a.pdf", content=b"%PDF-", by=world.user(f"of-{region}")
        )
    return [
        telling.sold(
            number,
            *places,
            channel_id="GOV832",
            supplier_name=SUPPLIER,
            organisation_name=UNIT,
            report_line=line_of.get(number),
        )
        for number, places in enumerate(SALES)
    ]


def a_project_a_target_and_a_finding(county: str, sales: list, *, by) -> None:
    """What they are to cost and to sell is no amount of a sale."""
    supplier = world.cooperative(county, name_zh=SUPPLIER)
    Project.objects.create(
        county_id=county,
        year=2022,
        name_zh="项目",
        amount_fen=33,
        cooperative=supplier,
        entered_by=by,
    )
    Target.objects.create(year=2022, side="sell", region_id=county, amount_fen=33, set_by=by)
    finding = Finding.objects.create(
        rule="recognition", key=county, county_id=county, said={"number": "1", "day": "2022-07-09"}
    )
    finding.rows.set(sales)


def a_unit_and_its_year(place: str, *, by) -> None:
    unit = world.organisation("budget_unit", place, name_zh=UNIT)
    ConfirmedName.objects.create(organisation=unit, by=by)
    Canteen.objects.create(
        organisation=unit, year=2022, state="own", purchases_fen=33, reported_by=by
    )
    Target.objects.create(year=2022, side="buy", organisation=unit, amount_fen=33, set_by=by)


def pages_for(role: str) -> Iterator[Page]:
    region, own = ROLES[role]
    within = digits_of(region) if region else ""
    for county, grown in GROWN_IN.items():
        theirs = county.startswith(within)
        yield to("project_rows", Project.objects.get(county=county)), theirs, grown
        yield to("target_rows", Target.objects.get(region=county)), theirs, grown
        yield to("finding", Finding.objects.get(county=county)), theirs, grown
    for place, bought in BOUGHT_BY.items():
        unit, theirs = (
            Organisation.objects.get(name_zh=UNIT, region=place),
            place.startswith(within),
        )
        yield to("target_rows", unit.targets.get()), theirs, bought
        yield to("reserved_rows", unit), theirs, bought
        yield to("reserved_unit", unit), theirs, bought
    for reporter, told in REPORTED_BY.items():
        report = ChannelReport.objects.get(region=reporter)
        yield to("report", report), bool(told & own), told & own
        yield to("evidence", report.evidence.get()), told <= own, set()
    yield to("report_upload", ReportUpload.objects.get()), role == "province", set()
    of_the_seller = role in ("county", "province", "national")
    yield reverse("statistics_order", args=[Order.objects.get().code]), of_the_seller, set()
    yield reverse("units"), True, set()


def to(name: str, row) -> str:
    return reverse(name, args=[row.pk])


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_a_row_behind_a_figure_that_is_not_theirs(client, officials, role):
    region, own = ROLES[role]
    client.force_login(officials[role])
    hidden = [f"货{n}号" for n in range(len(SALES)) if n not in own]
    within = digits_of(region) if region else ""
    hidden += [f"{place}的" for place in BOUGHT_BY if not place.startswith(within)]
    own_units = [f"{place}的待核实单位" for place in BOUGHT_BY if place.startswith(within)]
    faults = []
    for path, is_theirs, sales in pages_for(role):
        answer = client.get(path, YEAR)
        if answer.status_code != (200 if is_theirs else 404):
            faults.append((path, answer.status_code))
        elif is_theirs:
            text, hundreds = telling.told(path, answer.content)
            faults += [(path, name) for name in hidden if name in text]
            if path == reverse("units"):
                faults += [(path, name) for name in own_units if name not in text]
            told = {n for n in range(len(SALES)) if any(amount >> n & 1 for amount in hundreds)}
            faults += [(path, told)] if told != sales or not told <= own else []
    assert faults == []


def test_a_visitor_reads_none_of_it(client, officials):
    for path, _theirs, _sales in pages_for("national"):
        assert "/accounts/login/" in client.get(path)["Location"]
