from shop.payments.sandbox.errors import Refused, missing
from shop.payments.sandbox.sandbox import new_id

LEAST, MOST = 400, 99_999_999
"""Fen. Stripe's least is 4.00 HKD for an account in Hong Kong; its most has eight digits."""
MOST_LINES = 100


def total_of(given: dict) -> tuple[int, list[dict]]:
    """What a session's line items cost together, in fen, and the items as Stripe shows them."""
    if not given.get("line_items"):
        raise missing("line_items")
    if len(given["line_items"]) > MOST_LINES:
        raise Refused(f"A session has at most {MOST_LINES} line items.", param="line_items")
    lines = [_line(line, f"line_items[{at}]") for at, line in enumerate(given["line_items"])]
    total = sum(line["amount_total"] for line in lines)
    if total < LEAST:
        raise Refused(
            f"The Checkout Session's total amount due must add up to at least ¥{LEAST / 100:.2f}",
            code="amount_too_small",
            param="line_items",
        )
    if total > MOST:
        raise Refused(
            f"The Checkout Session's total amount must be no more than ¥{MOST / 100:,.2f}",
            code="amount_too_large",
            param="line_items",
        )
    return total, lines


def _line(line: dict, param: str) -> dict:
    price = line.get("price_data")
    if price is None:
        raise missing(f"{param}[price_data]")
    if "quantity" not in line:
        raise missing(f"{param}[quantity]")
    if line["quantity"] < 1:
        raise Refused("Quantity must be at least 1.", param=f"{param}[quantity]")
    price_param = f"{param}[price_data]"
    if price["currency"] != "cny":
        raise Refused(
            f"Invalid currency: {price['currency'][:10]}. The sandbox takes cny.",
            param=f"{price_param}[currency]",
        )
    if "unit_amount" not in price:
        raise missing(f"{price_param}[unit_amount]")
    if price["unit_amount"] < 0:
        raise Refused(
            "This value must be greater than or equal to 0.",
            code="parameter_invalid_integer",
            param=f"{price_param}[unit_amount]",
        )
    product = price.get("product_data", {})
    if "name" not in product:
        raise missing(f"{price_param}[product_data][name]")
    amount = line["quantity"] * price["unit_amount"]
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": product["name"],
        "quantity": line["quantity"],
    }
