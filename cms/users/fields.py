import re

from django import forms
from django.utils.translation import gettext_lazy as _


class MobileField(forms.CharField):
    """A mobile phone of the mainland: eleven digits, however somebody writes them."""

    default_error_messages = {
        "mobile": _("Give the eleven digits of a mobile phone, like 13800138000.")
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Mobile phone"))
        super().__init__(
            max_length=20,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            **kwargs,
        )

    def clean(self, value) -> str:
        digits = re.sub(r"[\s-]", "", super().clean(value)).removeprefix("+86")
        if digits and not re.fullmatch(r"1[3-9][0-9]{9}", digits):
            raise forms.ValidationError(self.error_messages["mobile"], code="mobile")
        return digits
