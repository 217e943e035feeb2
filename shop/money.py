"""Money is integer fen. Nothing here or elsewhere lets a float near it."""

from collections.abc import Sequence
from decimal import Decimal


def yuan(fen: int) -> str:
    """4580 -> '45.80'; with thousands separators from 1,000 yuan on."""
    sign = "-" if fen < 0 else ""
    whole, cents = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{cents:02}"


def ten_thousands(fen: int) -> str:
    """123456789 -> '123.46': 万元, rounded half up to two decimals."""
    hundredths = (abs(fen) + 5_000) // 10_000
    return yuan(-hundredths if fen < 0 else hundredths)


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount (fen or grams, not below 0) divided by weights so that the parts sum to it: each
    is rounded down, and what is left goes to the largest remainders, the first of equals first."""
    total = sum(weights)
    if total == 0:
        return [0 for _ in weights]
    parts = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    order = sorted(range(len(parts)), key=lambda i: -remainders[i])
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def decimal(fen: int) -> Decimal:
    """Yuan with two decimals, for a workbook's cell."""
    return Decimal(fen).scaleb(-2)
