"""The reserved share of budget units: what must be bought, of what, and what was."""

import pytest
from django.urls import reverse

from shop.models import Canteen, Rate
from shop.targets import loading
from shop.targets.rates import Rates
from shop.targets.reserved import reserves
from tests import world
from tests.shop.statistics.snapshots import read_in_one
from tests.shop.targets.targets import canteen, sold

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture(autouse=True)
def clerk():
    world.country()
    loading.load()
    return world.official("370600", "yantai")


def unit(name_zh: str = "芝罘区机关食堂", region: str = "370602"):
    return world.organisation("budget_unit", region, name_zh=name_zh)


def bought(by, yuan):
    day = {"occurred_on": f"{YEAR}-03-01", "channel_id": "GOVRSV"}
    return sold(yuan, organisation=by, organisation_name=by.name_zh, **day)


def of(year: int = YEAR):
    return reserves(Canteen.objects.all(), year)


def test_jinzhai_reached_what_its_figures_say_and_not_what_was_printed(clerk):
    """Reserved 2.2673 million, bought 2.4251 million: 106.96 %, printed as 106.86 %."""
    units = [unit(f"单位{n}食堂") for n in range(97)]
    canteen(units[0], clerk, 22_673_000 - 96 * 1000, year=YEAR)
    for other in units[1:]:
        canteen(other, clerk, 1000, year=YEAR)
    bought(units[0], 2_425_100 - 9_600)
    for other in units[1:]:
        bought(other, 100)
    together = of()
    assert (together.due_fen, together.bought_fen) == (226_730_000, 242_510_000)
    assert f"{together.reached:.2%}" == "106.96%"
    assert len(together.units) == 97


def test_a_place_asks_its_own_share_from_a_year_on(clerk):
    Rate.objects.create(
        of="canteen", place="370600", from_year=2026, per_mille=150, source="市文件"
    )
    Rate.objects.create(
        of="canteen", place="370600", from_year=2027, per_mille=200, source="市文件"
    )
    asked = [Rates(year).of("canteen", "370602").per_mille for year in (2025, 2026, 2027)]
    assert asked == [100, 150, 200]
    assert Rates(2026).of("canteen", "370203").per_mille == 100
    assert Rates(2020).of("canteen", "370203") is None


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("420325", 200),
        ("429004", 200),
        # 湖北省：县级预算单位 20%; those of cities and of the province as everywhere.
        ("420300", 100),
        ("420000", 100),
        ("440100", 300),
    ],
)
def test_a_share_may_be_asked_of_one_level_only(place, asked):
    assert Rates(2026).of("canteen", place).per_mille == asked


def test_the_shares_known_are_loaded_once(clerk):
    known = Rate.objects.count()
    loading.load()
    assert Rate.objects.count() == known
    found = {rate.place: rate.per_mille for rate in Rate.objects.filter(of="canteen")}
    assert (found[""], found["630000"], found["420000"], found["440000"]) == (100, 150, 200, 300)


def test_a_fen_less_than_the_share_is_less_than_the_share(clerk):
    one = unit()
    canteen(one, clerk, 100.01, year=YEAR)
    bought(one, 10)
    (its,) = of().units
    assert (its.due_fen, its.missing_fen) == (1_001, 1)
    assert its.reached < 1


def test_a_shared_canteen_counts_once_with_what_its_units_bought(client, clerk):
    head, guest = unit(), unit("芝罘区税务局食堂")
    canteen(head, clerk, 1000, year=YEAR)
    canteen(guest, clerk, state="shared", reported_by_unit=head, year=YEAR)
    bought(head, 60)
    bought(guest, 50)
    (its,) = of().units
    assert (its.base_fen, its.due_fen, its.bought_fen) == (100_000, 10_000, 11_000)
    assert its.sharing == [guest]
    client.force_login(clerk)
    behind = f"{reverse('reserved_rows', args=[head.pk])}?year={YEAR}"
    assert f'href="{behind}"' in client.get(reverse("reserved"), {"year": YEAR}).text
    assert client.get(behind).context["sums"]["amount_fen"] == 11_000


@pytest.mark.parametrize("of_the_unit", [True, False])
def test_what_was_bought_is_read_in_one_snapshot(client, clerk, monkeypatch, of_the_unit):
    its = unit()
    canteen(its, clerk, 1000, year=YEAR)
    client.force_login(clerk)
    page = reverse("reserved_unit", args=[its.pk]) if of_the_unit else reverse("reserved")
    with read_in_one(monkeypatch, "shop.targets.views"):
        assert client.get(page, {"year": YEAR}).status_code == 200


def test_who_shares_a_canteen_no_longer_counts_for_itself(client, clerk):
    head, guest = unit(), unit("芝罘区税务局食堂")
    canteen(head, clerk, 1000, year=YEAR)
    canteen(guest, clerk, state="shared", reported_by_unit=head, year=YEAR)
    canteen(guest, clerk, 500, year=YEAR)
    bought(head, 60)
    bought(guest, 50)
    client.force_login(clerk)
    (its,) = (
        client.get(reverse("reserved_unit", args=[head.pk]), {"year": YEAR})
        .context["reserves"]
        .units
    )
    assert (its.bought_fen, its.sharing) == (6_000, [])
    rows_of = client.get(reverse("reserved_rows", args=[head.pk]), {"year": YEAR})
    assert rows_of.context["sums"]["amount_fen"] == 6_000


def test_what_units_bought_does_not_vanish_where_they_share_in_a_row(client, clerk):
    one, other, third = unit(), unit("芝罘区税务局食堂"), unit("芝罘区财政局食堂")
    canteen(other, clerk, state="shared", reported_by_unit=one, year=YEAR)
    client.force_login(clerk)

    def refused(of, with_) -> list[str]:
        told = {"year": YEAR, "state": "shared", "reported_by_unit": with_.pk}
        answer = client.post(reverse("reserved_unit", args=[of.pk]), told)
        return list(answer.context["form"].errors) if answer.status_code == 200 else []

    assert refused(third, other) == ["reported_by_unit"]
    assert refused(one, third) == ["state"]
    assert refused(third, one) == []


def test_a_contractors_purchases_are_the_units(clerk):
    one = unit()
    canteen(one, clerk, 1000, state="outsourced", year=YEAR)
    bought(one, 100)
    assert of().units[0].reached == 1


def test_no_canteen_reserves_nothing_except_where_union_funds_are_asked_for(clerk):
    one = unit()
    canteen(one, clerk, state="none", union_funds_fen=50_000, year=YEAR)
    (its,) = of().units
    assert (its.rate, its.due_fen, its.reached) == (None, 0, None)
    Rate.objects.create(
        of="union_funds", place="370000", from_year=2026, per_mille=200, source="省文件"
    )
    assert of().units[0].due_fen == 10_000


def test_what_was_reported_last_holds(clerk):
    one = unit()
    canteen(one, clerk, 1000, year=YEAR)
    canteen(one, clerk, 2000, year=YEAR)
    canteen(one, clerk, 3000, year=YEAR - 1)
    assert of().base_fen == 200_000


def test_a_unit_reports_its_canteen_and_sees_what_is_still_to_be_bought(client):
    its = unit()
    client.force_login(world.member(its, "canteen"))
    page = reverse("reserved_unit", args=[its.pk])
    told = {"year": YEAR, "state": "own", "purchases_fen": "1000.00"}
    assert client.post(page, told).status_code == 302
    bought(its, 40)
    answer = client.get(f"/en{page}")
    assert "¥60.00" in answer.content.decode()
    assert answer.context["reserves"].units[0].canteen.reported_by.email.startswith("canteen@")


def test_who_registers_a_name_reads_nothing_of_it_before_it_is_confirmed(client, clerk):
    """Whoever knows the name of a unit that stands in reports could register it."""
    named = {"occurred_on": f"{YEAR}-03-01", "channel_id": "GOVRSV"}
    sold(40, organisation_name="芝罘区机关食堂", **named)
    its = unit()
    canteen(its, clerk, 1000, year=YEAR)
    page = "/en" + reverse("reserved_unit", args=[its.pk])
    member = world.member(its, "canteen")
    client.force_login(member)
    answer = client.get(page)
    assert answer.context["reserves"].bought_fen == 0
    assert "once it is confirmed" in answer.content.decode()
    assert client.post(reverse("unit_confirmation", args=[its.pk])).status_code == 404
    client.force_login(clerk)
    assert its.tax_number in client.get(reverse("units")).content.decode()
    for _twice in range(2):
        client.post(reverse("unit_confirmation", args=[its.pk]))
    assert its.tax_number not in client.get(reverse("units")).content.decode()
    client.force_login(member)
    assert client.get(page).context["reserves"].bought_fen == 4000
    # Another of the same name takes nothing from it, nor does one far away get it confirmed.
    other = unit(region="370203")
    client.force_login(clerk)
    assert client.post(reverse("unit_confirmation", args=[other.pk])).status_code == 404
    assert of().bought_fen == 4000


@pytest.mark.parametrize(
    "told",
    [
        {"state": "own"},
        {"state": "outsourced", "purchases_fen": "0"},
        {"state": "shared"},
        {"state": "none", "purchases_fen": "5"},
        {"state": "own", "purchases_fen": "5", "year": "1999"},
        {"state": "own", "purchases_fen": "-5"},
    ],
)
def test_a_report_that_does_not_fit_is_refused(client, told):
    its = unit()
    client.force_login(world.member(its, "canteen"))
    answer = client.post(reverse("reserved_unit", args=[its.pk]), {"year": YEAR, **told})
    assert answer.context["form"].errors
    assert not Canteen.objects.exists()


def test_only_a_shared_canteen_names_who_reports_it(client):
    its, other = unit(), unit("芝罘区税务局食堂")
    client.force_login(world.member(its, "canteen"))
    page = reverse("reserved_unit", args=[its.pk])
    told = {"year": YEAR, "state": "own", "purchases_fen": "5", "reported_by_unit": other.pk}
    assert "reported_by_unit" in client.post(page, told).context["form"].errors
    told = {"year": YEAR, "state": "shared", "reported_by_unit": other.pk}
    assert client.post(page, told).status_code == 302


@pytest.mark.parametrize(
    ("posted", "sees"), [("370600", True), (None, True), ("500237", False), ("370613", False)]
)
def test_an_official_sees_the_units_of_the_own_place(client, clerk, posted, sees):
    its = unit()
    canteen(its, clerk, 1000, year=YEAR)
    client.force_login(world.official(posted, "official"))
    page = reverse("reserved_unit", args=[its.pk])
    assert (client.get(page).status_code == 200) == sees
    listed = client.get(reverse("reserved"), {"year": YEAR}).context["reserves"].units
    assert bool(listed) == sees


def test_a_unit_sees_no_other(client, clerk):
    its, other = unit(), unit("芝罘区税务局食堂")
    client.force_login(world.member(its, "canteen"))
    assert client.get(reverse("reserved_unit", args=[other.pk])).status_code == 404
    assert client.get(reverse("reserved")).status_code == 404


def test_units_that_have_said_nothing_are_named(client, clerk):
    silent, spoke = unit(), unit("芝罘区税务局食堂")
    canteen(spoke, clerk, 1000, year=YEAR)
    client.force_login(clerk)
    assert list(client.get(reverse("reserved"), {"year": YEAR}).context["silent"]) == [silent]
