"""Workbooks of recipients, and what becomes of them."""

from shop.models import Offer, Order, Organisation, RecipientList
from shop.orders.recipients.ordering import order_for_all, plan_of, take_list
from shop.sheets import workbook

PLACES = [
    "山东省烟台市莱山区",
    "山东烟台芝罘区",
    "北京市东城区",
    "山东省青岛市市北区",
    "重庆市巫山县",
]


def column(offer: Offer) -> str:
    return f"{offer.product.name_zh} 2.5 kg（编号 {offer.pk}）"


def row(number: int, *packs) -> list:
    """Each to another door, of five places in turn."""
    place = PLACES[number % len(PLACES)]
    return [
        f"职工{number}",
        13_800_000_000 + number,
        f"{place}港城东大街{number}号",
        *(packs or [1]),
    ]


def workbook_of(rows: list[list], *offers: Offer) -> bytes:
    header = ["收货人", "手机", "地址", *map(column, offers)]
    return workbook(title="名单", header=header, rows=rows)


def kept(rows: list[list], *offers: Offer, of: Organisation, by) -> RecipientList:
    return take_list(workbook_of(rows, *offers), name="名单.xlsx", organisation=of, by=by)


def ordered(rows: list[list], *offers: Offer, of: Organisation, by) -> Order:
    listed = kept(rows, *offers, of=of, by=by)
    return order_for_all(listed, contact=contact(), language="zh-hans", shown_fen=total_of(listed))


def total_of(listed: RecipientList) -> int:
    return plan_of(listed).total_fen


def contact(**changes) -> dict:
    return {
        "receiver": "宋岚",
        "phone": "13800138000",
        "email": "union@shanhuo.example",
        "fresh_terms": True,
        **changes,
    }
