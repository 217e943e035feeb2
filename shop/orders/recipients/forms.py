from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from shop.buyers.forms import checked_phone

LARGEST_LIST = 5 * 1024 * 1024


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("List of recipients"),
        help_text=_("The template, filled in: .xlsx, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file


class ContactForm(forms.Form):
    """Whom to ask about the order as a whole."""

    receiver = forms.CharField(
        label=_("Contact person"), max_length=25, validators=[MinLengthValidator(2)]
    )
    phone = forms.CharField(label=_("Phone"), max_length=20)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    shown_fen = forms.IntegerField(widget=forms.HiddenInput)
    fresh_terms = forms.BooleanField(
        label=_(
            "I know that fresh produce cannot be sent back within seven days without a reason. "
            "Damaged or spoilt goods are still made good."
        )
    )

    def __init__(self, *args, fresh: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not fresh:
            del self.fields["fresh_terms"]

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])

    def contact(self) -> dict:
        said = dict(self.cleaned_data)
        del said["shown_fen"]
        return {"fresh_terms": False, **said}
