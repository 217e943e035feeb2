"""300 boxes: a list with 7 wrong cells, the same corrected, one transfer that pays for all, and the
parcels on their way."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import activate
from openpyxl import load_workbook

from producers.models import Lot
from shop.delivery import packing
from shop.models import BankLine, Entry, Notice, Order, Parcel, Payment, RecipientList, Waybill
from shop.payments.transfers.matching import import_statement
from shop.statistics.checking import check
from tests import queries, world
from tests.shop.orders.recipients.lists import column, row, workbook_of
from tests.shop.payments.transfers.bank import line, statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def country():
    activate("en")
    world.country()


def test_three_hundred_boxes_and_one_transfer(client):
    plums = world.plums()
    unit = world.organisation()
    member = world.member(unit)
    client.force_login(member)
    rows = [row(number) for number in range(300)]
    wrong = [list(cells) for cells in rows]
    wrong[3][0] = ""
    wrong[50][1] = "1380013"
    wrong[99][2] = "桃花源1号"
    wrong[100][2] = "山东省烟台市港城东大街1号"
    wrong[150][3] = "两箱"
    wrong[200][2] = "西藏自治区拉萨市城关区北京中路1号"
    wrong[299] = list(wrong[298])

    page = bring(client, unit, workbook_of(wrong, plums))
    assert page.status_code == 422
    assert [(fault.row, fault.column) for fault in page.context["faults"]] == [
        (5, "收货人"),
        (52, "手机"),
        (101, "地址"),
        (102, "地址"),
        (152, normal(column(plums))),
        (202, "地址"),
        (301, "收货人"),
    ]
    assert "7 errors. Nothing was ordered" in page.content.decode()
    assert not Order.objects.exists()
    assert not RecipientList.objects.exists()

    preview = bring(client, unit, workbook_of(rows, plums))
    assert preview.status_code == 302
    shown = client.get(preview.url).context["plan"]
    assert (shown.recipient_count, len(shown.packages)) == (300, 300)
    placed = client.post(preview.url, ordering(shown.total_fen))
    order = Order.objects.get()
    assert placed.url == order.get_absolute_url()
    assert (order.recipient_count, order.parcels.count()) == (300, 300)
    assert order.goods_fen == 300 * plums.price_fen
    assert order.freight_fen == sum(parcel.freight_fen for parcel in order.parcels.all())
    assert Lot.objects.get().held_g == 300 * 2500

    client.post(reverse("payment_transfer", args=[order.code]))
    other = world.order(plums, organisation=unit, buyer=member)
    client.post(reverse("payment_transfer", args=[other.code]))
    lines = [
        line(f"{order.code} 慰问品", order.total_fen),
        line(f"{order.code} 慰问品", order.total_fen),
        line(other.code, other.total_fen - 100),
        line("房租", 88_800),
    ]
    import_statement(statement(*lines), name="账单.xlsx", by=world.operator())
    assert list(BankLine.objects.order_by("pk").values_list("state", flat=True)) == [
        "matched",
        "double",
        "short",
        "unknown",
    ]
    assert Payment.objects.filter(status="paid").count() == 1
    entries = Entry.objects.filter(order_code=order.code)
    assert entries.count() == 300
    assert entries.filter(destination="110101", buyer_region="370602").count() == 60
    assert entries.filter(direction="west_to_east").count() == 180
    assert check()[1] == []

    ship_all(client, plums)


def bring(client, unit, content: bytes):
    file = SimpleUploadedFile("名单.xlsx", content)
    address = reverse("organisation_recipients", args=[unit.pk])
    return client.post(address, {"file": file})


def normal(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")


def ordering(shown_fen: int) -> dict:
    return {
        "receiver": "宋岚",
        "phone": "0535-6601234",
        "email": "union@shanhuo.example",
        "fresh_terms": "on",
        "shown_fen": shown_fen,
    }


def ship_all(client, plums) -> None:
    """By the packing list, which names each recipient, and in again with waybills."""
    order = Order.objects.filter(recipient_count=300).get()
    clerk = world.desk(plums.lot.cooperative)
    client.force_login(clerk)
    with queries.at_most(12):
        client.get(reverse("workbench_parcels"))
    with queries.at_most(12):
        content = packing.packing_list(plums.lot.cooperative, by=clerk)
    book = load_workbook(io.BytesIO(content))
    rows = list(book.active.iter_rows(min_row=2))
    assert len(rows) == 300
    assert len({cells[8].value for cells in rows}) == 300
    assert "重庆市巫山县港城东大街4号" in {cells[10].value for cells in rows}
    for number, cells in enumerate(rows):
        cells[1].value, cells[2].value = "SF", f"SF1{number:012}"
    file = io.BytesIO()
    book.save(file)
    # One question after the other, for each parcel the same: it is locked, looked at and told of.
    with queries.at_most(300 * 13 + 20):
        shipped, _warnings = packing.take_waybills(
            file.getvalue(), cooperative=plums.lot.cooperative, by=clerk
        )
    assert shipped == Waybill.objects.count() == 300
    order.refresh_from_db()
    assert order.status == "shipped"
    assert Parcel.objects.filter(order=order, status="shipped").count() == 300
    told = Notice.objects.filter(key__startswith=f"order:{order.code}:shipped")
    assert "All parcels" in told.get().subject or "所有包裹" in told.get().subject

    client.force_login(order.buyer)
    address = reverse("order_recipients", args=[order.code])
    with queries.at_most(23):
        page = client.get(address).content.decode()
    assert "SF Express SF1" in page
    with queries.at_most(20):
        assert "To 300 recipients" in client.get(order.get_absolute_url()).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(address + "?as=xlsx").content)).active
    assert sheet.max_row == 301
