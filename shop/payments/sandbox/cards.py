"""Stripe's test cards, as far as they matter to a shop."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    brand: str = "visa"
    country: str = "US"
    decline: tuple[str, str, str] | None = None
    """Code, decline code and words of the refusal."""
    authenticates: bool = False
    refund: str = "succeeded"
    """How a refund begins and ends: succeeded; pending, then succeeded; succeeded, then failed."""


def _declined(reason: str, message: str = "Your card was declined.") -> Card:
    return Card(decline=("card_declined", reason, message))


CARDS = {
    "4242424242424242": Card(),
    "5555555555554444": Card(brand="mastercard"),
    "6200000000000005": Card(brand="unionpay", country="CN"),
    "4000000000000002": _declined("generic_decline"),
    "4000000000009995": _declined("insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": Card(
        decline=("expired_card", "expired_card", "Your card has expired."),
    ),
    "4000000000000127": Card(
        decline=("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
    ),
    "4000000000000119": Card(
        decline=(
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
        ),
    ),
    "4000002500003155": Card(authenticates=True),
    "4000002760003184": Card(authenticates=True),
    "4000000000005126": Card(refund="fails"),
    "4000000000007726": Card(refund="pending"),
}
UNKNOWN = _declined(
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card.",
)
SUCCESSFUL = "4242424242424242"


def card_of(number: str) -> Card:
    return CARDS.get(number, UNKNOWN)


def passes_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
