import io
import zipfile
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from producers.models import Pairing, Region
from shop.bulletins import drawing
from shop.bulletins.row_ids import pack, unpack
from shop.bulletins.tables import figures_of, question_of
from shop.ledger.reach import Reaches
from shop.ledger.reports.importing import import_report
from shop.ledger.writing import Return, record_refund
from shop.models import Bulletin, BulletinFile, Closing, Entry, ExpectedReport, Target
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.ledger.reports import reports
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def plums():
    """Sold in July 2022: in Yantai, in Beijing, and some of it returned."""
    made = rows.product(slug="wushan-cuili")
    rows.sold(made, 100, occurred_on=date(2021, 7, 9))
    to_yantai = rows.sold(made, 130, destination="370613")
    rows.sold(made, 400, destination="110101", source="report:=cmd|A1", supplier_name="@合作社")
    back = Return(source="back:1", answers=to_yantai.source, amount_fen=3000, weight_g=0)
    record_refund([back], confirmed_at=rows.at_end_of(date(2022, 7, 20)))
    rows.sold(made, 999, origin="500236")
    rows.sold(made, 999, occurred_on=date(2022, 8, 1))
    return made


@pytest.fixture
def bulletin(plums):
    return bulletins.drawn_up(by=world.official()).bulletin


def file_of(bulletin, suffix: str) -> bytes:
    return bytes(bulletin.files.get(suffix=suffix).content)


def test_its_figures_are_those_of_its_region_and_month(bulletin):
    total = bulletin.figures["total"]
    assert (total["amount_fen"], total["refunded_fen"], total["rows"]) == (50_000, 3_000, 3)
    assert (total["before_fen"], total["growth"]) == (10_000, 4.0)
    assert bulletin.figures["sentences"]["zh"] == (
        "截至7月31日，巫山脆李线上销售中销往山东的占20.0%，同比持平。"
    )


def test_the_leading_product_may_be_one_that_reports_alone_name_and_with_a_colon():
    rows.sold(rows.product("礼盒:脆李"), 100, destination="370613")
    bulletin = bulletins.drawn_up(by=world.official()).bulletin
    assert bulletin.figures["sentences"]["zh"].startswith("截至7月31日，礼盒:脆李线上销售")


def test_what_only_one_side_says_was_sold_offline_is_said_apart(plums):
    rows.sold(plums, 70, online=False, channel_id="MARKET", source="report:offline")
    total = bulletins.drawn_up(by=world.official()).bulletin.figures["total"]
    assert (total["amount_fen"], total["unconfirmed_fen"]) == (57_000, 7_000)


def test_it_keeps_how_many_channels_had_reported_and_which_had_not(plums):
    for channel in ("ECOM", "LIVE"):
        ExpectedReport.objects.create(
            region_id="500237", channel_id=channel, starts_on=date(2022, 1, 1)
        )
    lines = reports.rows({"销售日期": "2022-07-31"})
    import_report(
        reports.as_csv(lines),
        name="a.csv",
        channel_code="ECOM",
        region=Region.objects.get(code="500237"),
        days=(bulletins.FIRST, bulletins.LAST),
    )
    bulletin = bulletins.drawn_up(by=world.official()).bulletin
    told = bulletin.figures["completeness"]
    assert (told["reported"], told["expected"]) == (1, 2)
    assert told["missing"] == [{"zh": "巫山县 直播带货", "en": "Wushan, Live-stream sale"}]
    book = load_workbook(io.BytesIO(file_of(bulletin, "xlsx")))
    explained = dict(row[:2] for row in book["填报说明"].iter_rows(values_only=True))
    assert explained["渠道报送"] == "应报2个渠道，已报1个；未报：巫山县 直播带货"


def test_the_target_of_a_pairing_stands_beside_what_is_reached_of_it(plums):
    pairing = Pairing.objects.get(east="370600", west="500237")
    Target.objects.create(
        year=2022, side="buy", pairing=pairing, amount_fen=100_000, set_by=world.user()
    )
    rows.sold(plums, 250, pairing=pairing, direction="west_to_east")
    bulletin = bulletins.drawn_up(by=world.official()).bulletin
    sheet = load_workbook(io.BytesIO(file_of(bulletin, "xlsx")))["结对汇总"]
    paired = next(row for row in sheet.iter_rows(values_only=True) if row[0] == pairing.code)
    assert (paired[4], *paired[-2:]) == (250, 1000, 0.25)


def test_sentence_and_targets_are_of_the_same_moment_as_the_tables(plums):
    pairing = Pairing.objects.get(east="370600", west="500237")
    of_2022 = {"year": 2022, "side": "buy", "pairing": pairing, "set_by": world.user()}
    Target.objects.create(amount_fen=100_000, **of_2022)
    rows.sold(plums, 250, pairing=pairing, direction="west_to_east")
    moment = timezone.now()
    rows.sold(plums, 500, pairing=pairing, direction="west_to_east")
    Target.objects.create(amount_fen=900_000, **of_2022)
    figures = bulletins.drawn_up(by=world.official(), closed_at=moment).bulletin.figures
    assert figures["total"]["amount_fen"] == 75_000
    # 350 of 750 yuan; with what came later it were 68.0 %.
    assert "占46.7%" in figures["sentences"]["zh"]
    paired = next(line for line in figures["pairings"] if line["key"] == pairing.code)
    assert (paired["target_fen"], paired["reached"]) == (100_000, 0.25)


def test_of_a_target_it_shares_with_others_a_county_reads_nothing(plums):
    """What is reached of it, and its share, would tell what all others sold."""
    official = world.official(None)
    shared = Pairing.objects.get(east="370000", west="500000")
    Target.objects.create(
        year=2022, side="buy", pairing=shared, amount_fen=100_000, set_by=official
    )
    rows.sold(plums, 250, pairing=shared, direction="west_to_east", source="report:shared")
    told = {}
    for region in ("500237", "500000"):
        figures = bulletins.drawn_up(region=region, by=official).bulletin.figures
        told[region] = {line["key"]: line["target_fen"] for line in figures["pairings"]}
    assert told["500237"][shared.code] is None
    assert told["500000"][shared.code] == 100_000


def test_it_keeps_which_rows_were_counted(bulletin):
    july = Entry.objects.filter(origin="500237", occurred_on__year=2022, occurred_on__month=7)
    assert unpack(bulletin.entries) == set(july.values_list("pk", flat=True))
    assert unpack(pack([7, 3, 12])) == {3, 7, 12}
    assert unpack(pack([])) == set()


def test_the_workbook_has_eight_sheets_that_fit_each_other(bulletin):
    book = load_workbook(io.BytesIO(file_of(bulletin, "xlsx")))
    assert book.sheetnames == [
        *("填报说明", "销售台账", "渠道汇总", "结对汇总"),
        *("产品汇总", "供应商汇总", "退款明细", "校验"),
    ]
    checked = {row[0].value: row for row in book["校验"].iter_rows(min_row=2, max_row=7)}
    assert {row[5].value for row in checked.values()} == {"相符"}
    assert checked["销售台账"][1].value == 500
    assert book["退款明细"]["U2"].value == -30
    sold = book["产品汇总"]
    assert [sold[cell].value for cell in ("A2", "E2", "I2", "J2", "K2", "L2")] == (
        ["wushan-cuili", 500, 500, 100, 0.2, 0]
    )


def test_the_workbook_is_set_up_for_paper_and_for_no_formula(bulletin):
    book = load_workbook(io.BytesIO(file_of(bulletin, "xlsx")))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert "填表人：" in {cell.value for (cell,) in sheet.iter_rows(max_col=1)}
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    ledger = book["销售台账"]
    assert len(list(ledger.columns)) == 39
    assert (ledger["U2"].number_format, ledger["H2"].number_format) == ("#,##0.00", "@")
    assert ledger["H2"].value == "500237"
    assert "'@合作社" in {cell.value for (cell,) in ledger.iter_rows(min_col=11, max_col=11)}


def test_the_files_say_by_their_digests_what_they_are(bulletin):
    for kept in bulletin.files.all():
        assert sha256(bytes(kept.content)).hexdigest() == kept.sha256
    assert file_of(bulletin, "pdf").startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(file_of(bulletin, "zip"))) as archive:
        assert sha256(archive.read("rows.csv")).hexdigest() == bulletin.digest


def test_a_bulletin_is_never_changed(bulletin):
    for change in (
        lambda: Closing.objects.update(reason=""),
        lambda: Closing.objects.all()._raw_delete("default"),
        lambda: Bulletin.objects.update(rows=0),
        lambda: Bulletin.objects.all()._raw_delete("default"),
        lambda: BulletinFile.objects.update(sha256=""),
        lambda: BulletinFile.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
            change()


def test_drawing_up_twice_keeps_the_first(plums):
    closing = bulletins.drawn_up(by=world.official())
    kept = file_of(closing.bulletin, "zip")
    drawing.draw_up(closing)
    assert file_of(Bulletin.objects.get(), "zip") == kept


def test_what_was_lost_with_its_worker_is_drawn_up_again(plums, monkeypatch):
    closing = bulletins.asked(by=world.official())
    assert list(drawing.left_undrawn()) == []
    monkeypatch.setattr(drawing, "LOST_AFTER", timedelta(0))
    assert list(drawing.left_undrawn()) == [closing]
    drawing.from_queue.func(closing.pk)
    assert list(drawing.left_undrawn()) == []


def test_a_region_that_sold_nothing_has_a_bulletin_that_says_so():
    closing = bulletins.drawn_up(by=world.official("620524", "gansu"), region="620524")
    assert closing.bulletin.figures["total"]["amount_fen"] == 0
    assert closing.bulletin.rows == 0


def test_the_partner_is_the_nearest_and_of_several_the_one_that_most_was_sent_to():
    closing, reaches = bulletins.asked(by=world.official(), region="620524"), Reaches()

    def partner() -> str | None:
        asked = question_of(closing, reaches, compare=True, as_of=timezone.now())
        figures = figures_of(closing, asked, reaches)
        return figures["partner"] and figures["partner"]["en"]

    def paired(east: str, west: str) -> Pairing:
        return Pairing.objects.create(
            east_id=east, west_id=west, starts_on=date(2010, 1, 1), verified=True
        )

    assert partner() is None
    for province in ("370000", "110000"):
        paired(province, "620000")
    assert partner() == "Beijing"
    rows.sold(rows.product("武山小米", "620524"), 10, destination="370602")
    assert partner() == "Shandong"
    paired("441900", "620500")
    assert partner() == "Guangdong"
    paired("110101", "620524")
    assert partner() == "Beijing"


def test_a_partner_city_closes_what_was_sent_to_it(plums):
    closing = bulletins.drawn_up(by=world.official("370600", "yantai"), region="370600")
    assert closing.side == "destination"
    total = closing.bulletin.figures["total"]
    assert total["amount_fen"] == 10_000 + 99_900
