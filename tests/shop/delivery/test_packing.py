import io
import zipfile

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from shop.delivery import packing
from shop.delivery.packing import ListRefused, packing_list, take_waybills
from shop.models import PackingList, Parcel, Waybill
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    world.country()
    return world.plums()


@pytest.fixture
def coop(offer):
    return world.desk(offer.lot.cooperative)


def sheet_of(content: bytes):
    return load_workbook(io.BytesIO(content)).active


def filled(content: bytes, *waybills: tuple[str, str], code: str | None = None) -> bytes:
    """The list with carrier and waybill written into its rows, in order."""
    book = load_workbook(io.BytesIO(content))
    for row, (carrier, numbers) in enumerate(waybills, 2):
        book.active.cell(row, 2).value = carrier
        book.active.cell(row, 3).value = numbers
        if code:
            book.active.cell(row, 1).value = code
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_list_names_what_to_ship_and_that_it_was_handed_out_is_kept(offer, coop):
    order = world.paid_order(offer, receiver="=cmd|' /C calc'!A0")
    world.paid_order(world.millet())
    sheet = sheet_of(packing_list(offer.lot.cooperative, by=coop))
    assert sheet.max_row == 2
    row = [cell.value for cell in sheet[2]]
    assert row[0] == f"{order.code}-1"
    assert order.phone in row
    assert any("巫山脆李" in str(cell) for cell in row)
    assert not any(cell.data_type == "f" or str(cell.value).startswith("=") for cell in sheet[2])
    handed_out = PackingList.objects.get()
    assert (handed_out.by, handed_out.parcels.get().order) == (coop, order)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_same_list_with_numbers_ships_its_parcels(offer, coop, language):
    for _ in range(3):
        world.paid_order(offer)
    with override(language):
        content = packing_list(offer.lot.cooperative, by=coop)
    content = filled(
        content, ("顺丰速运", "SF1234567890123 SF1234567890124"), ("", "SF0000000000001")
    )
    done = take_waybills(content, cooperative=offer.lot.cooperative, by=coop)
    assert done == (2, [])
    assert Parcel.objects.filter(status="shipped").count() == 2
    assert Waybill.objects.count() == 3
    assert take_waybills(content, cooperative=offer.lot.cooperative, by=coop)[0] == 2
    assert Waybill.objects.count() == 3


def test_an_odd_number_is_a_warning(offer, coop):
    world.paid_order(offer)
    content = filled(packing_list(offer.lot.cooperative, by=coop), ("SF", "YT1234567890123"))
    count, warnings = take_waybills(content, cooperative=offer.lot.cooperative, by=coop)
    assert count == 1
    assert "YT1234567890123" in warnings[0]


def test_each_row_that_does_not_match_is_named_and_nothing_is_shipped(offer, coop):
    for _ in range(3):
        world.paid_order(offer)
    foreign = world.paid_order(world.millet()).parcels.get()
    book = load_workbook(io.BytesIO(packing_list(offer.lot.cooperative, by=coop)))
    sheet = book.active
    sheet["C2"] = "SF1234567890123"
    sheet["A3"], sheet["C3"] = foreign.code, "SF1234567890124"
    sheet["C4"] = "999999999"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(ListRefused) as refused:
        take_waybills(file.getvalue(), cooperative=offer.lot.cooperative, by=coop)
    assert [fault.row for fault in refused.value.faults] == [3, 4]
    assert foreign.code in refused.value.faults[0].message
    assert not Waybill.objects.exists()
    assert Parcel.objects.filter(status="to_ship").count() == 4


def other_workbook() -> bytes:
    book = Workbook()
    book.active.append(["one", "two"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (packing.LARGEST_UNPACKED + 1))
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04", other_workbook(), bomb()])
def test_another_file_is_refused(offer, coop, content):
    with pytest.raises(ListRefused):
        take_waybills(content, cooperative=offer.lot.cooperative, by=coop)


def test_a_list_without_numbers_is_refused(offer, coop):
    world.paid_order(offer)
    content = packing_list(offer.lot.cooperative, by=coop)
    with pytest.raises(ListRefused):
        take_waybills(content, cooperative=offer.lot.cooperative, by=coop)
