import json
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.utils import timezone

from producers.models import Region
from shop.models import ChannelReport, Entry, Pending, Product, ReportLine
from tests import world
from tests.shop.ledger.reports.reports import ROW, as_csv, as_xlsx, faults_of, rows, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()


def refused_at(*changes: dict) -> set:
    return {(fault.row, fault.column) for fault in faults_of(as_csv(rows(*changes)))}


def test_a_line_becomes_a_row_of_the_ledger():
    outcome = take(as_csv([{**ROW, "供应商名称": "曲尺合作社", "备注": "加急", "运单号": "SF1"}]))
    assert (outcome.rows, outcome.new, outcome.duplicates) == (1, 1, 0)
    entry = Entry.objects.get()
    assert (entry.amount_fen, entry.weight_g, entry.packs) == (13760, 5000, 2)
    assert entry.occurred_on == date(2022, 7, 9)
    assert (entry.origin, entry.origin_name) == ("500237", "巫山县")
    assert (entry.destination, entry.buyer_region) == ("370600", "370600")
    assert (entry.channel_id, entry.online, entry.buyer_kind) == ("ECOM", True, "person")
    assert (entry.parcel_count, entry.product_count) == (1, 1)
    assert entry.pairing.code == "370600-500237"
    assert entry.direction == "west_to_east"
    assert entry.report_line.row == 2
    assert entry.report_line.values["备注"] == "加急"
    assert entry.report_line.report == outcome.report
    assert Pending.objects.get().entry == entry


def test_the_same_file_twice_adds_nothing():
    content = as_csv(rows({}, {"退款金额（元）": "10"}))
    take(content)
    again = take(content)
    assert (again.report, again.rows, again.new, again.duplicates) == (None, 2, 0, 2)
    assert ChannelReport.objects.count() == 1
    assert Entry.objects.count() == 3


def test_what_comes_again_in_another_file_is_passed_over():
    take(as_csv(rows({}, {})))
    outcome = take(as_csv(rows({}, {}, {}), encoding="gb18030"))
    assert (outcome.new, outcome.duplicates) == (1, 2)
    assert outcome.report.duplicates == 2


def test_the_same_order_of_another_channel_is_another_sale():
    take(as_csv(rows({})))
    assert take(as_csv(rows({})), "GOV832").new == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("净重（克）", "5001"),
        ("销售金额（元）", "137.61"),
        ("销售日期", "2022-07-10"),
        ("收货地市代码", "370200"),
        ("退款金额（元）", "1"),
    ],
)
def test_a_line_that_contradicts_a_stored_one_is_refused(column, value):
    first = take(as_csv(rows({}, {"退款金额（元）": ""})))
    faults = faults_of(as_csv(rows({}, {column: value})))
    assert [(fault.row, fault.column) for fault in faults] == [(3, column)]
    assert f"{first.report.pk}" in faults[0].message
    assert "3" in faults[0].message
    assert Entry.objects.count() == 2


def test_a_full_refund_takes_the_weight_back_and_a_partial_one_none():
    take(
        as_csv(
            rows(
                {"退款金额（元）": "137.60", "退款日期": "2022-07-15"},
                {"退款金额（元）": "37.60", "净销售额（元）": "100.00"},
            )
        )
    )
    full, partial = Entry.objects.filter(kind="refund").order_by("amount_fen")
    assert (full.amount_fen, full.weight_g, full.occurred_on) == (-13760, -5000, date(2022, 7, 15))
    assert (partial.amount_fen, partial.weight_g) == (-3760, 0)
    assert partial.occurred_on == date(2022, 7, 9)
    assert full.answers.kind == "sale"
    assert full.parcel_count == 0


def test_an_order_number_of_one_county_is_one_parcel_whichever_file_it_comes_in():
    one = {"来源单号": "A"}
    take(as_csv(rows(one, {**one, "规格": "1kg"}, {**one, "产品名称": "恋橙"})))
    take(as_csv(rows({**one, "产品名称": "恋橙", "规格": "5kg"}, {**one, "产地县代码": "620524"})))
    sums = Entry.objects.aggregate(Sum("parcel_count"), Sum("product_count"))
    assert sums == {"parcel_count__sum": 2, "product_count__sum": 3}


def test_a_product_nobody_listed_is_kept_without_an_offer():
    take(as_csv(rows({"产品名称": "庙党"}, {"产品名称": "庙党 "})))
    product = Product.objects.get()
    assert (product.status, product.slug, product.key) == ("unlisted", None, "500237:庙党")
    assert not Product.objects.published().exists()


def test_a_product_outlives_the_code_of_its_county():
    take(as_csv(rows({"产地县代码": "500236", "产品名称": "脐橙"})))
    Region.objects.filter(pk="500236").update(until_year=2025, successor="620524")
    take(as_csv(rows({"来源单号": "B", "产地县代码": "500236", "产品名称": "脐橙"})))
    product = Product.objects.get()
    assert Product.objects.get(Product.with_key(product.key)) == product
    assert product.entries.count() == 2
    assert Product.objects.called("脐橙", county="620524") == product
    newer = Product.objects.create(
        county_id="620524", name_zh="脐橙", category_id="FRU", status="unlisted"
    )
    take(as_csv(rows({"来源单号": "C", "产地县代码": "620524", "产品名称": "脐橙"})))
    assert Product.objects.called("脐橙", county="620524") == newer
    assert newer.entries.count() == 1


def test_a_product_of_the_catalogue_answers_to_its_name():
    offer = world.plums()
    take(as_csv(rows({"产品名称": "　巫山脆李 "})))
    assert Entry.objects.get().product == offer.product


def test_a_code_counts_in_its_years_only():
    assert refused_at({"产地县代码": "500157", "销售日期": "2024-07-01"}) == {(2, "产地县代码")}
    take(as_csv(rows({"产地县代码": "500105", "销售日期": "2024-07-01"})))
    entry = Entry.objects.get()
    assert (entry.origin, entry.origin_name) == ("500105", "江北区")
    assert entry.product.county_id == "500157"


def test_in_the_year_of_a_change_the_name_of_before_is_right_too():
    county = world.region("371324", "county", "兰陵县", "兰陵", "Lanling", parent="370000")
    county.spans.all().delete()
    county.spans.create(name_zh="苍山县", from_year=1994, until_year=2022)
    county.spans.create(name_zh="兰陵县", from_year=2022)
    change = {"产地县代码": "371324"}
    take(as_csv(rows(*({**change, "产地县": name} for name in ("苍山县", "兰陵县", "兰陵")))))
    after = {**change, "销售日期": "2023-01-01"}
    assert refused_at({}, {**after, "产地县": "苍山县"}) == {(3, "产地县")}


def test_names_stand_in_for_codes():
    names = {"产地县": "巫山县", "收货地省": "山东省", "收货地市": "烟台市"}
    without = {
        column: value
        for column, value in ROW.items()
        if column not in ("产地县代码", "收货地市代码")
    }
    take(as_csv([{**without, **names}]))
    assert (Entry.objects.get().origin, Entry.objects.get().destination) == ("500237", "370600")


@pytest.mark.parametrize("day", ["2022-07-09", "2022/7/9", "2022年7月9日", "２０２２-07-09"])
def test_a_day_is_written_in_several_ways(day):
    take(as_csv(rows({"销售日期": day})))
    assert Entry.objects.get().occurred_on == date(2022, 7, 9)


def test_thousands_have_separators_and_dashes_are_empty():
    take(as_csv(rows({"销售金额（元）": "1,030.50", "退款金额（元）": "—", "供应商名称": "-"})))
    entry = Entry.objects.get()
    assert (entry.amount_fen, entry.supplier_name) == (103050, "")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("来源单号", ""),
        ("来源单号", "9" * 61),
        ("销售日期", "2026-02-30"),
        ("销售日期", "46298"),
        ("销售日期", "1999-12-31"),
        ("销售日期", (timezone.localdate() + timedelta(days=2)).isoformat()),
        ("产地县代码", "5.00237E+05"),
        ("产地县代码", "370600"),
        ("产地县代码", "999999"),
        ("产品名称", "=1+1"),
        ("产品名称", "@巫山脆李"),
        ("产品名称", "＝1+1"),
        ("产品名称", "巫山\x0b脆李"),
        ("采购单位名称", "工会\x01"),
        ("备注", "+1"),
        ("产品分类", "水果"),
        ("净重（克）", "0"),
        ("净重（克）", "12.5"),
        ("净重（克）", "-5000"),
        ("净重（克）", "9999999999999"),
        ("数量", "1.5"),
        ("数量", "99999999"),
        ("销售金额（元）", "12.005"),
        ("销售金额（元）", "NaN"),
        ("销售金额（元）", "Infinity"),
        ("销售金额（元）", "999999999999999"),
        ("销售金额（元）", ""),
        ("退款金额（元）", "137.61"),
        ("退款日期", "2022-07-08"),
        ("净销售额（元）", "100"),
        ("收货地市代码", "370000"),
        ("收货地市代码", "37"),
        ("采购方所在地代码", "123456"),
        ("采购方类型", "农民"),
        ("销售方式", "网上"),
        ("渠道代码", "GOV832"),
        ("产地县", "奉节县"),
        ("帮扶产品编号", "9" * 41),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_stored(column, value):
    assert refused_at({}, {column: value}, {}) == {(3, column)}
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("names", "column"),
    [
        ({"产地县": "无此县", "收货地市": "烟台市", "收货地省": "山东省"}, "产地县"),
        ({"产地县": "巫山县", "收货地市": "城关区", "收货地省": "山东省"}, "收货地市"),
        ({"产地县": "巫山县", "收货地市": "烟台市", "收货地省": "鲁国"}, "收货地市"),
    ],
)
def test_a_name_has_to_fit_exactly_one_place(names, column):
    without = {key: value for key, value in ROW.items() if not key.endswith("代码")}
    faults = faults_of(as_csv([{**without, **names}]))
    assert [(fault.row, fault.column) for fault in faults] == [(2, column)]


def test_a_name_two_places_share_is_refused_with_their_codes():
    world.region("110105", "county", "朝阳区", "朝阳", "Chaoyang", parent="110000")
    world.region("370105", "county", "朝阳区", "朝阳", "Chaoyang", parent="370000")
    without = {key: value for key, value in ROW.items() if key != "产地县代码"}
    (fault,) = faults_of(as_csv([{**without, "产地县": "朝阳区"}]))
    assert "110105" in fault.message
    assert "370105" in fault.message


def test_every_fault_of_a_file_is_named():
    found = refused_at({"净重（克）": "0", "销售方式": ""}, {}, {"产品分类": "?"})
    assert found == {(2, "净重（克）"), (2, "销售方式"), (4, "产品分类")}


def test_a_wrong_day_hides_no_wrong_place():
    assert refused_at(
        {"销售日期": "2099-01-01", "产地县代码": "999999", "收货地市代码": "370000"},
        {"销售日期": "?", "产地县代码": "", "采购方所在地代码": "1"},
    ) == {
        *((2, column) for column in ("销售日期", "产地县代码", "收货地市代码")),
        *((3, column) for column in ("销售日期", "产地县代码", "采购方所在地代码")),
    }


def test_an_empty_place_is_named_by_a_column_the_table_has():
    assert refused_at({"产地县代码": "", "收货地市代码": ""}) == {
        (2, "产地县代码"),
        (2, "收货地市代码"),
    }
    named = {key: value for key, value in ROW.items() if not key.endswith("代码")}
    named |= {"产地县": "", "收货地省": "", "收货地市": "无此市", "销售日期": "?"}
    found = {fault.column for fault in faults_of(as_csv([named]))}
    assert found == {"产地县", "收货地市", "销售日期"}
    short = as_csv([ROW]) + b"P2,2022-07-09\r\n"
    assert (3, "产地县代码") in {(fault.row, fault.column) for fault in faults_of(short)}


def test_what_contradicts_is_named_beside_what_is_wrong():
    take(as_csv(rows({}, {})))
    found = refused_at({}, {"净重（克）": "1"}, {"销售方式": "?"}, {"来源单号": ""})
    assert found == {(3, "净重（克）"), (4, "销售方式"), (5, "来源单号")}


def test_a_line_twice_in_a_file_is_refused():
    assert refused_at({"来源单号": "A"}, {"来源单号": "A"}) == {(3, "来源单号")}


def test_a_total_row_is_checked_and_not_stored():
    total = {"来源单号": "合计", "净重（克）": "10000", "销售金额（元）": "275.20"}
    empty = dict.fromkeys(ROW, "")
    take(as_csv([*rows({}, {}), {**empty, **total}]))
    assert Entry.objects.aggregate(Sum("amount_fen"))["amount_fen__sum"] == 27520
    wrong = {**empty, **total, "净重（克）": "9999", "销售金额（元）": "?"}
    faults = faults_of(as_csv([*rows({}, {}), wrong]))
    assert {(fault.row, fault.column) for fault in faults} == {
        (4, "净重（克）"),
        (4, "销售金额（元）"),
    }


def test_a_recognition_number_counts_unless_it_had_lapsed():
    grower = world.cooperative()
    world.recognition(grower, number="BF1", ends_on=date(2022, 7, 8))
    assert refused_at({"帮扶产品编号": "BF1"}) == {(2, "帮扶产品编号")}
    take(as_csv(rows({"帮扶产品编号": "BF1", "销售日期": "2022-07-08"}, {"帮扶产品编号": "BF2"})))
    assert Entry.objects.filter(recognised=True).count() == 2


@pytest.mark.parametrize("channel", ["RETAIL", "NOPE"])
def test_own_sales_and_unknown_channels_are_not_imported(channel):
    (fault,) = faults_of(as_csv([ROW]), channel)
    assert (fault.row, fault.column) == (None, None)


def test_a_rehearsal_stores_nothing():
    outcome = take(as_csv(rows({}, {})), dry_run=True)
    assert (outcome.report, outcome.new) == (None, 2)
    assert not Entry.objects.exists()
    assert not Product.objects.exists()


def test_an_official_hands_in_what_concerns_their_region():
    yantai = world.official("370600", "yantai")
    take(as_csv(rows({})), by=yantai)
    assert ChannelReport.objects.get().handed_in_by == yantai
    faults = faults_of(as_csv(rows({}, {"收货地市代码": "370200"})), by=yantai)
    assert [fault.row for fault in faults] == [3]
    take(as_csv(rows({}, {"收货地市代码": "370200"})), by=world.official("500237"))
    rest = rows({}, {"收货地市代码": "370200"}, {"收货地市代码": "441900"})
    take(as_csv(rest), by=world.official(None, "national"))
    assert Entry.objects.count() == 3


def test_an_official_hands_in_what_counts_for_their_region_today():
    liangjiang = world.official("500157", "liangjiang")
    old = {"产地县代码": "500105", "销售日期": "2022-07-09", "收货地市代码": "110000"}
    assert take(as_csv(rows(old)), by=liangjiang).new == 1
    to_old = {"产地县代码": "620524", "收货地市代码": "500112"}
    assert take(as_csv(rows({}, to_old)[1:]), by=liangjiang).new == 1


def command(path, *arguments, capsys):
    try:
        call_command("import_sales", str(path), "--channel", "ECOM", *arguments)
        code = 0
    except CommandError as error:
        code = error.returncode
    return code, capsys.readouterr()


def test_the_command_prints_one_json_object(tmp_path, capsys):
    file = tmp_path / "report.csv"
    file.write_bytes(as_csv(rows({}, {})))
    code, said = command(file, "--json", capsys=capsys)
    assert code == 0
    assert json.loads(said.out) == {
        "report": ChannelReport.objects.get().pk,
        "rows": 2,
        "new": 2,
        "duplicates": 0,
        "errors": [],
    }


def test_the_command_names_each_error(tmp_path, capsys):
    file = tmp_path / "report.xlsx"
    file.write_bytes(as_xlsx(rows({}, {"净重（克）": 0})))
    code, said = command(file, "--json", capsys=capsys)
    answer = json.loads(said.out)
    assert code == 1
    assert (answer["report"], answer["rows"], answer["new"]) == (None, 2, 0)
    assert [(e["sheet"], e["row"], e["column"]) for e in answer["errors"]] == [
        ("销售台账", 3, "净重（克）")
    ]
    code, said = command(file, capsys=capsys)
    assert code == 1
    assert "销售台账 3 净重（克）" in said.err


def test_the_command_says_that_a_file_is_missing(tmp_path, capsys):
    code, said = command(tmp_path / "none.csv", "--json", capsys=capsys)
    assert code == 1
    assert json.loads(said.out)["errors"][0]["row"] is None


def test_ten_thousand_lines_ask_the_same_questions(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        take(as_csv(rows(*[{}] * 200)))
    assert ReportLine.objects.count() == 200
