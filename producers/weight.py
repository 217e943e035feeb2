"""Weight as people write it, in grams."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    KILOGRAM = "kg", _("kg")
    JIN = "jin", _("jin (500 g)")
    GRAM = "g", _("g")


GRAMS = {Unit.KILOGRAM: 1000, Unit.JIN: 500, Unit.GRAM: 1}


def grams_of(amount: Decimal, unit: str) -> int:
    """Whole grams, or ValidationError: a gram is the smallest that is counted."""
    grams = amount * GRAMS[Unit(unit)]
    if grams != int(grams):
        raise ValidationError(_("Write a weight in whole grams: at most three decimals of a kg."))
    return int(grams)
