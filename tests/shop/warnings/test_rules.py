"""Each rule finds what should not be there, and leaves alone what may be."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from shop.ledger.reach import Reaches
from shop.ledger.reports.importing import import_report
from shop.ledger.writing import undo, write
from shop.models import Entry, Finding
from shop.money import decimal
from shop.warnings.deciding import close, keep_one
from shop.warnings.finding import LOOKED_BACK, find_what_is_new, keep
from shop.warnings.rules import beyond_lot, one_buyer
from shop.warnings.wording import words
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows
from tests.shop.statistics.rows import entry, product

pytestmark = pytest.mark.django_db

Rule = Finding.Rule
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def country():
    world.country()


def found(rule: str) -> list[Finding]:
    find_what_is_new()
    return list(Finding.objects.filter(rule=rule))


def sold(*entries: Entry) -> list[Entry]:
    return write(entries)


def report(*lines: dict, channel="ECOM"):
    return import_report(as_csv(rows(*lines)), name="a.csv", channel_code=channel)


def test_more_was_sold_than_grown():
    by = world.official("500237")
    plums = product()
    world.output(by, 4999, plums)
    world.output(by, 5000)
    sold(entry(plums, occurred_on=TODAY), entry(plums, occurred_on=TODAY))
    (finding,) = found(Rule.BEYOND_OUTPUT)
    assert finding.said == {
        "year": TODAY.year,
        "sold_g": 5000,
        "grown_g": 4999,
        "product": "巫山脆李",
    }


def test_a_lot_was_lowered_under_its_orders():
    plums = world.plums()
    assert found(Rule.BEYOND_LOT) == []
    type(plums.lot).objects.filter(pk=plums.lot_id).update(
        total_g=1000, available_g=0, taken_g=3000, short_g=2000
    )
    (finding,) = found(Rule.BEYOND_LOT)
    assert (finding.said["ordered_g"], finding.said["held_g"]) == (3000, 1000)


def test_the_orders_of_a_lot_that_was_lowered():
    plums = world.plums()
    order = world.paid_order(plums)
    world.paid_order(world.millet())
    lot = type(plums.lot).objects.filter(pk=plums.lot_id)
    lot.update(total_g=1, available_g=0, short_g=lot.get().ordered_g - 1)
    (finding,) = found(Rule.BEYOND_LOT)
    assert finding.rows.get().order_code == order.code


def test_the_orders_of_a_lot_found_before_are_not_read_again(django_assert_max_num_queries):
    plums = world.plums()
    world.paid_order(plums)
    type(plums.lot).objects.filter(pk=plums.lot_id).update(
        total_g=1000, available_g=0, taken_g=3000, short_g=2000
    )
    assert len(found(Rule.BEYOND_LOT)) == 1
    with django_assert_max_num_queries(2):
        assert list(beyond_lot(timezone.now(), Reaches().today)) == []


def test_the_rows_of_a_buyer_found_before_are_not_read_again(django_assert_num_queries):
    seller = world.cooperative()
    parties = {"cooperative": seller, "organisation": world.organisation()}
    sold(entry(product(), 200_000, occurred_on=TODAY - LOOKED_BACK, **parties))
    assert len(found(Rule.ONE_BUYER)) == 1
    # The savepoint's two among them.
    with django_assert_num_queries(5):
        keep(list(one_buyer(timezone.now() - LOOKED_BACK, Reaches().today)))


def test_what_was_closed_is_found_again_once_it_has_grown():
    by, plums = world.official("500237"), product()
    world.output(by, 1)
    sold(entry(plums, occurred_on=TODAY))
    (first,) = found(Rule.BEYOND_OUTPUT)
    sold(entry(plums, occurred_on=TODAY))
    assert found(Rule.BEYOND_OUTPUT) == [first]
    Finding.objects.update(status="false_alarm")
    second, _first = found(Rule.BEYOND_OUTPUT)
    assert second.said["sold_g"] == 5000
    Finding.objects.update(status="confirmed")
    assert len(found(Rule.BEYOND_OUTPUT)) == 2
    sold(entry(plums, occurred_on=TODAY))
    assert len(found(Rule.BEYOND_OUTPUT)) == 3


@pytest.mark.parametrize(("theirs", "others", "is_found"), [(70, 30, 1), (60, 40, 0), (7, 3, 0)])
def test_one_organisation_takes_most(theirs, others, is_found):
    cooperative, unit = world.cooperative(), world.organisation()
    # In the first days of a year it is still that which ended.
    plums, day = product(), TODAY - LOOKED_BACK
    sold(
        entry(plums, theirs * 1000, occurred_on=day, cooperative=cooperative, organisation=unit),
        entry(plums, others * 1000, occurred_on=day, cooperative=cooperative),
    )
    assert len(found(Rule.ONE_BUYER)) == is_found


def test_one_waybill_at_two_orders():
    report({"运单号": "SF1"}, {"运单号": "SF1"}, {"运单号": "SF2"}, {"运单号": ""})
    (finding,) = found(Rule.WAYBILL_TWICE)
    assert finding.said == {"waybill": "SF1", "orders": 2}
    assert finding.rows.count() == 2


def test_one_waybill_at_orders_of_two_counties():
    """Two parcels in each: every county is told once, and another rule's findings are kept."""
    box = {"运单号": "SF1"}
    there = {**box, "产地县代码": "500236", "产品名称": "奉节脐橙"}
    report(box, box, there, there)
    findings = found(Rule.WAYBILL_TWICE)
    assert {finding.county_id for finding in findings} == {"500237", "500236"}
    assert [(f.said["orders"], f.rows.count()) for f in findings] == [(4, 4), (4, 4)]
    assert len(found(Rule.WAYBILL_TWICE)) == 2


def test_one_waybill_under_two_codes_of_one_county():
    """It is told once, under the code of today."""
    box = {"运单号": "SF1", "产地县代码": "500105"}
    report(box, {**box, "产地县代码": "500112"})
    assert [finding.county_id for finding in found(Rule.WAYBILL_TWICE)] == ["500157"]


def test_one_order_of_two_counties_in_one_box():
    box = {"运单号": "SF1", "来源单号": "P1"}
    report(box, {**box, "产地县代码": "500236", "产品名称": "奉节脐橙"})
    assert found(Rule.WAYBILL_TWICE) == []


def test_a_waybill_found_before_keys_named_the_county_is_not_found_again():
    report({"运单号": "SF1"}, {"运单号": "SF1"})
    (finding,) = found(Rule.WAYBILL_TWICE)
    Finding.objects.update(key="waybill:ECOM:SF1", status="false_alarm")
    # Its own county is asked, not its rows.
    finding.rows.clear()
    import_module("shop.migrations.0013_waybills_by_county").name_the_county(apps, None)
    assert found(Rule.WAYBILL_TWICE) == [finding]


def test_a_price_far_from_the_usual():
    plums = product()
    usual = [entry(plums, 100 + n, occurred_on=TODAY - timedelta(days=n)) for n in range(11)]
    dear, cheap = (entry(plums, yuan, occurred_on=TODAY) for yuan in (320, 30))
    sold(*usual, dear, cheap)
    assert {f.rows.get().source for f in found(Rule.PRICE)} == {dear.source, cheap.source}


def test_few_prices_say_nothing_of_what_is_usual():
    plums = product()
    sold(entry(plums, 100, occurred_on=TODAY), entry(plums, 1000, occurred_on=TODAY))
    assert found(Rule.PRICE) == []


def test_a_recognition_that_had_lapsed():
    supplier = world.cooperative()
    recognition = world.recognition(supplier, ends_on=date(2022, 6, 30))
    plums = product()
    fields = {
        "recognised": True,
        "recognition_number": recognition.number,
        "cooperative": supplier,
        "supplier_name": "社",
    }
    late = entry(plums, occurred_on=date(2022, 7, 1), **fields)
    sold(late, entry(plums, occurred_on=date(2022, 6, 30), **fields))
    (finding,) = found(Rule.RECOGNITION)
    assert finding.rows.get().source == late.source


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"帮扶产品编号": "BF9"}, "unknown"),
        ({"供应商名称": "乙社"}, "supplier"),
        ({"供应商名称": "", "产地县代码": "500236"}, "supplier"),
        ({"产地县代码": "500236"}, "supplier"),
        ({"产品名称": "巫山恋橙"}, "product"),
        ({}, None),
        ({"供应商名称": ""}, None),
    ],
)
def test_a_recognition_that_is_anothers_or_nobodys(told, why):
    """However many rows say so: once."""
    world.recognition(world.cooperative(name_zh="甲社"), number="BF1")
    line = {"帮扶产品编号": "BF1", "供应商名称": "甲社", **told}
    report(line, line)
    findings = found(Rule.RECOGNITION)
    assert [(finding.said["why"], finding.rows.count()) for finding in findings] == (
        [(why, 2)] if why else []
    )
    assert all(line["帮扶产品编号"] in words(finding) for finding in findings)


def test_each_supplier_that_misuses_a_recognition_is_told():
    world.recognition(world.cooperative(name_zh="甲社"), number="BF1")
    for supplier in ("乙社", "丙社"):
        report({"来源单号": supplier, "帮扶产品编号": "BF1", "供应商名称": supplier})
        find_what_is_new()
    assert [f.said["supplier"] for f in found(Rule.RECOGNITION)] == ["丙社", "乙社"]


def test_a_supplier_under_a_code_that_ended_keeps_its_recognition():
    world.recognition(world.cooperative("500105", name_zh="甲社"), number="BF1")
    line = {"产地县代码": "500105", "帮扶产品编号": "BF1"}
    report(line, {**line, "供应商名称": "甲社"})
    assert found(Rule.RECOGNITION) == []


def test_what_is_recognised_of_a_supplier_is_all_it_sells():
    world.recognition(world.cooperative(name_zh="甲社"), "", number="BF1")
    report({"帮扶产品编号": "BF1", "供应商名称": "甲社", "产品名称": "巫山恋橙"})
    assert found(Rule.RECOGNITION) == []


def test_an_official_at_the_desk_of_their_own_county():
    cooperative = world.cooperative()
    official = world.official("500000", "chongqing")
    world.official("370600", "yantai")
    assert found(Rule.OWN_COOPERATIVE) == []
    official.desks.create(cooperative=cooperative)
    (finding,) = found(Rule.OWN_COOPERATIVE)
    assert finding.county_id == "500237"


@pytest.mark.parametrize(
    "alike", [{"运单号": "SF1"}, {"来源单号": "T1"}, {}], ids=["waybill", "order number", "sale"]
)
def test_two_channels_tell_of_one_box(alike):
    other = {"销售金额（元）": "99.00"} if alike else {}
    report(alike)
    report({**alike, **other}, channel="GOV832")
    (finding,) = found(Rule.COUNTED_TWICE)
    assert {row.channel_id for row in finding.rows.all()} == {"ECOM", "GOV832"}


def test_many_boxes_alike_are_paired_one_by_one_and_once():
    report(*[{"来源单号": f"A{n}"} for n in range(3)])
    report(*[{"来源单号": f"B{n}"} for n in range(3)], channel="GOV832")
    pairs = found(Rule.COUNTED_TWICE)
    assert len({row.pk for pair in pairs for row in pair.rows.all()}) == 6 and len(pairs) == 3
    undo(pairs[0].rows.get(channel="GOV832"))
    assert len(found(Rule.COUNTED_TWICE)) == 3


def test_a_box_that_was_counted_once_and_is_told_again_is_found_again():
    """As its report told it otherwise meanwhile: what was decided of it as it was says nothing."""
    line = {"运单号": "SF1"}
    first = report(line).report
    report(line, channel="GOV832")
    (pair,) = found(Rule.COUNTED_TWICE)
    keep_one(pair, kept=pair.rows.get(channel="GOV832").pk, text="same", by=world.official())
    assert found(Rule.COUNTED_TWICE) == [pair]
    told = as_csv(rows({**line, "供应商名称": "甲社"}))
    import_report(told, name="a.csv", channel_code="ECOM", corrects=first)
    again, _pair = found(Rule.COUNTED_TWICE)
    assert again.rows.filter(supplier_name="甲社").exists()
    assert len(found(Rule.COUNTED_TWICE)) == 2


def test_two_boxes_told_again_are_still_two():
    line = {"运单号": "SF1"}
    first = report(line).report
    report(line, channel="GOV832")
    (pair,) = found(Rule.COUNTED_TWICE)
    close(pair, confirmed=False, text="two", by=world.official())
    told = as_csv(rows({**line, "供应商名称": "甲社"}))
    import_report(told, name="a.csv", channel_code="ECOM", corrects=first)
    assert found(Rule.COUNTED_TWICE) == [pair]


@pytest.mark.parametrize(
    ("told", "is_found"),
    [
        ({"净重（克）": "1"}, True),
        ({"销售金额（元）": "1.00"}, True),
        ({"净重（克）": "1", "销售金额（元）": "1.00"}, False),
    ],
    ids=["the amount is", "the weight is", "neither is"],
)
def test_goods_called_otherwise_are_one_where_amount_or_weight_is(told, is_found):
    report({"运单号": "SF1"})
    report({"运单号": "SF1", "产品名称": "脆李", **told}, channel="GOV832")
    assert len(found(Rule.COUNTED_TWICE)) == is_found


def test_of_a_parcel_each_line_is_paired_with_its_own():
    plums, oranges = {"运单号": "SF1"}, {"运单号": "SF1", "产品名称": "巫山恋橙"}
    report(plums, {**oranges, "销售金额（元）": "9.00"})
    report({**oranges, "产品名称": "恋橙", "销售金额（元）": "9.00"}, plums, channel="GOV832")
    pairs = found(Rule.COUNTED_TWICE)
    assert {len({row.amount_fen for row in pair.rows.all()}) for pair in pairs} == {1}
    assert len(pairs) == 2


@pytest.mark.parametrize("alike", [{"运单号": "SF1"}, {}], ids=["waybill", "sale"])
def test_a_box_under_two_codes_of_one_county(alike):
    other = {"销售金额（元）": "99.00", "净重（克）": "1"} if alike else {}
    report({"产地县代码": "500105", **alike})
    report({"产地县代码": "500112", **alike, **other}, channel="GOV832")
    assert len(found(Rule.COUNTED_TWICE)) == 1


def test_an_order_of_ours_that_a_channel_claims():
    order = world.paid_order(world.plums())
    report({"来源单号": order.code})
    (finding,) = found(Rule.COUNTED_TWICE)
    assert finding.said["by"] == "order"


def as_a_hall_notes(order, *, days_before: int = 0, **told) -> dict:
    """The same box, by somebody who saw it paid at the counter: a hall knows the city."""
    line = order.lines.get()
    paid_on = Entry.objects.get(order_code=order.code).occurred_on
    return {
        "销售日期": (paid_on - timedelta(days=days_before)).isoformat(),
        "产地县代码": line.product.county_id,
        "产品名称": line.product.name_zh,
        "净重（克）": line.weight_g,
        "销售金额（元）": decimal(line.amount_fen),
        "收货地市代码": "370600",
        **told,
    }


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ({}, "sale"),
        ({"days_before": 1}, "sale"),
        ({"追溯码": "{order}-1", "销售金额（元）": "1.00"}, "trace"),
        ({"追溯码": "https://shanhuo.example/trace/{order}-1/", "净重（克）": "1"}, "trace"),
    ],
    ids=["the city and the day", "the day before", "the code on the box", "its address"],
)
def test_an_order_of_ours_that_a_hall_notes_too(told, by):
    order = world.paid_order(world.plums())
    if "追溯码" in told:
        told = told | {"追溯码": told["追溯码"].format(order=order.code)}
    report(as_a_hall_notes(order, **told), channel="PAIRHALL")
    (finding,) = found(Rule.COUNTED_TWICE)
    assert finding.said["by"] == by
    assert {row.order_code for row in finding.rows.all()} == {order.code, ""}


@pytest.mark.parametrize(
    "told",
    [
        {"收货地市代码": "370200"},
        {"days_before": 2},
        {"追溯码": "L1", "销售金额（元）": "1.00"},
    ],
    ids=["another city", "two days before", "the code of a lot"],
)
def test_a_sale_that_is_only_like_an_order_of_ours(told):
    report(as_a_hall_notes(world.paid_order(world.plums()), **told), channel="PAIRHALL")
    assert found(Rule.COUNTED_TWICE) == []


def test_two_boxes_of_one_channel_are_two_boxes():
    report({}, {}, {"销售金额（元）": "1.00"})
    assert found(Rule.COUNTED_TWICE) == []


def test_what_was_found_is_found_once(capsys):
    report({"运单号": "SF1"}, {"运单号": "SF1"})
    call_command("find_warnings", "--since", "2020-01-01")
    call_command("find_warnings")
    assert capsys.readouterr().out == "1 new findings\n0 new findings\n"
