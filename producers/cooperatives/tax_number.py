from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(first_17: str) -> str:
    """The 18th character of a unified social credit code, which is the tax number of a unit
    (GB 32100-2015: weights 3^i mod 31). Raises ValueError on a character outside the alphabet."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_17))
    return ALPHABET[-total % 31]


def validate_tax_number(value: str) -> None:
    try:
        fits = len(value) == 18 and check_character(value[:17]) == value[17]
    except ValueError:
        fits = False
    if not fits:
        raise ValidationError(
            _("%(value)s is not a tax number: it has 18 digits and capitals, the last a check."),
            params={"value": value[:30]},
        )
