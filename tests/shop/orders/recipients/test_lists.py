import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate
from openpyxl import load_workbook

from producers.models import Lot
from shop.ledger.reports.faults import ReportRefused
from shop.models import BasketLine, Offer, Order, Parcel, RecipientList
from shop.orders.forgetting import forget_contact
from shop.orders.placing import BasketChanged, TermsNotConfirmed, TotalChanged
from shop.orders.recipients import ordering, reading
from shop.orders.recipients.ordering import forget, order_for_all
from tests import world
from tests.shop.orders.recipients.lists import (
    contact,
    kept,
    ordered,
    row,
    total_of,
    workbook_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    activate("en")
    world.country()


@pytest.fixture
def unit():
    return world.organisation()


@pytest.fixture
def member(unit):
    return world.member(unit)


def faults_of(rows, *offers, of, by) -> list[tuple]:
    with pytest.raises(ReportRefused) as refused:
        kept(rows, *offers, of=of, by=by)
    return [(fault.row, fault.column, str(fault.message)) for fault in refused.value.faults]


def test_each_recipient_gets_what_its_row_says(unit, member):
    plums, millet = world.plums(), world.millet()
    order = ordered([row(0, 1, 2), row(1, "", 1)], plums, millet, of=unit, by=member)
    parcels = Parcel.objects.filter(order=order).order_by("number")
    assert [(parcel.address.receiver, parcel.transport) for parcel in parcels] == [
        ("职工0", "cold"),
        ("职工0", "ambient"),
        ("职工1", "ambient"),
    ]
    assert [line.packs for line in order.lines.all()] == [1, 2, 1]
    assert [(line.packs, line.amount_fen) for line in order.goods()] == [(1, 6880), (3, 5400)]
    assert (order.receiver, order.destination_id) == ("宋岚", "370602")
    assert (order.recipient_count, RecipientList.objects.count()) == (2, 0)


def test_a_second_click_gives_the_same_order(unit, member):
    listed = kept([row(0)], world.plums(), of=unit, by=member)
    total = total_of(listed)
    first = order_for_all(listed, contact=contact(), language="en", shown_fen=total)
    assert order_for_all(listed, contact=contact(), language="en", shown_fen=total) == first
    assert Order.objects.count() == 1


def test_nothing_is_ordered_that_nobody_agreed_to(unit, member):
    listed = kept([row(0)], world.plums(), of=unit, by=member)
    total = total_of(listed)
    with pytest.raises(TotalChanged):
        order_for_all(listed, contact=contact(), language="en", shown_fen=total + 1)
    with pytest.raises(TermsNotConfirmed):
        order_for_all(listed, contact=contact(fresh_terms=False), language="en", shown_fen=total)
    assert not Order.objects.exists()
    assert RecipientList.objects.exists()


@pytest.mark.parametrize(
    "change", [{"stopped_at": timezone.now()}, {"available_g": 0, "taken_g": 1_000_000}]
)
def test_goods_that_are_gone_are_not_ordered(unit, member, change):
    listed = kept([row(0)], world.plums(), of=unit, by=member)
    Lot.objects.update(**change)
    with pytest.raises(BasketChanged):
        ordering.plan_of(listed)


def test_more_than_is_left_is_said_before(unit, member):
    plums = world.plums(grams=5000)
    rows = [row(number) for number in range(3)]
    ((place, _column, message),) = faults_of(rows, plums, of=unit, by=member)
    assert place is None
    assert "2 packs are left" in message


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        (0, "张", "收货人"),
        (0, "", "收货人"),
        (1, "12345", "手机"),
        (2, "", "地址"),
        (2, "送到山东省烟台市莱山区港城东大街1号", "地址"),
        (2, "山东省烟台市莱山区", "地址"),
        (2, "山东省烟台市莱山区某某某某", "地址"),
        (3, "", "(编号"),
        (3, 100, "(编号"),
        (3, 0.5, "(编号"),
    ],
)
def test_a_wrong_cell_is_named(unit, member, cell, value, column):
    wrong = row(1)
    wrong[cell] = value
    ((at, named, _message),) = faults_of([row(0), wrong], world.plums(), of=unit, by=member)
    assert at == 3
    assert column in named


def test_a_land_line_and_a_pasted_phone_are_taken(unit, member):
    first, second = row(0), row(1)
    first[1], second[1] = "0535-6601234", "138-0013 8000"
    listed = kept([first, second], world.plums(), of=unit, by=member)
    assert [one["phone"] for one in listed.rows] == ["0535-6601234", "13800138000"]


def test_a_file_that_is_no_list_is_refused(unit, member, monkeypatch):
    plums = world.plums()
    with pytest.raises(ReportRefused):
        ordering.take_list(b"PK\x03\x04", name="a.xlsx", organisation=unit, by=member)
    for rows, offers in (([], [plums]), ([row(0)[:3]], [])):
        ((at, _column, _message),) = faults_of(rows, *offers, of=unit, by=member)
        assert at is None
    content = workbook_of([row(0)], plums)
    monkeypatch.setattr(reading, "PHONE", ("电话",))
    with pytest.raises(ReportRefused):
        ordering.take_list(content, name="a", organisation=unit, by=member)


def test_a_list_is_not_endless(unit, member, monkeypatch):
    monkeypatch.setattr(reading, "MOST_RECIPIENTS", 1)
    rows = [row(0), row(1)]
    ((_row, _column, message),) = faults_of(rows, world.plums(), of=unit, by=member)
    assert "At most 1" in message


def test_goods_that_are_not_on_sale_have_no_column(unit, member):
    plums = world.plums()
    content = workbook_of([row(0)], plums)
    Offer.objects.update(stopped_at=timezone.now())
    with pytest.raises(ReportRefused, match="no longer on sale"):
        ordering.take_list(content, name="a", organisation=unit, by=member)


def test_a_list_nobody_ordered_is_forgotten(unit, member):
    kept([row(0)], world.plums(), of=unit, by=member)
    forget()
    assert RecipientList.objects.exists()
    RecipientList.objects.update(made_at=timezone.now() - timedelta(days=2))
    forget()
    assert not RecipientList.objects.exists()


@pytest.fixture
def client(client, member):
    client.force_login(member)
    return client


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_template_has_a_column_for_each_of_the_goods(client, unit, member, language):
    plums = world.plums()
    BasketLine.objects.create(
        basket=world.basket(user=member), offer=plums, packs=1, seen_price_fen=plums.price_fen
    )
    activate("en" if language else "zh-hans")
    content = client.get(reverse("recipients_template", args=[unit.pk])).content
    filled = fill(content, row(0))
    ordering.take_list(filled, name="a", organisation=unit, by=member)
    assert RecipientList.objects.get().rows[0]["packs"] == {str(plums.pk): 1}


def fill(content: bytes, cells: list) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_without_a_basket_it_says_what_to_do(client, unit):
    page = client.get(reverse("organisation_recipients", args=[unit.pk])).content.decode()
    assert "one pack of each will do" in page


def test_a_file_too_large_is_refused(client, unit, monkeypatch):
    monkeypatch.setattr("shop.orders.recipients.forms.LARGEST_LIST", 1)
    file = SimpleUploadedFile("a.xlsx", b"ab")
    response = client.post(reverse("organisation_recipients", args=[unit.pk]), {"file": file})
    assert response.status_code == 422


def posted(client, listed, **changes):
    said = {**contact(fresh_terms="on"), "shown_fen": total_of(listed), **changes}
    return client.post(reverse("recipient_list", args=[listed.pk]), said)


def test_what_the_preview_cannot_order_it_says(client, unit, member):
    listed = kept([row(0)], world.plums(), of=unit, by=member)
    assert "phone number of China" in posted(client, listed, phone="1").content.decode()
    assert "total has changed" in posted(client, listed, shown_fen=1).content.decode()
    assert not Order.objects.exists()
    total = total_of(listed)
    Lot.objects.update(stopped_at=timezone.now())
    address = reverse("recipient_list", args=[listed.pk])
    response = client.post(address, {**contact(fresh_terms="on"), "shown_fen": total})
    assert response.url == reverse("organisation_recipients", args=[unit.pk])


def test_a_second_click_leads_to_the_order_it_became(client, unit, member):
    listed = kept([row(0)], world.plums(), of=unit, by=member)
    address, total = reverse("recipient_list", args=[listed.pk]), total_of(listed)
    assert listed.token in client.get(address).text
    said = {**contact(fresh_terms="on"), "shown_fen": total, "token": listed.token}
    first, second = (client.post(address, said) for _click in range(2))
    assert first.url == second.url == Order.objects.get().get_absolute_url()
    assert client.post(address, said | {"token": ""}).status_code == 404
    client.force_login(world.member(unit, "colleague"))
    assert client.post(address, said).status_code == 404


def test_goods_that_keep_ask_for_no_terms(client, unit, member):
    listed = kept([row(0)], world.millet(), of=unit, by=member)
    posted(client, listed)
    assert Order.objects.get().fresh_terms_at is None


def test_a_colleague_sees_names_masked(client, unit, member):
    order = ordered([row(0)], world.plums(), of=unit, by=member)
    client.force_login(world.member(unit, "colleague"))
    address = reverse("order_recipients", args=[order.code])
    page = client.get(address + "?as=xlsx").content.decode()
    assert "职工0" not in page
    assert "职**" in page


def test_what_came_can_be_reviewed_where_the_parcels_stand(client, unit, member):
    order = ordered([row(0)], world.plums(), of=unit, by=member)
    order.parcels.update(status="received", received_at=timezone.now())
    review = reverse("review_new", args=[order.code, order.lines.get().number])
    client.force_login(member)
    assert review in client.get(reverse("order_recipients", args=[order.code])).text


def test_who_it_went_to_is_forgotten_with_the_order(unit, member):
    order = ordered([row(0)], world.plums(), of=unit, by=member)
    forget_contact(order)
    recipient = order.recipients.get()
    assert recipient.phone == recipient.masked_phone
    assert set(recipient.street) == {"*"}
    assert recipient.receiver == "职工0"
