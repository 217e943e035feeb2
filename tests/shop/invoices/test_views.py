"""Asking for an invoice, issuing it and fetching it, on the pages."""

import io
import json
import zipfile

import pytest
from django.utils import timezone

from shop.account.copying import copy_for
from shop.account.erasing import erase
from shop.invoices.forgetting import forget_addresses
from shop.invoices.issuing import correct, issue
from shop.models import Invoice, InvoiceRequest, Order, Parcel
from tests import world
from tests.bad_files import damaged_xlsx, packed
from tests.queries import at_most
from tests.shop.invoices.papers import asked, number, ofd, paper, pdf, refunded, said, upload
from tests.shop.payments.buying import pay

pytestmark = pytest.mark.django_db
TAX_NUMBER = "91370602MA5U00001B"


@pytest.fixture
def plums():
    world.country()
    return world.plums()


@pytest.fixture
def order(plums):
    return world.paid_order(plums, buyer=world.user())


def page_of(client, path: str) -> str:
    response = client.get(f"/en/{path}")
    assert response.status_code == 200
    return response.content.decode()


def asks(client, order, **fields):
    return client.post(f"/en/orders/{order.code}/invoices/", said(**fields))


def issues(client, order, **fields):
    current = order.invoice_requests.latest("pk")
    given = {"asked": current.pk, "number": number(), "file": upload(pdf()), "tax": "exempt"}
    return client.post(f"/en/workbench/invoices/{order.code}/", given | fields)


def test_from_the_wish_to_the_file(client, order, plums):
    desk = world.desk(plums.lot.cooperative)
    client.force_login(order.buyer)
    assert f"/en/orders/{order.code}/invoices/" in page_of(client, f"orders/{order.code}/")
    assert asks(client, order).status_code == 302

    client.force_login(desk)
    assert "1 to be issued or corrected" in page_of(client, "workbench/")
    assert order.code in page_of(client, "workbench/invoices/")
    wide = "２６５０ 0000 0000 0000 0001"
    assert issues(client, order, number=wide, file=upload(ofd())).status_code == 302
    assert "No invoice waits" in page_of(client, "workbench/invoices/")
    assert order.code in page_of(client, "workbench/invoices/?state=all")

    issued = Invoice.objects.get()
    assert issued.number == "26500000000000000001"
    client.force_login(order.buyer)
    assert issued.number in page_of(client, f"orders/{order.code}/")
    got = client.get(f"/en/orders/{order.code}/invoices/{issued.pk}/")
    assert got.content == bytes(issued.content)
    assert got["Content-Disposition"] == f'attachment; filename="{issued.number}.ofd"'
    assert "no-store" in got["Cache-Control"] and got["X-Content-Type-Options"] == "nosniff"


def test_the_file_is_for_those_of_the_order_and_of_the_cooperative(client, order, plums):
    issued = issue(asked(order), paper(), by=None)
    other = world.millet().lot.cooperative
    file, work = (
        f"/en/{path}/{order.code}/{end}"
        for path, end in (
            ("orders", f"invoices/{issued.pk}/"),
            ("workbench/invoices", f"{issued.pk}/"),
        )
    )
    for person, on_order, at_desk in (
        (order.buyer, 200, 404),
        (world.operator(), 200, 404),
        (world.user("stranger"), 404, 404),
        (world.desk(plums.lot.cooperative), 404, 200),
        (world.desk(other, "other-coop"), 404, 404),
    ):
        client.force_login(person)
        assert client.get(file).status_code == on_order
        assert client.get(work).status_code == at_desk
    page = client.get(f"/en/workbench/invoices/{order.code}/")
    assert page.status_code == 404


def test_any_member_asks_with_what_is_known_of_the_organisation(client, plums):
    unit = world.organisation(tax_number=TAX_NUMBER)
    order = world.paid_order(plums, buyer=world.member(unit), organisation=unit)
    client.force_login(world.member(unit, "accounts"))
    page = page_of(client, f"orders/{order.code}/invoices/")
    assert unit.name_zh in page and TAX_NUMBER in page
    unit_of_it = {"kind": "organisation", "title": unit.name_zh, "tax_number": TAX_NUMBER}
    assert asks(client, order, **unit_of_it).status_code == 302
    # An operator reads, and asks for nobody.
    client.force_login(world.operator())
    assert unit.name_zh in page_of(client, f"orders/{order.code}/invoices/")
    assert asks(client, order).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "organisation"}, "needs its tax number"),
        ({"kind": "organisation", "tax_number": TAX_NUMBER[:-1] + "8"}, "is not a tax number"),
        ({"kind": "organisation", "tax_number": "9" * 40}, "at most 18 characters"),
        ({"kind": "robot"}, "Select a valid choice"),
        ({"sort": "red"}, "Select a valid choice"),
        ({"sort": "special"}, "A person gets an ordinary invoice"),
        ({"title": ""}, "This field is required"),
        ({"title": "张" * 81}, "at most 80 characters"),
        ({"title": "a\0b"}, "Null characters"),
        ({"email": "a@b"}, "valid email address"),
        ({"token": "x"}, "valid UUID"),
    ],
)
def test_what_is_asked_wrongly_is_said_and_nothing_is_kept(client, order, wrong, told):
    client.force_login(order.buyer)
    page = asks(client, order, **wrong)
    assert page.status_code == 200 and told in page.content.decode()
    assert not InvoiceRequest.objects.exists()


def test_a_person_has_no_tax_number(client, order):
    client.force_login(order.buyer)
    asks(client, order, tax_number="12")
    assert InvoiceRequest.objects.get().tax_number == ""


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": "123"}, "20 digits"),
        ({"number": ""}, "This field is required"),
        ({"file": ""}, "This field is required"),
        ({"file": upload(b"<svg/>", "invoice.pdf")}, "no PDF or OFD"),
        ({"file": upload(b"%PDF-1.7 and no end")}, "cut off"),
        ({"file": upload(packed({"a.txt": b"OFD"}), "a.ofd")}, "no PDF or OFD"),
        ({"file": upload(damaged_xlsx(), "a.ofd")}, "no PDF or OFD"),
        ({"file": upload(packed({"OFD.xml": b" " * 2_000_000}), "a.ofd")}, "no PDF or OFD"),
        ({"file": upload(pdf() + b" " * 5_300_000)}, "larger than 5 MB"),
        ({"asked": "x"}, "whole number"),
        ({"tax": ""}, "This field is required"),
        ({"tax": "13"}, "Select a valid choice"),
    ],
)
def test_no_file_but_an_invoice_is_taken(client, order, plums, wrong, told):
    asked(order)
    client.force_login(world.desk(plums.lot.cooperative))
    page = issues(client, order, **wrong)
    assert page.status_code == 200 and told in page.content.decode()
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("tax", "reads"),
    [("9", "Special VAT invoice, 9%"), ("exempt", "Ordinary invoice, free of tax")],
)
def test_a_special_invoice_is_asked_for_and_given_where_there_is_tax(
    client, sandbox, plums, tax, reads
):
    unit = world.organisation(tax_number=TAX_NUMBER)
    order = world.order(plums, buyer=world.member(unit), organisation=unit)
    pay(sandbox, order)
    client.force_login(order.buyer)
    asks(client, order, kind="organisation", tax_number=TAX_NUMBER, sort="special")
    client.force_login(world.desk(plums.lot.cooperative))
    assert "Special VAT invoice" in page_of(client, f"workbench/invoices/{order.code}/")
    issues(client, order, tax=tax)
    client.force_login(order.buyer)
    assert reads in page_of(client, f"orders/{order.code}/invoices/")
    # The red one takes back what was issued, whatever the new one says.
    refunded(order, 500)
    correct(asked(order, title="李四"), red=paper(), new=paper(tax="3"), by=None)
    assert [one.tax for one in Invoice.objects.all()] == [tax, tax, "3"]


def test_a_refund_is_flagged_and_corrected(client, sandbox, plums):
    order = world.order(plums, buyer=world.user())
    pay(sandbox, order)
    old = issue(asked(order), paper(), by=None)
    refunded(order, 500)
    client.force_login(world.desk(plums.lot.cooperative))
    assert "a red invoice is due" in page_of(client, "workbench/invoices/")
    assert "A red invoice is due." in page_of(client, f"workbench/invoices/{order.code}/")
    missing = issues(client, order)
    assert missing.status_code == 200 and Invoice.objects.count() == 1
    red = {"red_number": number(), "red_file": upload(pdf())}
    assert issues(client, order, **red).status_code == 302
    client.force_login(order.buyer)
    page = page_of(client, f"orders/{order.code}/invoices/")
    assert f"takes back {old.number}" in page and f"in place of {old.number}" in page
    assert all(one.number in page for one in Invoice.objects.all())


def test_more_requests_ask_no_more_questions(client, plums):
    for title in "abcd":
        issue(asked(order := world.paid_order(plums), title=title), paper(), by=None)
        asked(order, title=title * 2)
    client.force_login(world.desk(plums.lot.cooperative))
    client.get("/en/workbench/invoices/")
    with at_most(9):
        client.get("/en/workbench/invoices/")
    client.force_login(world.operator())
    client.get(f"/en/orders/{order.code}/invoices/")
    with at_most(13):
        client.get(f"/en/orders/{order.code}/invoices/")


def test_it_is_in_the_copy_of_ones_data_and_goes_with_the_account(order, plums):
    second = world.paid_order(plums, buyer=order.buyer)
    issued = issue(asked(order, by=order.buyer), paper(), by=None)
    asked(second, by=order.buyer)
    with zipfile.ZipFile(io.BytesIO(copy_for(order.buyer))) as copied:
        told = json.loads(copied.read("my-data.json"))
    assert {one["email"] for one in told["invoices_asked_for"]} == {"me@shanhuo.example"}
    assert [one["number"] for one in told["invoices"]] == [issued.number]

    Parcel.objects.update(status="received")
    Order.objects.update(status="received")
    erase(order.buyer)
    # The law wants the issued one kept, with its title; the other is given up.
    (kept,) = InvoiceRequest.objects.all()
    assert (kept.order, kept.title, kept.email) == (order, "张三", "")
    assert bytes(Invoice.objects.get().content) == bytes(issued.content)


def test_the_address_goes_with_the_orders_phone_unless_its_invoice_is_still_owed(order, plums):
    waiting = world.paid_order(plums)
    issue(asked(order), paper(), by=None)
    asked(waiting)
    owed = asked(waiting, title="李四")
    forget_addresses()
    assert not InvoiceRequest.objects.filter(email="").exists()
    Order.objects.update(contact_masked_at=timezone.now())
    forget_addresses()
    assert list(InvoiceRequest.objects.exclude(email="")) == [owed]
