import re
from unicodedata import normalize
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.forms import CreditCodeField
from producers.cooperatives.tax_number import validate_tax_number
from shop.invoices.issuing import Paper
from shop.invoices.models import Invoice, InvoiceRequest
from shop.invoices.papers import LARGEST, NoInvoice, type_of
from shop.orders.models import Order

# Twenty digits of a fully digital invoice (数电票), eight of one from before.
NUMBER = re.compile(r"[0-9]{8}|[0-9]{20}")


class AskForm(forms.Form):
    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Made out to"), choices=InvoiceRequest.Kind.choices, widget=forms.RadioSelect
    )
    sort = forms.ChoiceField(
        label=_("Kind of invoice"),
        choices=InvoiceRequest.Sort.choices,
        initial=InvoiceRequest.Sort.ORDINARY,
        widget=forms.RadioSelect,
        help_text=_(
            "A special one is made out to organisations only. Of goods free of tax there is none: "
            "the cooperative issues an ordinary one."
        ),
    )
    title = forms.CharField(
        label=_("Title of the invoice"),
        max_length=80,
        help_text=_("Of an organisation its full registered name; of a person their name."),
    )
    tax_number = CreditCodeField(
        label=_("Tax number"),
        required=False,
        max_length=18,
        help_text=_("Of an organisation: its unified social credit code of 18 characters."),
    )
    email = forms.EmailField(
        label=_("E-mail address that is told when it is issued"), max_length=254
    )

    @classmethod
    def filled_for(cls, order: Order, *, last: InvoiceRequest | None) -> "AskForm":
        """With what was asked last, else with what is known of who ordered."""
        if last:
            return cls(initial={**last.said, "email": last.email or order.email})
        unit = order.organisation
        return cls(
            initial={
                "kind": InvoiceRequest.Kind.ORGANISATION if unit else InvoiceRequest.Kind.PERSON,
                "title": unit.name_zh if unit else order.receiver,
                "tax_number": unit.tax_number if unit else "",
                "email": order.email,
            }
        )

    def clean(self):
        given = super().clean()
        if given.get("kind") == InvoiceRequest.Kind.PERSON:
            # A person has none, and what was filled in for a unit is not theirs.
            self.errors.pop("tax_number", None)
            given["tax_number"] = ""
            if given.get("sort") == InvoiceRequest.Sort.SPECIAL:
                self.add_error(
                    "sort", _("A person gets an ordinary invoice: choose that, or an organisation.")
                )
        elif given.get("kind") and "tax_number" in given:
            self.check_tax_number(given["tax_number"])
        return given

    def check_tax_number(self, number: str) -> None:
        if not number:
            self.add_error(
                "tax_number", _("An organisation's invoice needs its tax number: fill it in.")
            )
            return
        try:
            validate_tax_number(number)
        except ValidationError as refused:
            self.add_error("tax_number", refused)


class NumberField(forms.CharField):
    """As it stands on the file, wide digits and spaces or not."""

    def clean(self, value):
        number = re.sub(r"\s", "", normalize("NFKC", super().clean(value)))
        if number and not NUMBER.fullmatch(number):
            raise ValidationError(
                _("An invoice number has 20 digits, or 8 on older ones. Copy it from the file.")
            )
        return number


class PaperField(forms.FileField):
    """The content, and which kind of file it is."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.ofd"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 5 MB. Choose the invoice itself."))
        content = file.read()
        try:
            return content, type_of(content)
        except NoInvoice as refused:
            raise ValidationError(str(refused)) from None


class IssueForm(forms.Form):
    """An invoice. `asked` is the request its sender read."""

    asked = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    number = NumberField(label=_("Invoice number"), max_length=40)
    file = PaperField(label=_("File of the invoice"), help_text=_("PDF or OFD, at most 5 MB."))
    tax = forms.ChoiceField(
        label=_("Tax, as the file says it"),
        choices=[("", "—"), *Invoice.Tax.choices],
        help_text=_("What is free of tax has an ordinary invoice, whatever was asked for."),
    )

    @property
    def paper(self) -> Paper | None:
        given = self.cleaned_data
        return Paper(given["number"], *given["file"], tax=given["tax"])


class CorrectForm(IssueForm):
    """A red invoice, and the one that takes the place of what it takes back."""

    red_number = NumberField(label=_("Number of the red invoice"), max_length=40)
    red_file = PaperField(
        label=_("File of the red invoice"), help_text=_("PDF or OFD, at most 5 MB.")
    )
    field_order = ["asked", "red_number", "red_file", "number", "file", "tax"]

    def __init__(self, *args, fen: int, **kwargs):
        super().__init__(*args, **kwargs)
        if fen:
            self.fields["number"].label = _("Number of the new invoice")
            self.fields["file"].label = _("File of the new invoice")
        else:
            del self.fields["number"], self.fields["file"], self.fields["tax"]

    @property
    def paper(self) -> Paper | None:
        return super().paper if "file" in self.fields else None

    @property
    def red(self) -> Paper:
        given = self.cleaned_data
        return Paper(given["red_number"], *given["red_file"])
