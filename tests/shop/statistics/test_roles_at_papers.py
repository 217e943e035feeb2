"""What each role reads of what is closed, confirmed, paid and published: bulletins, of which each
closes its own, months of pairings, subsidies with their supporting papers, and open data. Nothing
of a sale or a seller that is not theirs, nor any sum with it inside: see telling.py."""

from datetime import date
from typing import NamedTuple

import pytest

from producers.models import Cooperative, Pairing
from shop.bulletins.drawing import draw_up
from shop.models import Closing, Confirmation, Rule
from shop.opendata.publishing import correct, publish
from shop.subsidies.models import Tier
from tests import world
from tests.shop.statistics import rows, telling

pytestmark = pytest.mark.django_db

JULY, YEAR = date(2022, 7, 1), {"year": 2022}
IN_TIME, CLOSED, LATE = (rows.at_end_of(date(2022, m, d)) for m, d in ((7, 31), (8, 15), (9, 10)))
COUNTIES = ["500237", "500236", "620524", "370686", "540102"]
CITY, PROVINCE = ("370600", "500237"), ("370000", "500000")
# Under which pairing some of the sales are.
PAIRED = {0: CITY, 3: PROVINCE}
SALES = [(*sale, PAIRED.get(number)) for number, sale in enumerate(telling.SALES)]
# Recorded after all was closed.
LATE_SALES = [
    ("500237", "370613", "370613", CITY),
    ("620524", "110101", "110101", None),
]
# Of five orders at once: everybody may know of it.
OPEN_SALE = ("540102", "110101", "110101", None)
OPEN = len(SALES) + len(LATE_SALES)


class Role(NamedTuple):
    """Where somebody is posted, which of the sales are theirs to read, which of them they find in
    these papers, and which papers are theirs."""

    region: str | None
    own: set[int]
    found: set[int]
    bulletins: set[str]
    pairings: set[tuple[str, str]]
    rules: set[str]


CLOSINGS = ["500237", "500000", "620500", "370600"]
ROLES = {
    "county": Role("500237", {0, 1, 2, 7, 8, 9}, {0, 1, 2, 9}, {"500237"}, {CITY}, {"500237"}),
    "province": Role(
        "500000",
        {0, 1, 2, 3, 4, 7, 8, 9},
        {0, 1, 2, 3, 4, 9},
        {"500237", "500000"},
        {CITY, PROVINCE},
        {"500237", "500236"},
    ),
    "prefecture": Role("620500", {5, 6, 7, 10}, {5, 6, 7, 10}, {"620500"}, set(), {"620524"}),
    "partner city": Role(
        "370600", {0, 1, 3, 5, 8, 9}, {0, 3, 5, 9}, {"370600"}, {CITY}, {"370686"}
    ),
    "national": Role(
        None, set(range(OPEN + 1)), set(range(OPEN + 1)), {*CLOSINGS}, {CITY, PROVINCE}, {*COUNTIES}
    ),
}


def test_nobody_reads_of_papers_what_is_not_theirs_nor_a_sum_with_it(client):
    world.country()
    for county in COUNTIES:
        a_supplier_and_its_subsidy(county)
    sell(SALES, at=IN_TIME)
    sell([OPEN_SALE], first=OPEN, at=IN_TIME, parcel_count=5)
    people = {name: world.official(role.region, name) for name, role in ROLES.items()}
    for name, role in ROLES.items():
        client.force_login(people[name])
        close_own_and_no_other(client, role)
    confirm(client, people["county"], CITY, 100)
    confirm(client, people["province"], PROVINCE, 800)
    sell(LATE_SALES, first=len(SALES), at=LATE)
    confirm(client, people["partner city"], CITY, 100 + 51_200)
    publish(JULY)
    correct(JULY, as_of=date(2022, 9, 20))
    for name, role in ROLES.items():
        client.force_login(people[name])
        assert faults_of(client, role) == [], name
    client.logout()
    assert open_data(client) == {2**OPEN}
    for path, _is_theirs in papers_for(ROLES["national"]):
        assert "/accounts/login/" in client.get(path, YEAR)["Location"]


def a_supplier_and_its_subsidy(county: str) -> None:
    """Each is named for the county; what is paid is no amount of a sale."""
    world.cooperative(county, name_zh=f"{county}的社", name_en=f"{county}的社")
    name = f"{county}的奖补"
    rule = Rule.objects.create(
        code=f"rule-{county}",
        from_year=2020,
        place_id=county,
        name_zh=name,
        name_en=name,
        measure=Rule.Measure.SALES,
        pays=Rule.Pays.AMOUNT,
        source="test",
    )
    Tier.objects.create(rule=rule, at_least=1, pays=33)


def sell(sales, *, at, first: int = 0, **fields) -> None:
    for number, (origin, destination, buyer_region, paired) in enumerate(sales, first):
        supplier = Cooperative.objects.get(county=origin)
        telling.sold(
            number,
            origin,
            destination,
            buyer_region,
            cooperative=supplier,
            supplier_name=supplier.name_zh,
            pairing=paired and Pairing.objects.get(east=paired[0], west=paired[1]),
            direction="west_to_east" if paired else "",
            recorded_at=at,
            **fields,
        )


def close_own_and_no_other(client, role: Role) -> None:
    """The whole country closes nothing."""
    for region in CLOSINGS:
        answer = client.post("/en/bulletins/", {"region": region, "first": "2022-07"})
        assert answer.status_code == (302 if region == role.region else 400), region
    if role.region:
        draw_up(Closing.objects.get(region=role.region), closed_at=CLOSED)


def confirm(client, official, pairing, yuan: int) -> None:
    client.force_login(official)
    before = Confirmation.objects.count()
    client.post(month_of(pairing), {"amount_fen": yuan * 100})
    assert Confirmation.objects.count() == before + 1


def month_of(pairing: tuple[str, str]) -> str:
    return f"/en/bulletins/pairings/{'-'.join(pairing)}/2022-07/"


def papers_for(role: Role):
    """Each page and file, and whether it is theirs."""
    for region in CLOSINGS:
        for file in ("", "file.pdf", "file.xlsx", "file.zip", "later.csv", "later.xlsx"):
            yield f"/en/bulletins/{region}-202207-1/{file}", region in role.bulletins
    for pairing in (CITY, PROVINCE):
        yield month_of(pairing), pairing in role.pairings
    for rule in Rule.objects.all():
        supplier = Cooperative.objects.get(county=rule.place)
        for file in ("", "papers.zip"):
            yield f"/en/subsidies/{rule.pk}/{supplier.pk}/{file}", rule.place_id in role.rules
    yield "/en/bulletins/", True
    yield "/en/subsidies/", True


def faults_of(client, role: Role) -> list[tuple]:
    hidden = [f"货{n}号" for n in range(OPEN + 1) if n not in role.own]
    hidden += [f"{county}的奖补" for county in COUNTIES if county not in role.rules]
    # Of whom they read no sale.
    hidden += [f"{county}的社" for county in COUNTIES if county not in sellers_to(role)]
    may_read, faults, seen = sum(2**n for n in role.own), [], set()
    for path, is_theirs in papers_for(role):
        answer = client.get(path, YEAR)
        if answer.status_code != (200 if is_theirs else 404):
            faults.append((path, answer.status_code))
        elif is_theirs:
            text, hundreds = telling.told(path, answer.content)
            seen |= hundreds
            faults += [(path, name) for name in hidden if name in text]
            faults += [(path, amount) for amount in hundreds if amount & ~may_read]
    faults += [("not found", n) for n in role.found if 2**n not in seen]
    return faults


def sellers_to(role: Role) -> set[str]:
    sales = [*SALES, *LATE_SALES, OPEN_SALE]
    return {sales[n][0] for n in role.own}


def open_data(client) -> set[int]:
    """What anybody reads there: nothing of counties with less than five orders, nor a sum with
    them."""
    paths = ["", "2022-07/", "2022-07.json", "2022-07.csv", "2022-07/2022-08-20.csv"]
    found = []
    for path in paths:
        answer = client.get(f"/en/open-data/{path}")
        assert answer.status_code == 200, path
        found.append(telling.told(path, answer.content))
    assert all("540102" in text for text, _ in found[2:])
    return {amount for _, hundreds in found for amount in hundreds if amount}
