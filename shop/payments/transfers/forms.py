from django import forms
from django.utils.translation import gettext_lazy as _

from producers.regions.fields import DayField
from shop.ledger.reports.cells import Wrong, fen_of
from shop.orders.models import Order
from shop.payments.transfers.statement import Came

LARGEST_STATEMENT = 5 * 1024 * 1024


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_("Bank statement"),
        help_text=_("XLSX or CSV as the bank gives it out, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_STATEMENT:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


class CameForm(forms.Form):
    """A line of the statement, typed. Without the bank's number it would come a second time when
    the statement is imported."""

    booked_on = DayField(label=_("Day"))
    amount = forms.CharField(label=_("Amount in yuan"), max_length=20)
    number = forms.CharField(label=_("Number of the bank"), max_length=60)
    payer = forms.CharField(label=_("Payer"), max_length=100)
    text = forms.CharField(
        label=_("What the payer wrote"), max_length=300, help_text=_("With the order's code.")
    )

    def clean_amount(self) -> int:
        try:
            fen = fen_of(self.cleaned_data["amount"])
        except Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from None
        if not fen:
            raise forms.ValidationError(_("The amount is above 0."))
        return fen

    def came(self) -> Came:
        said = dict(self.cleaned_data)
        return Came(amount_fen=said.pop("amount"), account="", **said)


class OrderForm(forms.Form):
    order = forms.ModelChoiceField(
        Order.objects.all(),
        to_field_name="code",
        label=_("Order"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 8}),
    )


class BankNumberForm(forms.Form):
    bank_number = forms.CharField(label=_("Number of the bank"), max_length=40)
