from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_PACKS = 9999


class PacksForm(forms.Form):
    packs = forms.IntegerField(
        label=pgettext_lazy("how many", "Packs"),
        min_value=1,
        max_value=MOST_PACKS,
        error_messages={
            "invalid": _("How many packs? Please give a whole number."),
            "required": _("How many packs? Please give a whole number."),
            "min_value": _("Please take at least one pack, or remove it from the basket."),
            "max_value": _("That is more than can be ordered here at once."),
        },
    )
