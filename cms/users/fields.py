import re
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def mobile_or_none(text: str) -> str | None:
    """138 0013 8000 and +86-13800138000 are 13800138000."""
    digits = re.sub(r"[\s-]", "", normalize("NFKC", text)).removeprefix("+86")
    return digits if MOBILE.fullmatch(digits) else None


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
        typed = super().clean(value)
        digits = mobile_or_none(typed)
        if typed and not digits:
            raise forms.ValidationError(self.error_messages["mobile"], code="mobile")
        return digits or ""
