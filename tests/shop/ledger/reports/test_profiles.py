from datetime import date

import pytest
from django.core.management import CommandError, call_command

from shop.channels import loading as channels
from shop.ledger.reports import columns as c
from shop.ledger.reports import loading
from shop.ledger.reports.faults import ReportRefused
from shop.ledger.reports.importing import import_report
from shop.ledger.reports.lines import Reader
from shop.ledger.reports.profiles import wording_of
from shop.models import Category, Channel, Entry, Meaning, Profile, ProfileColumn
from shop.statistics.checking import check
from tests import world
from tests.shop.ledger.reports.reports import as_csv, as_xlsx
from tests.shop.ledger.reports.sources import SOLD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    world.country()
    channels.load()
    loading.load()


def take(code: str, *rows: dict, **options):
    profile = Profile.objects.get(code=code)
    return import_report(
        as_csv(list(rows)),
        name="七月.csv",
        channel_code=profile.channel_id,
        profile=profile,
        **options,
    )


def test_each_profile_that_ships_is_tried():
    assert set(SOLD) == set(Profile.objects.values_list("code", flat=True))


@pytest.mark.parametrize("code", sorted(SOLD))
def test_a_source_is_read_in_its_own_words(code):
    take(code, SOLD[code])
    entry = Entry.objects.get()
    assert (entry.weight_g, entry.amount_fen) == (5000, 113760)
    assert (entry.occurred_on, entry.origin) == (date(2022, 7, 9), "500237")
    assert entry.destination in ("370613", "370600")
    assert entry.category_id == "FRU"
    assert check()[1] == []


def test_loading_again_changes_nothing():
    before = ProfileColumn.objects.count()
    loading.load()
    assert ProfileColumn.objects.count() == before


def test_a_fault_is_named_by_the_column_of_the_file():
    with pytest.raises(ReportRefused) as refused:
        take("union-welfare", {**SOLD["union-welfare"], "重量（斤）": "十"})
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(2, "重量(斤)")]
    without = {name: said for name, said in SOLD["union-welfare"].items() if name != "工会名称"}
    take("union-welfare", without)
    del without["金额（元）"]
    with pytest.raises(ReportRefused) as refused:
        take("union-welfare", without)
    assert "金额(元)" in refused.value.faults[0].message


def test_a_total_of_boxes_is_none_of_weight_and_other_totals_are_checked():
    total = dict.fromkeys(SOLD["counter-monthly"], "") | {"商品": "合计", "箱数": "4"}
    lines = [SOLD["counter-monthly"]] * 2
    take("counter-monthly", *lines, {**total, "销售额（元）": "2275.20"})
    with pytest.raises(ReportRefused) as refused:
        take("counter-monthly", *lines, {**total, "销售额（元）": "2275.21"})
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(4, "销售额(元)")]
    units = dict.fromkeys(SOLD["union-welfare"], "") | {"品名": "合计", "重量（斤）": "10"}
    take("union-welfare", SOLD["union-welfare"], units)


def test_rows_without_a_number_are_told_apart_and_known_again():
    lines = [SOLD["roadside-sales"], SOLD["roadside-sales"]]
    assert take("roadside-sales", *lines).new == 2
    assert take("roadside-sales", *lines, SOLD["roadside-sales"]).new == 1
    with pytest.raises(ReportRefused) as refused:
        take("roadside-sales", {**SOLD["roadside-sales"], "日期": "昨天"})
    assert [fault.column for fault in refused.value.faults] == ["日期"]


def test_units_in_the_name_of_a_column_need_no_profile():
    row = {
        "来源单号": "1", "销售日期": "2022-07-09", "产地县代码": "500237", "产品名称": "巫山脆李",
        "产品分类": "鲜果", "净重（斤）": 10, "销售金额（万元）": "0.11376",
        "收货地市代码": "370600", "采购方类型": "个人", "销售方式": "线上",
    }  # fmt: skip
    import_report(as_xlsx([row]), name="七月.xlsx", channel_code="ECOM")
    entry = Entry.objects.get()
    assert (entry.weight_g, entry.amount_fen) == (5000, 113760)


def test_a_word_somebody_explained_is_understood_from_that_place_only():
    row = {**SOLD["wechat-orders"], "发往": "烟台老乡处", "品类": "果子"}
    with pytest.raises(ReportRefused) as refused:
        take("wechat-orders", row)
    asked = {fault.column: fault for fault in refused.value.faults}
    assert asked["品类"].means == c.CATEGORY
    assert ("鲜果", "鲜果") in asked["品类"].proposals
    wushan, official = Channel.objects.get(code="ECOM"), world.official()
    for column, said, meant in (
        (c.TO_CITY, "烟台老乡处", "370600"),
        (c.CATEGORY, "别的果子", "茶叶咖啡"),
        (c.CATEGORY, "果子", "茶叶咖啡"),
        (c.CATEGORY, "果子", "鲜果"),
    ):
        Meaning.objects.create(
            channel=wushan, region_id="500237", column=column, said=said, meant=meant,
            chosen_by=official,
        )  # fmt: skip
    with pytest.raises(ReportRefused):
        take("wechat-orders", row)
    take("wechat-orders", row, by=official)
    assert (Entry.objects.get().destination, Entry.objects.get().category_id) == ("370600", "FRU")


def test_a_county_somebody_explained_may_be_called_otherwise_in_the_row():
    Meaning.objects.create(
        channel_id="ECOM", region=None, column=c.COUNTY, said="巫山老县城", meant="500237",
        chosen_by=world.official(),
    )  # fmt: skip
    take("wechat-orders", {**SOLD["wechat-orders"], "产地": "巫山老县城"})
    assert Entry.objects.get().origin == "500237"


def test_the_command_takes_a_profile(tmp_path, capsys):
    file = tmp_path / "七月.csv"
    file.write_bytes(as_csv([SOLD["union-welfare"]]))
    call_command("import_sales", str(file), "--channel", "UNION", "--profile", "union-welfare")
    assert "new=1" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_sales", str(file), "--channel", "UNION", "--profile", "none")
    assert "no profile" in capsys.readouterr().err


def test_the_categories_proposed_are_words():
    reader = Reader(channel="ECOM", wording=wording_of(None, channel=Channel.objects.first()))
    assert Category.objects.count() * 2 == len(reader.categories)
