from datetime import date

import pytest
from django.db.models import Sum

from shop.ledger.reports import reviewing
from shop.ledger.reports.faults import ReportRefused
from shop.ledger.reports.importing import import_report
from shop.models import ChannelReport, Entry
from shop.statistics.checking import check
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows

pytestmark = pytest.mark.django_db

FIRST = rows({"退款金额（元）": "10"}, {}, {"销售金额（元）": "100"})


@pytest.fixture
def wushan():
    world.country()
    return world.official()


@pytest.fixture
def chongqing(wushan):
    return world.official("500000", "chongqing")


def take(lines: list[dict], channel="ECOM", **options):
    return import_report(as_csv(lines), name="七月.csv", channel_code=channel, **options)


def sums() -> tuple:
    """Net fen and grams, parcels and products; and that the checker has nothing to say."""
    assert check()[1] == []
    found = Entry.objects.aggregate(
        *map(Sum, ("amount_fen", "weight_g", "parcel_count", "product_count"))
    )
    return tuple(found.values())


def statuses() -> list[str]:
    return [report.status for report in ChannelReport.objects.order_by("pk")]


def changed(number: int, **changes) -> list[dict]:
    return [{**row, **changes} if n == number else row for n, row in enumerate(FIRST)]


def test_a_correction_takes_back_what_changed_or_is_left_out_and_nothing_else(wushan):
    first = take(FIRST, by=wushan).report
    before = sums()
    again = changed(0, **{"销售金额（元）": "142.60"})[:2]
    outcome = take(again, by=wushan, corrects=first, reason="漏了运费")
    assert (outcome.new, outcome.duplicates, outcome.changed, outcome.left_out) == (0, 1, 1, 1)
    taken_back = Entry.objects.filter(kind="correction")
    assert {entry.occurred_on for entry in taken_back} == {date(2022, 7, 9)}
    assert taken_back.count() == 3
    assert sums() == (14260 - 1000 + 13760, 10000, 2, 2)
    assert statuses() == ["replaced", "handed_in"]
    last = take(FIRST, by=wushan, corrects=outcome.report).report
    assert last.corrects == first
    assert sums() == before
    assert statuses() == ["replaced", "replaced", "handed_in"]
    assert [event.kind for event in first.events.all()] == ["handed_in", "replaced"]
    assert outcome.report.events.first().reason == "漏了运费"


@pytest.mark.parametrize(
    ("column", "before", "now", "fields"),
    [
        ("销售方式", "线上", "线下", {"online": False}),
        ("采购方类型", "个人", "工会", {"buyer_kind": "union"}),
        ("采购单位名称", "", "烟台市总工会", {"organisation_name": "烟台市总工会"}),
        ("采购方所在地代码", "", "370602", {"buyer_region": "370602"}),
        ("供应商名称", "甲社", "乙社", {"supplier_name": "乙社"}),
        ("帮扶产品编号", "", "BF1", {"recognition_number": "BF1", "recognised": True}),
        ("产品分类", "FRU", "TEA", {"category_id": "TEA"}),
        ("数量", "2", "3", {"packs": 3}),
    ],
)
def test_whatever_a_correction_changes_is_taken_back(wushan, column, before, now, fields):
    first = take([{**FIRST[0], column: before}], by=wushan).report
    changed = [{**FIRST[0], column: now}]
    with pytest.raises(ReportRefused) as refused:
        take(changed, by=wushan)
    (fault,) = refused.value.faults
    assert fault.column == column and now in fault.message
    assert take(changed, by=wushan, corrects=first).changed == 1
    assert Entry.objects.standing().filter(kind="sale", **fields).count() == 1


def test_a_refund_on_another_day_is_another(wushan):
    first = take([{**FIRST[0], "退款日期": "2022-07-10"}], by=wushan).report
    take([{**FIRST[0], "退款日期": "2022-07-12"}], by=wushan, corrects=first)
    refund = Entry.objects.standing().get(kind="refund")
    assert refund.occurred_on == date(2022, 7, 12)


def test_a_column_the_file_lacks_changes_nothing(wushan):
    told = {
        "采购单位名称": " 烟台市总工会 ",
        "采购方所在地代码": "370602",
        "供应商名称": "甲社",
        "帮扶产品编号": "BF1",
        "退款日期": "2022-07-12",
    }
    first = take([{**FIRST[0], **told}], by=wushan).report
    assert take([{**FIRST[0], **told}], by=wushan).duplicates == 1
    without = {column: said for column, said in FIRST[0].items() if column != "数量"}
    assert take([without], by=wushan, corrects=first).report is None


def test_a_correction_that_only_leaves_out_is_a_report_too(wushan):
    first = take(FIRST, by=wushan).report
    outcome = take(FIRST[:2], by=wushan, corrects=first)
    assert (outcome.report.new, outcome.left_out) == (0, 1)
    assert sums()[0] == 13760 * 2 - 1000


def test_a_correction_that_says_the_same_is_none(wushan):
    first = take(FIRST, by=wushan).report
    assert take(FIRST, by=wushan, corrects=first).report is None
    assert statuses() == ["handed_in"]


def test_a_correction_does_not_reach_other_reports(wushan):
    first = take(FIRST[:1], by=wushan).report
    take(FIRST[1:], by=wushan)
    with pytest.raises(ReportRefused) as refused:
        take(changed(1, **{"销售金额（元）": "1"}), by=wushan, corrects=first)
    assert [fault.row for fault in refused.value.faults] == [3]
    assert take(FIRST, by=wushan, corrects=first).report is None


def test_a_rehearsed_correction_says_what_it_would_do(wushan):
    first = take(FIRST, by=wushan).report
    entries = Entry.objects.count()
    would = take(
        changed(0, **{"销售金额（元）": "142.60"})[:2], by=wushan, corrects=first, dry_run=True
    )
    assert (would.changed, would.left_out, would.duplicates) == (1, 1, 1)
    assert Entry.objects.count() == entries


def test_an_order_counts_once_whichever_of_its_lines_is_taken_back(wushan):
    order = {"来源单号": "A", "退款金额（元）": "10"}
    first = rows(order, {**order, "规格": "1kg"})
    report = take(first, by=wushan).report
    take(rows({**order, "规格": "3kg"}, {**order, "产品名称": "恋橙"}), by=wushan)
    assert sums()[2:] == (1, 2)
    take(first[1:], by=wushan, corrects=report)
    assert sums()[2:] == (1, 2)
    reviewing.withdraw(ChannelReport.objects.latest("pk"), by=wushan, reason="重复")
    assert sums() == (2 * 13760 - 2000, 10000, 1, 2)


def test_a_returned_report_counts_again_once_it_is_handed_in_again(wushan, chongqing):
    report = take(FIRST, by=wushan).report
    before = sums()
    reviewing.accept(report, by=chongqing)
    reviewing.give_back(report, by=chongqing, reason="缺少合计")
    assert sums() == (0, 0, 0, 0)
    returned = report.events.last()
    assert (returned.kind, returned.by, returned.reason) == ("returned", chongqing, "缺少合计")
    outcome = take(FIRST, by=wushan, corrects=report)
    assert (outcome.new, outcome.report.status) == (3, "handed_in")
    assert sums() == before


def test_what_was_withdrawn_may_come_in_another_report(wushan):
    report = take(FIRST, by=wushan).report
    reviewing.withdraw(report, by=wushan, reason="错月")
    assert take(FIRST, by=wushan).new == 3
    with pytest.raises(reviewing.NotNow):
        reviewing.withdraw(report, by=wushan, reason="错月")
    with pytest.raises(reviewing.NotNow):
        reviewing.accept(report, by=wushan)


def test_who_may_review_and_withdraw(wushan, chongqing):
    def postings(user):
        return list(user.postings.all())

    report = take(FIRST, by=wushan).report
    assert reviewing.may_review(report, postings(chongqing))
    assert not reviewing.may_review(report, postings(wushan))
    assert reviewing.may_withdraw(report, wushan, postings(wushan))
    assert not reviewing.may_withdraw(report, chongqing, postings(chongqing))
    national = world.official(None, "national")
    of_nobody = take(rows({"来源单号": "B"})).report
    assert not reviewing.may_review(of_nobody, postings(national))
    assert not reviewing.may_withdraw(of_nobody, national, postings(national))
