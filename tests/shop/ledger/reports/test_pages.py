import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shop.ledger.reports.reading import LARGEST_FILE
from shop.models import ChannelReport, Entry
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wushan(client):
    world.country()
    client.force_login(world.official())


def hand_in(client, content: bytes, channel="ECOM", **data):
    upload = SimpleUploadedFile("七月.csv", content)
    return client.post(reverse("reports"), {"channel": channel, "file": upload, **data})


def test_an_official_hands_in_a_report_and_sees_its_rows(client):
    response = hand_in(client, as_csv(rows({}, {"退款金额（元）": "1"})))
    report = ChannelReport.objects.get()
    assert response["Location"] == reverse("report", args=[report.pk])
    page = client.get(response["Location"]).content.decode()
    assert "七月.csv" in page
    assert "¥137.60" in page
    assert "-1.00" in page
    assert str(report.pk) in client.get(reverse("reports")).content.decode()


def test_checking_stores_nothing(client):
    assert hand_in(client, as_csv(rows({})), rehearse="1").status_code == 200
    assert not Entry.objects.exists()


def test_the_same_file_again_is_said(client):
    hand_in(client, as_csv(rows({})))
    assert hand_in(client, as_csv(rows({})))["Location"] == reverse("reports")
    hand_in(client, as_csv(rows({}, {})))
    assert ChannelReport.objects.count() == 2


def test_every_error_is_shown_with_its_place(client):
    response = hand_in(client, as_csv(rows({"净重（克）": "0"}, {"产品分类": "?"})))
    page = response.content.decode()
    assert response.status_code == 422
    assert "净重（克）" in page
    assert "产品分类" in page
    assert not Entry.objects.exists()


def test_a_page_of_errors_has_an_end(client):
    response = hand_in(client, as_csv(rows(*[{"净重（克）": "0"}] * 250)))
    assert response.content.decode().count("<tr>") < 230


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"channel": "RETAIL", "file": SimpleUploadedFile("a.csv", b"x")},
        {"channel": "ECOM", "file": SimpleUploadedFile("a.csv", b"x" * (LARGEST_FILE + 1))},
    ],
)
def test_a_form_without_what_it_needs_is_refused(client, data):
    assert client.post(reverse("reports"), data).status_code == 422


def test_a_report_of_another_region_is_not_found(client):
    hand_in(client, as_csv(rows({"收货地市代码": "370600"})))
    report = ChannelReport.objects.get()
    client.force_login(world.official("620524", "gansu"))
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    client.force_login(world.official("370600", "yantai"))
    assert client.get(reverse("report", args=[report.pk])).status_code == 200
    client.force_login(world.user("nobody"))
    assert client.get(reverse("reports")).status_code == 404
    client.logout()
    assert client.get(reverse("reports")).status_code == 302
