import html
import io
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from producers.models import Pairing
from shop.bulletins.drawing import progress_of
from shop.models import Closing, Confirmation, Export
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

HERE = "/en/bulletins/500237-202207-1/"
PAIRED = "/en/bulletins/pairings/370600-500237/2022-07/"


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def plums():
    return rows.product(slug="wushan-cuili")


@pytest.fixture
def wushan(client):
    person = world.official()
    client.force_login(person)
    return person


def page(client, path: str = HERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(shown: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def test_an_official_closes_the_month_of_their_county(client, wushan):
    answer = client.post("/en/bulletins/", {"region": "500237", "first": "2022-07"})
    assert answer["Location"] == HERE
    assert "being drawn up" in page(client)
    assert "being drawn up" in page(client, "/en/bulletins/")
    for file in ("file.pdf", "later.csv"):
        assert client.get(HERE + file).status_code == 404


def test_the_list_asks_the_same_of_one_and_of_many(
    client, wushan, plums, django_assert_max_num_queries
):
    rows.sold(plums, 100)
    for year in (2021, 2022, 2023):
        bulletins.drawn_up(by=wushan, first=date(year, 7, 1), last=date(year, 7, 31))
    with django_assert_max_num_queries(14):
        assert "¥100.00" in page(client, "/en/bulletins/")


def test_the_progress_is_said(client, wushan):
    progress_of(bulletins.asked(by=wushan))(5000)
    assert "5000 rows stand in the workbook" in page(client)


@pytest.mark.parametrize(
    "said",
    [
        {"region": "500236", "first": "2022-07"},
        {"region": "500237", "first": "2022-13"},
        {"region": "500237", "first": "2999-01"},
        {"region": "500237", "first": "2022-07", "last": "2022-06"},
        {"region": "500237", "first": "2022-07", "last": "2023-08"},
        {"region": "500237"},
    ],
)
def test_nobody_closes_another_place_or_no_period(client, wushan, said):
    assert client.post("/en/bulletins/", said).status_code == 400
    assert not Closing.objects.exists()


def test_the_whole_country_reads_and_closes_nothing(client, plums):
    bulletins.drawn_up(by=world.official())
    client.force_login(world.official(None, "national"))
    assert "500237-202207-1" in page(client, "/en/bulletins/")
    assert "Close a period" not in page(client, "/en/bulletins/")
    assert "Open this period again" not in page(client)
    assert client.post(HERE + "reopening/", {"reason": "no"}).status_code == 404


def test_reported_corrected_and_the_rows_between(client, wushan, plums):
    rows.sold(plums, 100)
    bulletins.drawn_up(by=wushan)
    assert "Nothing arrived since" in page(client)
    rows.sold(plums, 12.5, source="late:1")
    shown = text_of(page(client))
    assert "Net sales ¥100.00 ¥112.50 +12.50" in shown
    assert "1 row was recorded after the closing." in shown
    assert "late:1" in shown
    listed = client.get(HERE + "later.csv").content.decode("utf-8-sig").splitlines()
    assert len(listed) == 2
    assert ",12.50,late:1" in listed[1]


def test_each_amount_leads_to_its_rows_as_reported_and_as_corrected(client, wushan, plums):
    paired = {"pairing": Pairing.objects.get(east="370600", west="500237")}
    rows.sold(plums, 100, direction="west_to_east", **paired)
    rows.sold(rows.product("青花椒"), 20, channel_id="LIVE")
    bulletins.drawn_up(by=wushan)
    rows.sold(plums, 3, channel_id="LIVE")
    cell = r'<td class="num"><a href="([^"]*/rows/[^"]*)">¥([\d.]+)</a>'
    found = re.findall(cell, page(client))
    for url, said in found:
        sums = client.get(html.unescape(url)).context["sums"]
        if said != "0.00":
            assert sums["amount_fen"] == round(float(said) * 100), url
    # In all and by two channels, before and after; by pairing and by product, as reported.
    amounts = {float(said) for _url, said in found}
    assert amounts == {120, 123, 100, 20, 23, 0}


def test_a_reopened_period_leads_from_the_old_to_the_new(client, wushan, plums):
    rows.sold(plums, 100)
    bulletins.drawn_up(by=wushan)
    assert client.post(HERE + "reopening/", {"reason": " "})["Location"] == HERE
    assert Closing.objects.count() == 1
    answer = client.post(HERE + "reopening/", {"reason": "漏报"})
    assert answer["Location"] == "/en/bulletins/500237-202207-2/"
    old = page(client)
    assert "opened again since" in old
    assert "漏报" in old
    assert "Open this period again" not in old


def test_every_file_is_the_same_bytes_again_and_who_took_it_is_written_down(client, wushan, plums):
    rows.sold(plums, 100)
    bulletins.drawn_up(by=wushan)
    for suffix in ("pdf", "xlsx", "zip"):
        once, again = (client.get(f"{HERE}file.{suffix}").content for _ in range(2))
        assert once == again
    taken = Export.objects.filter(by=wushan, file="bulletin-500237-202207-1.zip")
    assert [export.asked for export in taken] == [f"{HERE}file.zip"] * 2


def test_page_and_workbook_carry_the_address_as_a_code(client, wushan, plums):
    bulletins.drawn_up(by=wushan)
    address = "http://127.0.0.1:8000/bulletins/500237-202207-1/"
    assert f"<title>{address}</title>" in page(client)
    book = load_workbook(io.BytesIO(client.get(HERE + "file.xlsx").content))
    assert address in {cell.value for (cell,) in book["填报说明"].iter_rows(min_col=2, max_col=2)}
    assert len(book["填报说明"]._images) == 1


def test_who_is_not_entitled_finds_nothing(client, plums):
    bulletins.drawn_up(by=world.official())
    assert client.get(HERE).status_code == 302
    for official in ("370600", "500236", "620000"):
        client.force_login(world.official(official, official))
        for path in (HERE, HERE + "file.xlsx", HERE + "later.xlsx"):
            assert client.get(path).status_code == 404
        assert "500237-202207-1" not in page(client, "/en/bulletins/")
    client.force_login(world.official("500000", "chongqing"))
    assert client.get(HERE).status_code == 200


def test_a_bulletin_leads_to_the_pairings_one_has_a_part_in(client, wushan, plums):
    for east, west in (("370600", "500237"), ("370000", "500000")):
        pairing = Pairing.objects.get(east=east, west=west)
        rows.sold(plums, 100, pairing=pairing, direction="west_to_east")
    bulletins.drawn_up(by=wushan)
    shown = page(client)
    assert PAIRED in shown
    assert "Shandong–Chongqing" in shown
    assert "/pairings/370000-500000/" not in shown


@pytest.fixture
def paired(plums):
    pairing = Pairing.objects.get(east="370600", west="500237")
    of_pair = {"pairing": pairing, "direction": "west_to_east"}
    rows.sold(plums, 100, **of_pair)
    rows.sold(plums, 55, occurred_on=bulletins.LAST.replace(month=8), **of_pair)
    return of_pair


def confirm(client, official, fen: int):
    client.force_login(official)
    return client.post(PAIRED, {"amount_fen": fen}, follow=True)


def test_both_sides_confirm_the_same_rows(client, paired):
    confirm(client, world.official("500237"), 10_000)
    shown = confirm(client, world.official("370600", "yantai"), 10_000).content.decode()
    assert "Both sides confirmed the same rows." in shown
    assert set(Confirmation.objects.values_list("side", "amount_fen", "rows")) == {
        ("west", 10_000, 1),
        ("east", 10_000, 1),
    }


def test_where_the_sides_differ_the_rows_are_listed(client, paired, plums):
    west, east = world.official("500237"), world.official("370600", "yantai")
    confirm(client, west, 10_000)
    rows.sold(plums, 20, source="late:1", **paired)
    shown = text_of(confirm(client, east, 12_000).content.decode())
    assert "east less west is +20.00 yuan" in shown
    assert "Only in the figure of Yantai" in shown
    assert "Only in the figure of Wushan" not in shown
    assert "late:1" in shown
    shown = confirm(client, west, 12_000).content.decode()
    assert "Both sides confirmed the same rows." in shown


def test_nobody_confirms_a_total_they_have_not_seen(client, paired):
    shown = confirm(client, world.official("500237"), 9_999).content.decode()
    assert "The total has changed since you saw it." in shown
    assert not Confirmation.objects.exists()


def test_nobody_confirms_a_row_that_arrives_as_they_press_the_button(
    client, paired, plums, monkeypatch
):
    west = world.official("500237")

    def now():
        rows.sold(plums, 7, **paired)
        return timezone.now()

    monkeypatch.setattr("shop.bulletins.confirming.timezone", SimpleNamespace(now=now))
    assert "The total has changed" in confirm(client, west, 10_000).content.decode()
    assert not Confirmation.objects.exists()


def test_only_the_two_places_confirm(client, paired):
    assert confirm(client, world.official("500000", "chongqing"), 10_000).status_code == 404
    assert "Confirm ¥" not in page(client, PAIRED)
    assert confirm(client, world.official("500236", "fengjie"), 10_000).status_code == 404
    assert client.get(PAIRED).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "pairings/370600-500236/2022-07/",
        "pairings/370600-500237/2999-07/",
        "500237-000001-1/",
        "500237-202213-1/later.csv",
    ],
)
def test_no_page_for_what_is_no_pairing_no_period_or_not_over(client, wushan, path):
    assert client.get(f"/en/bulletins/{path}").status_code == 404


def test_the_first_month_there_can_be_leads_to_none_before(client, paired, wushan):
    assert "1900-02" in page(client, PAIRED.replace("2022-07", "1900-01"))
