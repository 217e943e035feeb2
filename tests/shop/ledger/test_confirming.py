"""Sales made offline are confirmed by the other side, or shown by a paper."""

from weakref import ref

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from producers.models import Posting
from shop.ledger.confirming import attach, confirm, unconfirmed, waiting_for
from shop.ledger.reports.importing import import_report
from shop.ledger.reports.reviewing import may_read_whole
from shop.models import ConfirmedSale, Entry, Evidence
from shop.statistics.checking import check
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows
from tests.shop.statistics.rows import product, sold

pytestmark = pytest.mark.django_db

OFFLINE = {"销售方式": "线下"}
PDF = b"%PDF-1.7 delivery note"


@pytest.fixture
def wushan():
    world.country()
    return world.official("500237", "wushan")


@pytest.fixture
def yantai(wushan):
    return world.official("370600", "yantai")


@pytest.fixture
def report(wushan):
    """Of Wushan: one sale online, one offline, one offline that was partly refunded."""
    lines = rows({}, OFFLINE, {**OFFLINE, "退款金额（元）": "10.00"})
    return import_report(as_csv(lines), name="a.csv", channel_code="ECOM", by=wushan).report


def paper(content=PDF, name="送货单.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def unconfirmed_fen() -> int:
    return sum(unconfirmed(Entry.objects.all()).values_list("amount_fen", flat=True))


def test_what_was_sold_offline_waits_for_the_other_side(wushan, yantai, report):
    assert unconfirmed_fen() == 2 * 13760 - 1000
    assert waiting_for(wushan).count() == 0
    assert waiting_for(world.official("500000", "chongqing")).count() == 0
    assert waiting_for(world.official(None, "national")).count() == 0
    assert waiting_for(yantai).count() == 2
    assert confirm(waiting_for(yantai), by=yantai) == 2
    assert unconfirmed_fen() == 0
    assert waiting_for(yantai).count() == 0


def test_confirming_twice_is_confirming_once(yantai, report):
    sales = list(waiting_for(yantai).values_list("pk", flat=True))
    assert confirm(Entry.objects.filter(pk__in=sales), by=yantai) == 2
    assert confirm(Entry.objects.filter(pk__in=sales), by=yantai) == 0


def test_a_note_that_stayed_goes_with_the_next_confirmation(yantai, report):
    """As where a process of the version before confirmed while the site was updated."""
    sale = waiting_for(yantai).first()
    ConfirmedSale.objects.create(entry=sale, by=yantai)
    assert confirm(waiting_for(yantai), by=yantai) == 2
    assert unconfirmed_fen() == 0 and ConfirmedSale.objects.count() == 2


def test_what_the_operator_brought_either_side_confirms(wushan, yantai):
    import_report(as_csv(rows(OFFLINE)), name="a.csv", channel_code="ECOM")
    assert waiting_for(wushan).count() == waiting_for(yantai).count() == 1


def test_a_paper_shows_the_sales_of_its_report(wushan, report):
    evidence = attach(report, paper(), by=wushan)
    assert unconfirmed_fen() == 0
    assert evidence.sales.count() == 2
    assert [found.file_name for found in report.papers] == ["送货单.pdf"]


def test_the_other_side_confirms_some_and_then_all(client, yantai, report):
    client.force_login(yantai)
    assert f"/confirmations/{report.pk}/" in client.get("/confirmations/").content.decode()
    page = client.get(f"/confirmations/{report.pk}/").content.decode()
    assert "¥275.20" in page
    first = waiting_for(yantai).first()
    client.post(f"/confirmations/{report.pk}/", {"sale": [first.pk, "x", "9" * 30]})
    assert ConfirmedSale.objects.get().entry == first
    client.post(f"/confirmations/{report.pk}/", {"all": "1"})
    assert ConfirmedSale.objects.count() == 2
    assert "empty" in client.get("/en/confirmations/").content.decode()
    assert "empty" in client.get(f"/en/confirmations/{report.pk}/").content.decode()


def test_who_handed_in_attaches_the_paper_and_the_other_side_reads_it(
    client, wushan, yantai, report
):
    client.force_login(wushan)
    client.post(f"/reports/{report.pk}/evidence/", {"file": paper()})
    evidence = Evidence.objects.get()
    client.force_login(yantai)
    page = client.get(f"/evidence/{evidence.pk}/")
    assert (page.content, page.headers["Content-Type"]) == (PDF, "application/pdf")
    assert client.post(f"/reports/{report.pk}/evidence/", {"file": paper()}).status_code == 404
    client.force_login(world.official("620524", "gansu"))
    assert client.get(f"/evidence/{evidence.pk}/").status_code == 404


def test_a_paper_and_the_count_of_lines_are_for_who_may_read_each_of_them(client, wushan, yantai):
    lines = rows(OFFLINE, {**OFFLINE, "收货地市代码": "370200"})
    report = import_report(as_csv(lines), name="a.csv", channel_code="ECOM", by=wushan).report
    evidence = attach(report, paper(), by=wushan)

    def reads(official) -> tuple[bool, bool, bool]:
        client.force_login(official)
        listed = '<td class="num">2</td>' in client.get("/en/reports/").text
        page = client.get(f"/en/reports/{report.pk}/")
        told = f"/evidence/{evidence.pk}/" in page.text, "<dt>Lines</dt><dd>2</dd>" in page.text
        assert told[0] == told[1] and page.context["page_obj"].paginator.count
        return told[0], client.get(f"/evidence/{evidence.pk}/").status_code == 200, listed

    assert reads(yantai) == (False, False, False)
    assert reads(world.official("370000", "shandong")) == (True, True, False)
    for code in ("500237", "500000", None):
        assert reads(world.official(code, f"official-{code}")) == (True, True, True)


def test_a_report_that_repeats_a_line_is_whole_for_its_own_side_alone(wushan):
    """The line is a row of the report it was first in."""
    first, again = (
        import_report(as_csv(rows(*lines)), name="a.csv", channel_code="ECOM", by=wushan).report
        for lines in ([OFFLINE], [OFFLINE, OFFLINE])
    )
    assert (again.new, again.duplicates) == (1, 1)
    shandong = world.official("370000", "shandong")
    for official, whole in ((wushan, [True, True]), (shandong, [True, False])):
        postings = Posting.objects.of(official)
        assert [may_read_whole(one, official, postings) for one in (first, again)] == whole


def test_a_sale_written_again_to_count_its_parcel_stays_confirmed(wushan, yantai):
    order = {**OFFLINE, "来源单号": "A", "退款金额（元）": "10.00"}
    lines = rows(order, {**order, "规格": "1kg"})
    report = import_report(as_csv(lines), name="a.csv", channel_code="ECOM", by=wushan).report
    confirm(waiting_for(yantai), by=yantai)
    import_report(as_csv(lines[1:]), name="a.csv", channel_code="ECOM", by=wushan, corrects=report)
    again = Entry.objects.standing().get(kind=Entry.Kind.SALE)
    assert again.parcel_count == 1 and again.confirmed.by == yantai
    assert not unconfirmed(Entry.objects.all()).exists() and check()[1] == []


def test_a_row_is_let_go_once_nobody_needs_it():
    """Of a hundred thousand lines no more than a batch is held."""
    world.country()
    sale = ref(sold(product(), online=False))
    assert sale() is None and unconfirmed(Entry.objects.all()).exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (paper(b"<html>"), "no PDF"),
        (paper(PDF + b" " * 10 * 1024 * 1024), "larger than 10 MB"),
        (None, "required"),
    ],
    ids=["no paper", "too large", "none"],
)
def test_what_is_no_paper_is_refused_and_changes_nothing(client, wushan, report, file, said):
    client.force_login(wushan)
    page = client.post(
        f"/en/reports/{report.pk}/evidence/", {"file": file} if file else {}, follow=True
    )
    assert said in page.content.decode()
    assert not Evidence.objects.exists() and unconfirmed_fen() == 2 * 13760 - 1000
