"""Officials look at a finding, answer it and close it, each once."""

import re
from html import unescape

import pytest
from django.db.models import Sum
from django.utils import timezone

from shop.ledger.reports.importing import import_report
from shop.ledger.reports.reviewing import resting_on, withdraw
from shop.models import ChannelReport, Entry, Finding, Notice
from shop.warnings.deciding import ConcernsThem, assign, keep_one
from shop.warnings.finding import find_what_is_new
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows
from tests.shop.statistics.rows import product, sold
from tests.shop.statistics.test_as_seen import code_on

pytestmark = pytest.mark.django_db

PRICE = {"price_fen": 1, "usual_fen": 100}


@pytest.fixture
def official():
    world.country()
    return world.official("500237", "wushan")


@pytest.fixture
def pair(official):
    """A box two channels tell of, and a second line of the same parcel in the second of them."""
    import_report(as_csv(rows({})), name="a.csv", channel_code="ECOM")
    lines = rows({}, {"产品名称": "巫山恋橙", "来源单号": "P0001", "净重（克）": "700"})
    import_report(as_csv(lines), name="b.csv", channel_code="GOV832")
    find_what_is_new()
    return Finding.objects.get(rule="counted_twice")


def decide(client, finding, **typed):
    return client.post(f"/en/warnings/{finding.pk}/decision/", typed, follow=True).content.decode()


def offered(client, finding) -> list[tuple]:
    """To whom the page offers to assign it."""
    return list(
        client.get(f"/en/warnings/{finding.pk}/").context["assign_form"].fields["to"].choices
    )


def amount_fen() -> int:
    return Entry.objects.aggregate(Sum("amount_fen"))["amount_fen__sum"]


def test_one_of_two_counts_and_the_other_is_taken_back(client, official, pair):
    client.force_login(official)
    kept, other = pair.rows.order_by("pk")
    assert amount_fen() == 3 * 13760
    decide(client, pair, do="keep", kept=kept.pk, text="同一箱")
    assert amount_fen() == 2 * 13760
    assert Entry.objects.standing().filter(pk=other.pk).count() == 0
    # The other line of the parcel counts it now.
    assert Entry.objects.aggregate(Sum("parcel_count"))["parcel_count__sum"] == 2
    pair.refresh_from_db()
    assert (pair.status, pair.events.get().text) == ("confirmed", "同一箱")


REPORTED = {"退款金额（元）": "10"}


def kept_second_of(report_of: dict, by) -> tuple[ChannelReport, ChannelReport]:
    """Two reports of one box, of which the second was said to count."""
    first, second = (
        import_report(as_csv(rows(report_of)), name="a.csv", channel_code=channel).report
        for channel in ("ECOM", "GOV832")
    )
    find_what_is_new()
    pair = Finding.objects.get(rule="counted_twice")
    keep_one(pair, kept=pair.rows.get(channel="GOV832").pk, text="same", by=by)
    return first, second


def told_again(*lines: dict, channel="ECOM", **options):
    return import_report(as_csv(rows(*lines)), name="b.csv", channel_code=channel, **options)


def test_a_box_said_to_be_another_stays_taken_back(official):
    """Whichever file tells of it again, as long as the other counts."""
    first, second = kept_second_of(REPORTED, official)
    assert told_again(REPORTED).duplicates == 1
    assert list(resting_on(second)) == [first]
    more = told_again(REPORTED, {}, corrects=first)
    assert (more.new, more.duplicates) == (1, 1)
    assert list(resting_on(second)) == [more.report] and not resting_on(more.report)
    assert amount_fen() == 2 * 13760 - 1000
    withdraw(second, by=official, reason="错月")
    counted = told_again(REPORTED, channel="GOV832").report
    assert list(resting_on(counted)) == [more.report]
    withdraw(counted, by=official, reason="错月")
    again = told_again(REPORTED, {}, corrects=first)
    assert (again.new, again.duplicates) == (1, 1)
    told_again(REPORTED, channel="GOV832")
    find_what_is_new()
    assert Finding.objects.filter(rule="counted_twice", status="open").count() == 1


def test_a_box_that_stays_taken_back_does_so_in_the_next_version(official):
    """The row that counts may be another version of its line by then."""
    _first, second = kept_second_of(REPORTED, official)
    withdraw(second, by=official, reason="错月")
    told_again(REPORTED, channel="GOV832", corrects=second)
    assert told_again(REPORTED).duplicates == 1
    assert amount_fen() == 13760 - 1000
    # What is told otherwise is for a person again.
    assert told_again({**REPORTED, "供应商名称": "甲社"}).new == 1


def test_two_who_decide_decide_once(client, official, pair):
    client.force_login(official)
    first, second = pair.rows.order_by("pk")
    decide(client, pair, do="keep", kept=first.pk, text="same")
    page = decide(client, pair, do="keep", kept=second.pk, text="same")
    assert "Somebody closed this finding before you" in page
    assert amount_fen() == 2 * 13760


def take_back_report_of(row: Entry, by) -> ChannelReport:
    report = ChannelReport.objects.get(lines=row.report_line)
    withdraw(report, by=by, reason="错月")
    return report


def test_what_was_taken_back_cannot_be_kept(client, official, pair):
    """Had it its way, nothing of the box would be left."""
    client.force_login(official)
    gone, other = pair.rows.order_by("pk")
    take_back_report_of(gone, official)
    page = client.get(f"/en/warnings/{pair.pk}/").content.decode()
    assert f'name="kept" value="{other.pk}"' in page and "Taken back" in page
    assert f'name="kept" value="{gone.pk}"' not in page
    assert "choose the other one" in decide(client, pair, do="keep", kept=gone.pk, text="same")
    assert amount_fen() == 2 * 13760
    decide(client, pair, do="keep", kept=other.pk, text="same")
    assert amount_fen() == 2 * 13760
    pair.refresh_from_db()
    assert pair.status == "confirmed"


@pytest.mark.parametrize("kept", [0, 1], ids=["the one told again", "the other"])
def test_a_row_told_again_is_decided_as_it_stands(client, official, pair, kept):
    report = take_back_report_of(pair.rows.earliest("pk"), official)
    import_report(as_csv(rows({})), name="a.csv", channel_code="ECOM", corrects=report)
    find_what_is_new()
    assert Finding.objects.get(rule="counted_twice") == pair
    client.force_login(official)
    decide(client, pair, do="keep", kept=pair.rows.order_by("pk")[kept].pk, text="same")
    left = Entry.objects.standing().exclude(product_name="巫山恋橙")
    assert left.get().channel_id == ["ECOM", "GOV832"][kept]


def test_two_boxes_stay_two(client, official, pair):
    client.force_login(official)
    decide(client, pair, do="false", text="two boxes")
    assert amount_fen() == 3 * 13760
    page = client.get("/en/warnings/").content.decode()
    assert "100.00%" in page and "false alarm" in page


def test_an_order_of_ours_is_never_taken_back(client, official):
    order = world.paid_order(world.plums())
    import_report(as_csv(rows({"来源单号": order.code})), name="a.csv", channel_code="ECOM")
    find_what_is_new()
    finding = Finding.objects.get(rule="counted_twice")
    client.force_login(official)
    claim = finding.rows.get(report_line__isnull=False)
    before = amount_fen()
    assert "always counts" in decide(client, finding, do="keep", kept=claim.pk, text="x")
    assert amount_fen() == before
    decide(client, finding, do="keep", kept=finding.rows.get(report_line=None).pk, text="x")
    assert amount_fen() == before - 13760


def test_only_of_the_same_box_told_twice_a_row_is_taken_back(client, official):
    import_report(
        as_csv(rows({"运单号": "SF1"}, {"运单号": "SF1"})), name="a.csv", channel_code="ECOM"
    )
    find_what_is_new()
    finding = Finding.objects.get(rule="waybill_twice")
    client.force_login(official)
    kept, _other = finding.rows.all()
    assert "Choose the one of the two" in decide(client, finding, do="keep", kept=kept.pk, text="x")
    assert amount_fen() == 2 * 13760


def test_whom_it_is_assigned_to_is_told(client, official, pair):
    client.force_login(official)
    decide(client, pair, do="assign", to=official.pk)
    assert not Notice.objects.exists()
    chongqing = world.official("500000", "chongqing")
    decide(client, pair, do="assign", to=chongqing.pk)
    notice = Notice.objects.get()
    assert notice.email == chongqing.email
    assert f"/warnings/{pair.pk}/" in notice.body


def test_more_sold_than_grown_leads_to_its_rows(client, official):
    """To those of the product and year, not of another."""
    plums, today = product(), timezone.localdate()
    for grown in (plums, None):
        world.output(official, 1, grown)
    sold(plums, 111, occurred_on=today)
    sold(product("巫山恋橙"), 222, occurred_on=today)
    find_what_is_new()
    client.force_login(official)
    listed = []
    for finding in Finding.objects.filter(rule="beyond_output").order_by("said__sold_g"):
        page = client.get(f"/en/warnings/{finding.pk}/").content.decode()
        address = unescape(re.search(r'href="([^"]*/statistics/rows/[^"]*)"', page)[1])
        rows_page = client.get(address).content.decode()
        listed.append([amount in rows_page for amount in ("111.00", "222.00")])
    assert listed == [[True, False], [True, True]]


def test_the_share_of_false_alarms_is_of_what_was_closed(client, official):
    statuses = ["open", "answered", "confirmed", "confirmed", "false_alarm"]
    Finding.objects.bulk_create(
        Finding(rule="price", key=f"price:{n}", county_id="500237", status=status, said=PRICE)
        for n, status in enumerate(statuses)
    )
    client.force_login(official)
    page = client.get("/en/warnings/").content.decode()
    shown = re.findall(r'class="num">([^<]*)</td>', page)
    assert shown == ["5", "3", "1", "33.33%"]


def test_it_is_assigned_answered_and_closed(client, official, pair):
    client.force_login(official)
    decide(client, pair, do="assign", to=official.pk)
    decide(client, pair, do="answer", text="We look into it.")
    decide(client, pair, do="confirm", text="It was one box.")
    assert [event.kind for event in pair.events.all()] == ["assigned", "answered", "confirmed"]
    page = client.get(f"/en/warnings/{pair.pk}/").content.decode()
    assert "We look into it." in page and "Answer and close" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"do": "sing"}, "Press one of the buttons"),
        ({"do": "answer", "text": ""}, "required"),
        ({"do": "assign", "to": "0"}, "valid choice"),
        ({"do": "keep", "kept": "999999", "text": "x"}, "Choose the one of the two"),
        ({"do": "keep", "kept": "x", "text": "x"}, "whole number"),
    ],
)
def test_what_is_no_decision_changes_nothing(client, official, pair, typed, said):
    client.force_login(official)
    assert said in decide(client, pair, **typed)
    pair.refresh_from_db()
    assert pair.status == "open" and not pair.events.exists()


def test_others_see_nothing_of_it(client, official, pair):
    client.force_login(world.official("620524", "gansu"))
    assert client.get(f"/warnings/{pair.pk}/").status_code == 404
    assert "empty" in client.get("/warnings/").content.decode()
    client.force_login(world.official("500000", "chongqing"))
    assert client.get(f"/warnings/{pair.pk}/").status_code == 200


def test_a_county_sees_only_its_own_rows_of_a_waybill(client, official):
    box = {"运单号": "SF1"}
    there = {**box, "产地县代码": "500236", "产品名称": "奉节脐橙", "收货地市代码": "370200"}
    import_report(as_csv(rows(box, there)), name="a.csv", channel_code="ECOM")
    find_what_is_new()
    finding = Finding.objects.get(rule="waybill_twice", county="500237")
    client.force_login(official)
    page = client.get(f"/warnings/{finding.pk}/").content.decode()
    assert "巫山脆李" in page and "奉节脐橙" not in page


@pytest.mark.parametrize("do", ["answer", "confirm", "false", "assign"])
def test_nobody_decides_what_is_found_about_themselves(client, official, do):
    official.desks.create(cooperative=world.cooperative())
    find_what_is_new()
    finding = Finding.objects.get(rule="own_cooperative")
    client.force_login(official)
    other = world.official("500000", "chongqing")
    page = decide(client, finding, do=do, text="nothing in it", to=other.pk)
    assert "This finding is about you" in page and "<textarea" not in page
    assert not finding.events.exists()
    client.force_login(other)
    assert [to for to, _name in offered(client, finding)] == ["", other.pk]
    decide(client, finding, do="assign", to=official.pk)
    with pytest.raises(ConcernsThem):
        assign(finding, to=official, by=other)
    finding.refresh_from_db()
    assert finding.assigned_to is None
    decide(client, finding, do="confirm", text="They left the desk.")
    assert finding.events.get().by == other


def test_a_filter_that_is_none_shows_nothing(client, official, pair):
    client.force_login(official)
    assert f"/warnings/{pair.pk}/" in client.get("/warnings/?rule=counted_twice").content.decode()
    assert f"/warnings/{pair.pk}/" not in client.get("/warnings/?rule=price").content.decode()
    assert f"/warnings/{pair.pk}/" not in client.get("/warnings/?rule=x").content.decode()


def test_the_code_on_the_list_leads_to_what_it_shows(client, official, pair, settings):
    client.force_login(official)
    page = client.get("/warnings/?rule=counted_twice&status=")
    assert code_on(page.content.decode(), settings).endswith("/warnings/?rule=counted_twice")
