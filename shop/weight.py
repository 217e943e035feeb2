"""Weight is integer grams."""

from decimal import Decimal


def kilograms(grams: int) -> str:
    """1500 -> '1.5'; grams are never rounded away."""
    sign = "-" if grams < 0 else ""
    whole, rest = divmod(abs(grams), 1000)
    return f"{sign}{whole:,}.{rest:03}".rstrip("0").rstrip(".")


def label(grams: int) -> str:
    """'500 g' below a kilogram, else '1.5 kg'."""
    return f"{grams} g" if abs(grams) < 1000 else f"{kilograms(grams)} kg"


def decimal_kg(grams: int) -> Decimal:
    """Kilograms with three decimals, for a workbook's cell."""
    return Decimal(grams).scaleb(-3)


def tonnes(grams: int) -> str:
    """1234567 -> '1.235': to the kilogram, rounded half up."""
    return kilograms((abs(grams) + 500) // 1000 * (-1 if grams < 0 else 1))
