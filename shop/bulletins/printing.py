"""A bulletin on paper."""

from pathlib import Path

from shop import money, weight
from shop.bulletins.models import Bulletin
from shop.bulletins.wording import facts_of
from shop.paper import pdf, qr_svg

SOURCE = Path(__file__).with_name("bulletin.typ")


def printed(bulletin: Bulletin) -> bytes:
    figures, closing = bulletin.figures, bulletin.closing
    tables = [
        ("分渠道", figures["channels"]),
        ("结对", figures["pairings"]),
        ("分产品", figures["products"]),
        ("按省份", figures["provinces"]),
    ]
    told = {
        "title": f"{closing.region.name_zh}{closing.period}农产品销售通报",
        "number": closing.code,
        "sentence": figures["sentences"]["zh"],
        "figures": [
            ["净销售额（万元）", money.ten_thousands(figures["total"]["amount_fen"])],
            ["净重（吨）", weight.tonnes(figures["total"]["weight_g"])],
            ["订单数", f"{figures['total']['orders']:,}"],
            ["退款（万元）", money.ten_thousands(figures["total"]["refunded_fen"])],
        ],
        "tables": [
            {"name": name, "rows": [cells_of(ln) for ln in lines]} for name, lines in tables
        ],
        "facts": [list(fact) for fact in facts_of(bulletin).items()],
        "address": closing.address,
    }
    return pdf(SOURCE.read_text(), data=told, files={"qr.svg": qr_svg(closing.address).encode()})


def cells_of(line: dict) -> list[str]:
    return [
        line["zh"],
        money.yuan(line["amount_fen"]),
        percent(line["share"]),
        percent(line["growth"]),
        weight.kilograms(line["weight_g"]),
        f"{line['orders']:,}",
    ]


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f}%"
