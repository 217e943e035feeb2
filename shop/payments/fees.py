"""What the shop keeps of a sale of goods: a rate from a day on, in thousandths."""

from datetime import date

from django.conf import settings


def fee_fen(goods_fen: int, *, on: date) -> int:
    """Half up to the fen, at the rate of the day of the sale."""
    rates = [permille for since, permille in settings.FEES if since <= on]
    return (goods_fen * (rates[-1] if rates else 0) * 2 + 1000) // 2000
