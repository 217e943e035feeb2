"""The shop's bank account: its statements, and organisations that are to transfer."""

from datetime import date

from shop import money
from shop.models import Order
from shop.payments.transfers.choosing import choose_transfer
from shop.payments.transfers.statement import Came
from shop.sheets import workbook
from tests import world

HEADER = ["交易日期", "交易流水号", "对方户名", "对方账号", "借方发生额", "贷方发生额", "附言"]


def line(text: str, fen: int, *, number: str = "", payer: str = "烟台市总工会") -> list:
    """Money that came in, as the bank writes it."""
    return ["20260701", number, payer, "6222 0001", "", str(money.decimal(fen)), text]


def statement(*lines: list) -> bytes:
    out = ["20260702", "", "某供电公司", "", "128.00", "", "电费"]
    return workbook(title="明细", header=HEADER, rows=[*lines, out])


def came(text: str, fen: int, number: str = "1") -> Came:
    from_day = date(2026, 7, 1)
    return Came(booked_on=from_day, amount_fen=fen, payer="", account="", text=text, number=number)


def order_of_a_unit(*offers, **fields) -> Order:
    """To be paid by transfer."""
    fields.setdefault("organisation", world.organisation())
    order = world.order(*(offers or [world.plums()]), **fields)
    choose_transfer(order)
    order.refresh_from_db()
    return order
