import re

from django import forms
from django.utils.translation import gettext_lazy as _

from producers.regions.fields import DayField
from shop.delivery.models import Carrier
from shop.delivery.shipping import CannotShip, tidy

LARGEST_LIST = 5 * 1024 * 1024


class ShipForm(forms.Form):
    carrier = forms.ModelChoiceField(Carrier.objects.all(), label=_("Carrier"))
    numbers = forms.CharField(
        label=_("Waybill numbers"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "characters"}),
        help_text=_("One a line, where the parcel has several boxes."),
    )

    def clean_numbers(self) -> list[str]:
        try:
            return [tidy(number) for number in self.cleaned_data["numbers"].split()]
        except CannotShip as refused:
            raise forms.ValidationError(str(refused)) from None


class PickUpCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Pick-up code"),
        max_length=12,
        help_text=_("8 digits, as the buyer says them."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["code"])


class WaybillsForm(forms.Form):
    file = forms.FileField(
        label=_("Packing list with waybill numbers"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


class PeriodForm(forms.Form):
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until"):
            if given["since"] > given["until"]:
                raise forms.ValidationError(_("The first day is after the last."))
            if (given["until"] - given["since"]).days > 3660:
                raise forms.ValidationError(_("Choose at most ten years."))
        return given
