"""What a supplier hands in: one ZIP, of a closed period the same bytes each time."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from openpyxl import load_workbook

from producers.harvests.models import Lot, LotChange
from shop.invoices.issuing import correct, issue
from shop.ledger.inserting import note_lots
from shop.models import AwardPapers, Entry, Export
from shop.statistics.ledger_rows import COLUMNS
from shop.subsidies.awarding import awards
from shop.subsidies.papers import papers, papers_for
from tests import world
from tests.shop.invoices import papers as invoices
from tests.shop.statistics import rows
from tests.shop.statistics.snapshots import read_in_one
from tests.shop.subsidies.rules import country, rule, sold_by

pytestmark = pytest.mark.django_db
CLOSED = rows.at_end_of(date(2023, 1, 31))


@pytest.fixture(autouse=True)
def supplier():
    country()
    grower = world.cooperative("500114", name_zh="黔江猕猴桃合作社")
    sold_by(grower, 150_000, year=2022, recorded_at=CLOSED - timedelta(days=9))
    return grower


def packed(code="qianjiang-sales", year=2022, as_of=CLOSED) -> bytes:
    (award,) = awards(rule(code), year, as_of=as_of)
    return papers(award, as_of=as_of)


def opened(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_ledger_waybills_invoices_statement_and_digests():
    files = opened(packed())
    assert list(files) == [
        "销售台账.xlsx",
        "销售台账.csv",
        "出入库台账.csv",
        "运单统计.csv",
        "发票统计.csv",
        "申报说明.pdf",
        "SHA256.txt",
    ]
    assert "150000.00" in files["销售台账.csv"].decode("utf-8-sig")
    (sheet,) = load_workbook(io.BytesIO(files["销售台账.xlsx"]))
    assert (sheet.max_row, sheet.max_column) == (2, 39)
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    header, said = files["发票统计.csv"].decode("utf-8-sig").splitlines()
    assert header.startswith("发票号码") and "尚未开具发票" in said
    assert files["申报说明.pdf"].startswith(b"%PDF")
    digests = dict(line.split("  ")[::-1] for line in files["SHA256.txt"].decode().splitlines())
    assert digests == {n: sha256(b).hexdigest() for n, b in files.items() if n != "SHA256.txt"}


def test_a_closed_period_is_the_same_bytes_whatever_comes_later(supplier, monkeypatch):
    first = packed()
    sold_by(supplier, 90_000, year=2022)
    rows.a_refund_of(Entry.objects.first(), 1)
    tomorrow = timezone.now() + timedelta(days=1)
    with translation.override("en"), monkeypatch.context() as later:
        later.setattr("time.time", tomorrow.timestamp)
        assert packed() == first
    assert packed(as_of=timezone.now()) != first


def test_waybills_are_those_of_the_place_and_known_by_then():
    box = world.plums()
    for place, days in (("370613", 0), ("370602", 1), ("441900", 0)):
        world.paid_order(box, destination=place).parcels.get().waybills.create(
            carrier_id="SF",
            number=f"SF{place}0000000",
            recorded_at=timezone.now() + timedelta(days=days),
        )
    files = opened(packed("wushan-freight", timezone.localdate().year, timezone.now()))
    _, waybill = files["运单统计.csv"].decode("utf-8-sig").splitlines()
    assert "顺丰速运,SF3706130000000" in waybill and "莱山" in waybill


def test_each_lot_says_what_came_in_and_what_went_out_by_then():
    box = world.plums(grams=100_000)
    lot = box.lot
    lot.changes.create(kind=LotChange.Kind.OPENED, total_g=120_000)
    lot.changes.create(kind=LotChange.Kind.RESIZED, total_g=100_000)
    sent, _open, called_off = (world.paid_order(box, packs=packs) for packs in (4, 2, 1))
    sent.parcels.update(status="shipped", shipped_at=timezone.now())
    undone = Entry.objects.get(order_code=called_off.code)
    rows.a_refund_of(undone, at=timezone.now())
    year, as_of = timezone.localdate().year, timezone.now()
    told = opened(packed("wushan-freight", year, as_of))["出入库台账.csv"].decode("utf-8-sig")
    assert told.splitlines()[1].split(",")[4:] == [
        *("120.000", "100.000", "17.500", "2.500", "10.000", "85.000")
    ]
    before = packed("wushan-freight", year, as_of)
    lot.changes.create(kind=LotChange.Kind.RESIZED, total_g=90_000)
    world.paid_order(box)
    sent.parcels.get().waybills.create(
        carrier_id="SF", number="SF1234567890123", recorded_at=timezone.now()
    )
    assert packed("wushan-freight", year, as_of) == before


def test_invoices_are_those_issued_by_then_and_name_no_person():
    asked = invoices.asked(world.paid_order(world.plums()))
    before = timezone.now()
    issued = issue(asked, invoices.paper(), by=None)
    correct(asked, red=invoices.paper(), new=invoices.paper(), by=None)

    def told(as_of) -> list[str]:
        files = opened(packed("wushan-freight", timezone.localdate().year, as_of))
        return files["发票统计.csv"].decode("utf-8-sig").splitlines()[1:]

    first, red, new = told(timezone.now())
    assert issued.number in first and "张*," in first and "张三" not in first
    assert f"红字，冲销 {issued.number}" in red and ",-" in red and ",-" not in new
    assert "尚未开具发票" in told(before)[0]


def address(supplier) -> str:
    return f"/en/subsidies/{rule('qianjiang-sales').pk}/{supplier.pk}/papers.zip"


def test_who_takes_the_papers_is_written_down(client, supplier):
    client.force_login(world.desk(supplier))
    answer = client.get(address(supplier), {"year": 2022, "as_of": "2023-01-31"})
    assert answer["Content-Type"] == "application/zip"
    end_of_day = datetime.combine(date(2023, 1, 31), time.max)
    assert answer.content == packed(as_of=timezone.make_aware(end_of_day))
    assert Export.objects.get().file.endswith("-2022.zip")


def test_a_closed_period_stays_the_same_when_what_stands_beside_the_ledger_changes(
    client, supplier
):
    box = world.plums()
    line = world.order(box).lines.get()
    of_the_lot = {"source": line.source, "order_code": line.order.code}
    row = sold_by(supplier, 1, year=2022, recorded_at=CLOSED - timedelta(days=8), **of_the_lot)
    note_lots([row], {row.source: box.lot.pk})
    client.force_login(world.official("500114", "qianjiang"))
    asked = {"year": 2022, "as_of": "2023-01-31"}
    first = client.get(address(supplier), asked)
    assert box.lot.batch in opened(first.content)["出入库台账.csv"].decode("utf-8-sig")
    Lot.objects.update(harvest_from=date(2022, 3, 1))
    supplier.name_zh, supplier.status = "改名后的合作社", supplier.Status.RETURNED
    supplier.save()
    again = client.get(address(supplier), asked)
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Content-Disposition"] == first["Content-Disposition"]
    # Of another day none were made while it was approved.
    assert client.get(address(supplier), asked | {"as_of": "2023-02-01"}).status_code == 404
    for change in (
        lambda: AwardPapers.objects.update(content=b""),
        lambda: AwardPapers.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
            change()


def test_they_are_read_in_one_snapshot(supplier, monkeypatch):
    with read_in_one(monkeypatch, "shop.subsidies.papers"):
        assert papers_for(rule("qianjiang-sales"), cooperative=supplier.pk, year=2022, as_of=CLOSED)


def test_as_of_now_nothing_is_kept(client, supplier):
    client.force_login(world.desk(supplier))
    assert client.get(address(supplier), {"year": 2022}).status_code == 200
    assert not AwardPapers.objects.exists()


def test_neighbours_and_other_places_take_none(client, supplier):
    for person in (world.desk(world.cooperative("500114")), world.official("500237")):
        client.force_login(person)
        assert client.get(address(supplier), {"year": 2022}).status_code == 404
    assert not Export.objects.exists()


@pytest.mark.parametrize("asked", [{"year": 2022, "as_of": "2099-01-01"}, {"year": "x"}, {}])
def test_a_day_that_is_not_over_is_refused(client, supplier, asked):
    client.force_login(world.desk(supplier))
    assert client.get(address(supplier), asked).status_code == 302
    assert not Export.objects.exists()
