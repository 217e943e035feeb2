from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from producers.models import Posting
from shop.channels import loading as channels
from shop.ledger.reports import loading, uploading
from shop.ledger.reports.reading import LARGEST_FILE
from shop.models import ChannelReport, Entry, ExpectedReport, Meaning, ReportUpload
from tests import world
from tests.shop.ledger.reports.reports import ROW, as_csv, rows
from tests.shop.ledger.reports.sources import SOLD

pytestmark = pytest.mark.django_db

NAMED = {name: said for name, said in ROW.items() if name != "产地县代码"}


@pytest.fixture(autouse=True)
def wushan(client):
    world.country()
    person = world.official()
    client.force_login(person)
    return person


def bring(client, content: bytes, channel="ECOM", to=None, **data):
    upload = SimpleUploadedFile("七月.csv", content)
    return client.post(to or reverse("reports"), {"channel": channel, "file": upload, **data})


def do(client, name: str, thing, **data):
    return client.post(reverse(name, args=[thing.pk]), data, follow=True)


def hand_in(client, content: bytes, **data) -> ChannelReport:
    assert bring(client, content, **data).status_code == 302
    do(client, "report_upload_handing_in", ReportUpload.objects.latest("pk"))
    return ChannelReport.objects.latest("pk")


def page_of(client, name: str, thing) -> str:
    return client.get(english(name, thing.pk), follow=True).content.decode()


def english(name: str, *args) -> str:
    with override("en"):
        return reverse(name, args=args)


def test_an_official_sees_what_a_file_adds_and_hands_it_in(client):
    hand_in(client, as_csv(rows({}, {})))
    response = bring(client, as_csv(rows({}, {"来源单号": "B", "退款金额（元）": "1"})))
    upload = ReportUpload.objects.latest("pk")
    assert response["Location"] == reverse("report_upload", args=[upload.pk])
    assert Entry.objects.count() == 2
    page = page_of(client, "report_upload", upload)
    assert "¥274.20" in page
    assert "¥275.20" in page
    do(client, "report_upload_handing_in", upload)
    report = ChannelReport.objects.latest("pk")
    assert (report.new, report.duplicates, report.region_id) == (1, 1, "500237")
    assert client.get(response["Location"])["Location"] == reverse("report", args=[report.pk])
    page = page_of(client, "report", report)
    assert "七月.csv" in page
    assert "-1.00" in page
    do(client, "report_upload_handing_in", upload)
    assert Entry.objects.count() == 4


def test_a_file_told_before_adds_nothing(client):
    hand_in(client, as_csv(rows({})))
    bring(client, as_csv(rows({})))
    upload = ReportUpload.objects.latest("pk")
    do(client, "report_upload_handing_in", upload)
    assert "stored before" in page_of(client, "report_upload", upload)
    assert ChannelReport.objects.count() == 1


def test_every_error_is_shown_with_its_place_and_nothing_kept(client):
    response = bring(client, as_csv(rows({"净重（克）": "0"}, {"产地县代码": "1"})))
    page = response.content.decode()
    assert response.status_code == 422
    assert "净重（克）" in page
    assert "产地县代码" in page
    assert not ReportUpload.objects.exists()


def test_a_page_of_errors_has_an_end(client):
    response = bring(client, as_csv(rows(*[{"净重（克）": "0"}] * 250)))
    assert response.content.decode().count("<tr>") < 230


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"channel": "", "file": SimpleUploadedFile("a.csv", b"x")},
        {"channel": "RETAIL", "file": SimpleUploadedFile("a.csv", b"x")},
        {"channel": "ECOM", "file": SimpleUploadedFile("a.csv", b"x" * (LARGEST_FILE + 1))},
        {"channel": "ECOM", "first_day": "2022-07-02", "last_day": "2022-07-01"},
        {"channel": "ECOM", "first_day": "2022-07-02"},
    ],
)
def test_a_form_without_what_it_needs_is_refused(client, data):
    assert client.post(reverse("reports"), data).status_code == 422


def test_a_source_knows_its_channel_and_no_other(client):
    channels.load()
    loading.load()
    profile = loading.Profile.objects.get(code="union-welfare")
    content = as_csv([SOLD["union-welfare"]])
    assert bring(client, content, channel="ECOM", profile=profile.pk).status_code == 422
    report = hand_in(client, content, channel="", profile=profile.pk)
    assert report.channel_id == "UNION"
    assert profile.name_en in page_of(client, "report_upload", upload_without_report())


def upload_without_report() -> ReportUpload:
    upload = ReportUpload.objects.latest("pk")
    upload.report, upload.status = None, "read"
    upload.save()
    return upload


def test_somebody_posted_twice_says_which_place_reports(client, wushan):
    Posting.objects.create(user=wushan, region_id="500236", starts_on=date(2020, 1, 1))
    assert bring(client, as_csv(rows({}))).status_code == 422
    report = hand_in(
        client,
        as_csv(rows({})),
        region="500236",
        first_day="2022-07-01",
        last_day="2022-07-31",
    )
    assert (report.region_id, report.first_day) == ("500236", date(2022, 7, 1))
    assert bring(client, as_csv(rows({"来源单号": "B"})), region="620524").status_code == 422


def test_words_are_explained_once(client):
    lines = [{**NAMED}, {**NAMED, "产地县": "巫山线", "来源单号": "2"}]
    lines.append({**NAMED, "产地县": "巫山线", "来源单号": "3"})
    wrong = as_csv([*lines[1:], {**NAMED, "产地县": "巫山县", "净重（克）": "0"}])
    assert bring(client, wrong).status_code == 302
    do(client, "report_upload_meanings", ReportUpload.objects.get(), **{"word-0": "500237"})
    Meaning.objects.all().delete()
    ReportUpload.objects.all().delete()
    assert bring(client, as_csv(lines[1:])).status_code == 302
    upload = ReportUpload.objects.get()
    page = page_of(client, "report_upload", upload)
    assert page.count("巫山线</span>") == 1
    assert "重庆市巫山县" in page
    do(client, "report_upload_meanings", upload)
    assert not Meaning.objects.exists()
    do(client, "report_upload_handing_in", upload)
    assert not Entry.objects.exists()
    do(client, "report_upload_meanings", upload, **{"word-0": "500237"})
    upload.refresh_from_db()
    assert (upload.status, upload.faults) == ("read", [])
    do(client, "report_upload_handing_in", upload)
    assert Entry.objects.filter(origin="500237").count() == 2
    lines[2]["来源单号"] = "4"
    assert hand_in(client, as_csv(lines[2:])).new == 1


def test_a_file_that_is_not_handed_in_may_be_removed(client):
    bring(client, as_csv(rows({})))
    upload = ReportUpload.objects.get()
    assert "七月.csv" in client.get(reverse("reports")).content.decode()
    do(client, "report_upload_removal", upload)
    assert not ReportUpload.objects.exists()
    hand_in(client, as_csv(rows({})))
    do(client, "report_upload_removal", ReportUpload.objects.get())
    assert ReportUpload.objects.exists()


def test_a_large_file_is_read_and_stored_by_the_worker(client, monkeypatch):
    monkeypatch.setattr(uploading, "AT_ONCE", 10)
    content = as_csv(rows(*[{}] * 1500))
    assert bring(client, content).status_code == 302
    upload = ReportUpload.objects.get()
    assert upload.status == "reading"
    assert DBTaskResult.objects.count() == 1
    cache.set(uploading.progress_key(upload), 700)
    assert "700 rows so far" in page_of(client, "report_upload", upload)
    uploading.work_from_queue.func(upload.pk)
    assert uploading.progress_of(upload) == 1000
    do(client, "report_upload_handing_in", upload)
    page = page_of(client, "report_upload", upload)
    assert "hx-get" in page and "htmx-config" in page
    uploading.work_from_queue.func(upload.pk)
    assert uploading.progress_of(upload) == 1500
    uploading.work_from_queue.func(upload.pk)
    uploading.work_from_queue.func(0)
    assert (Entry.objects.count(), ChannelReport.objects.count()) == (1500, 1)


def test_what_was_lost_with_its_worker_is_taken_up(client, monkeypatch):
    bring(client, as_csv(rows({})))
    upload = ReportUpload.objects.get()
    long_ago = timezone.now() - timedelta(hours=1)
    ReportUpload.objects.update(status="posting", asked_at=long_ago)
    (lost,) = uploading.left_lying()
    uploading.take_up(lost)
    upload.refresh_from_db()
    assert upload.report.new == 1
    assert not uploading.left_lying().exists()


def test_what_came_in_between_is_told(client, wushan):
    bring(client, as_csv(rows({})))
    hand_in(client, as_csv(rows({"净重（克）": "1"})))
    upload = ReportUpload.objects.earliest("pk")
    do(client, "report_upload_handing_in", upload)
    upload.refresh_from_db()
    assert upload.status == "refused"
    assert "净重（克）" in page_of(client, "report_upload", upload)


def test_an_order_told_elsewhere_is_pointed_at(client):
    hand_in(client, as_csv(rows({})))
    bring(client, as_csv(rows({})), channel="GOV832")
    assert "may count twice" in page_of(client, "report_upload", ReportUpload.objects.latest("pk"))


def test_a_report_is_returned_corrected_and_accepted(client, wushan):
    report = hand_in(client, as_csv(rows({}, {})), first_day="2022-07-01", last_day="2022-07-31")
    chongqing = world.official("500000", "chongqing")
    client.force_login(chongqing)
    do(client, "report_return", report)
    assert Entry.objects.count() == 2
    do(client, "report_return", report, reason="缺发票")
    page = page_of(client, "report", report)
    assert "缺发票" in page
    assert Entry.objects.count() == 4
    do(client, "report_acceptance", report)
    report.refresh_from_db()
    assert report.status == "returned"
    do(client, "report_return", report, reason="再来")
    assert report.events.count() == 2
    client.force_login(wushan)
    address = reverse("report_correction", args=[report.pk])
    assert "Hand it in again" in page_of(client, "report", report)
    assert client.get(address).status_code == 200
    assert bring(client, as_csv(rows({})), to=address).status_code == 422
    wrong = as_csv(rows({"净重（克）": "0"}))
    assert bring(client, wrong, to=address, reason="补发票").status_code == 422
    bring(client, as_csv(rows({}, {})), to=address, reason="补发票")
    upload = ReportUpload.objects.latest("pk")
    assert (upload.first_day, upload.reason) == (date(2022, 7, 1), "补发票")
    assert "补发票" in page_of(client, "report_upload", upload)
    do(client, "report_upload_handing_in", upload)
    again = ChannelReport.objects.latest("pk")
    client.force_login(chongqing)
    do(client, "report_acceptance", again)
    again.refresh_from_db()
    assert (again.status, again.corrects) == ("accepted", report)
    assert str(again.pk) in page_of(client, "report", report)


def test_only_the_place_itself_withdraws_and_corrects(client, wushan):
    report = hand_in(client, as_csv(rows({})))
    client.force_login(world.official("370600", "yantai"))
    for name in ("acceptance", "return", "withdrawal", "correction"):
        address = reverse(f"report_{name}", args=[report.pk])
        assert client.post(address, {"reason": "x"}).status_code == 404
    client.force_login(world.official("500237", "colleague"))
    do(client, "report_withdrawal", report, reason="错月")
    report.refresh_from_db()
    assert report.status == "withdrawn"


def test_who_takes_a_report_back_is_told_which_files_have_to_come_again(client):
    half, whole = as_csv(rows({})), as_csv(rows({}, {}))
    first, second = hand_in(client, half), hand_in(client, whole)
    leads_to_second = f'href="{english("report", second.pk)}"'
    assert leads_to_second in page_of(client, "report", first)
    assert "hand in their files again" not in page_of(client, "report", second)
    do(client, "report_withdrawal", first, reason="错月")
    assert Entry.objects.standing().count() == 1
    hand_in(client, whole)
    assert Entry.objects.standing().count() == 2


def test_a_report_the_operator_imported_is_corrected_by_a_file_of_its_kind(client, wushan):
    report = ChannelReport.objects.create(
        channel_id="ECOM", region_id="500237", handed_in_by=wushan, file_name="a", sha256=""
    )
    address = reverse("report_correction", args=[report.pk])
    assert bring(client, as_csv(rows({})), to=address, reason="补").status_code == 302
    assert ReportUpload.objects.get().profile is None


def test_a_report_of_another_region_is_not_found(client):
    report = hand_in(client, as_csv(rows({"收货地市代码": "370600"})))
    client.force_login(world.official("620524", "gansu"))
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    client.force_login(world.official("370600", "yantai"))
    assert client.get(reverse("report", args=[report.pk])).status_code == 200
    client.force_login(world.user("nobody"))
    assert client.get(reverse("reports")).status_code == 404
    assert not ChannelReport.objects.visible_to(world.user("nobody-else")).exists()
    assert not ChannelReport.objects.visible_to(AnonymousUser()).exists()
    assert ChannelReport.objects.visible_to(world.official(None, "national")).get() == report
    client.logout()
    assert client.get(reverse("reports")).status_code == 302


def test_who_is_missing_stands_on_one_page(client):
    address = english("reports_missing")
    data = {
        "region": "巫山县", "channel": "ECOM", "months": "1", "due_days": "10",
        "starts_on": "2022-01-01",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"region": "620524"}).status_code == 422
    page = client.get(address, {"month": "2022-07"}).content.decode()
    assert "0 of 1 channel has reported." in page
    assert "overdue" in page
    hand_in(client, as_csv(rows({})))
    page = client.get(address, {"month": "2022-07"}).content.decode()
    assert "Everybody has reported." in page
    assert "2022-06" in client.get(address, {"month": "2022-07"}).content.decode()
    assert client.get(address, {"month": "99999"}).status_code == 200
    assert "Nobody was expected" in client.get(address, {"month": "0001-01"}).content.decode()
    expected = ExpectedReport.objects.get()
    do(client, "report_expected_end", expected)
    expected.refresh_from_db()
    assert expected.ends_on == timezone.localdate()


def test_the_whole_country_expects_of_anybody(client):
    client.force_login(world.official(None, "national"))
    data = {
        "region": "620524", "channel": "ECOM", "months": "3", "due_days": "10",
        "starts_on": "2022-01-01",
    }  # fmt: skip
    assert client.post(reverse("reports_missing"), data).status_code == 302
    assert ExpectedReport.objects.get().region_id == "620524"
