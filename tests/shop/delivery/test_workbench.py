import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from shop.models import Carrier, PackingList, Parcel
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    world.country()
    return world.plums()


@pytest.fixture
def coop(offer, client):
    person = world.desk(offer.lot.cooperative)
    client.force_login(person)
    return person


def test_a_desk_sees_what_to_ship_and_only_its_own(
    client, offer, coop, django_assert_max_num_queries
):
    codes = [world.paid_order(offer).code for _ in range(5)]
    foreign = world.paid_order(world.millet())
    with django_assert_max_num_queries(14):
        page = client.get(reverse("workbench_parcels")).content.decode()
    assert all(code in page for code in codes)
    assert foreign.code not in page


@pytest.mark.parametrize("state", ["to_ship", "shipped", "received", "nonsense"])
def test_an_empty_list_says_so(client, coop, state):
    response = client.get(reverse("workbench_parcels"), {"state": state})
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_a_parcel_is_shipped_from_its_page(client, offer, coop):
    parcel = world.paid_order(offer).parcels.get()
    address = reverse("workbench_parcel", args=[parcel.order.code, 1])
    assert parcel.order.phone in client.get(address).content.decode()
    client.post(address, {"carrier": "SF", "numbers": "SF1234567890123\nSF1234567890124"})
    parcel.refresh_from_db()
    assert parcel.status == "shipped"
    assert parcel.waybills.count() == 2
    assert parcel.waybills.first().recorded_by == coop
    page = client.get(reverse("workbench_parcels"), {"state": "shipped"}).content.decode()
    assert "SF1234567890123" in page


@pytest.mark.parametrize(
    "data", [{}, {"carrier": "SF", "numbers": "1"}, {"carrier": "?", "numbers": "SF1234567890123"}]
)
def test_a_wrong_waybill_is_refused_with_a_message(client, offer, coop, data):
    parcel = world.paid_order(offer).parcels.get()
    response = client.post(reverse("workbench_parcel", args=[parcel.order.code, 1]), data)
    assert response.status_code == 422
    parcel.refresh_from_db()
    assert parcel.status == "to_ship"


def test_a_parcel_without_certificate_stays_and_the_page_says_why(client, offer, coop):
    parcel = world.paid_order(offer).parcels.get()
    lot = offer.lot
    type(lot).objects.filter(pk=lot.pk).update(certificate=None)
    address = reverse("workbench_parcel", args=[parcel.order.code, 1])
    assert lot.batch in client.get(address).content.decode()
    response = client.post(address, {"carrier": "SF", "numbers": "SF1234567890123"})
    assert response.status_code == 422
    assert lot.batch in response.content.decode()


def test_another_desks_parcel_is_not_found(client, offer, coop):
    foreign = world.paid_order(world.millet()).parcels.get()
    address = reverse("workbench_parcel", args=[foreign.order.code, 1])
    assert client.get(address).status_code == 404
    data = {"carrier": "SF", "numbers": "SF1234567890123"}
    assert client.post(address, data).status_code == 404


def test_ninety_days_after_receipt_the_contact_is_gone(client, offer, coop):
    parcel = world.paid_order(offer).parcels.get()
    address = reverse("workbench_parcel", args=[parcel.order.code, 1])
    contact = (parcel.order.phone, parcel.order.street)
    shown = client.get(address).text
    assert all(said in shown for said in contact)
    Parcel.objects.update(received_at=timezone.now() - timedelta(days=91), status="received")
    shown = client.get(address).text
    assert parcel.order.code in shown and not any(said in shown for said in contact)


def test_the_packing_list_goes_out_and_in(client, offer, coop):
    world.paid_order(offer)
    response = client.post(reverse("workbench_packing_list"))
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert PackingList.objects.get().by == coop
    book = load_workbook(io.BytesIO(response.content))
    book.active["C2"] = "YT1234567890123"
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("list.xlsx", file.getvalue())
    response = client.post(reverse("workbench_waybills"), {"file": upload}, follow=True)
    assert response.status_code == 200
    assert Parcel.objects.get().waybills.get().carrier == Carrier.objects.get(code="YTO")


def test_the_rows_that_do_not_match_are_listed(client, offer, coop):
    world.paid_order(offer)
    book = load_workbook(io.BytesIO(client.post(reverse("workbench_packing_list")).content))
    book.active["A2"], book.active["C2"] = "NOTMINE0-1", "YT1234567890123"
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("list.xlsx", file.getvalue())
    response = client.post(reverse("workbench_waybills"), {"file": upload})
    assert response.status_code == 422
    assert "NOTMINE0-1" in response.content.decode()


@pytest.mark.parametrize(
    "upload", [None, SimpleUploadedFile("a.xlsx", b"x" * (5 * 1024 * 1024 + 1))]
)
def test_no_file_and_a_huge_one_are_refused(client, coop, upload):
    data = {"file": upload} if upload else {}
    assert client.post(reverse("workbench_waybills"), data).status_code == 422


def test_what_was_sold_shipped_and_refunded_by_day(client, offer, coop):
    world.paid_order(offer)
    client.post(
        reverse("workbench_parcel", args=[Parcel.objects.get().order.code, 1]),
        {"carrier": "SF", "numbers": "SF1234567890123"},
    )
    page = client.get(reverse("workbench_sales")).content.decode()
    assert "¥68.80" in page
    today = timezone.localdate().isoformat()
    response = client.get(
        reverse("workbench_sales"), {"since": today, "until": today, "as": "xlsx"}
    )
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet[2]][1:] == [68.8, 2.5, 1, 0]


@pytest.mark.parametrize(
    "period",
    [
        {"since": "2026-02-30", "until": "2026-03-01"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"since": "1900-01-01", "until": "2026-03-01"},
    ],
)
def test_a_wrong_period_is_said(client, coop, period):
    response = client.get(reverse("workbench_sales"), period)
    assert response.status_code == 200
    assert "errorlist" in response.text and response.context["days"] == []


def test_a_buyer_confirms_receipt_and_a_stranger_finds_nothing(client, offer):
    buyer = world.user("buyer")
    unit = world.organisation()
    colleague = world.member(unit, "colleague")
    parcel = world.paid_order(offer, buyer=buyer, organisation=unit).parcels.get()
    address = reverse("parcel_receipt", args=[parcel.order.code, 1])
    assert client.post(address).status_code == 404
    # They see the order, and do not say for its buyer that it came.
    for other in (colleague, world.operator()):
        client.force_login(other)
        assert client.get(parcel.order.get_absolute_url()).status_code == 200
        assert client.post(address).status_code == 404
    client.force_login(buyer)
    client.post(address)
    parcel.refresh_from_db()
    assert parcel.status == "to_ship"
    Parcel.objects.update(status="shipped", shipped_at=timezone.now())
    client.post(address)
    parcel.refresh_from_db()
    assert parcel.status == "received"
    assert parcel.order.events.get(kind="received").by == buyer
