from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative, Recognition
from producers.cooperatives.names import plain
from producers.cooperatives.tax_number import validate_tax_number
from producers.regions.fields import CountyField, DayField, NameSelect, mark_chinese

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 -]{5,18}$", _("Write a phone number in digits, such as 023-57682000.")
)


class CreditCodeField(forms.CharField):
    def to_python(self, value):
        return super().to_python(value).upper().replace(" ", "")


class CooperativeForm(forms.ModelForm):
    county = CountyField(label=_("County"))
    credit_code = CreditCodeField(
        label=_("unified social credit code"),
        max_length=18,
        validators=[validate_tax_number],
        help_text=_("18 characters, as on the licence."),
    )
    phone = forms.CharField(label=_("phone"), max_length=20, validators=[PHONE])

    class Meta:
        model = Cooperative
        fields = [
            "name_zh",
            "name_en",
            "kind",
            "county",
            "village_zh",
            "village_en",
            "credit_code",
            "phone",
            "households_count",
            "story_zh",
            "story_en",
        ]
        widgets = {
            "story_zh": forms.Textarea(attrs={"rows": 3}),
            "story_en": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }
        error_messages = {
            "credit_code": {"unique": _("A cooperative with this credit code is registered.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_chinese(self)
        self.fields["households_count"].widget.attrs["max"] = 100_000
        # What the county has vouched for stays as it was vouched for.
        if self.instance.pk and self.instance.is_approved:
            for name in ("name_zh", "kind", "county", "credit_code"):
                self.fields[name].disabled = True

    def clean_households_count(self):
        households = self.cleaned_data["households_count"]
        if households > 100_000:
            raise ValidationError(_("Write at most 100,000 households."))
        return households


class ColleagueForm(forms.Form):
    email = forms.EmailField(label=_("e-mail address"), max_length=254)


class DecisionForm(forms.Form):
    """Approve, or return with a reason: the two buttons are named `decision`."""

    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("return", _("Return"))])
    reason = forms.CharField(
        label=_("reason, where it is returned"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        given = super().clean()
        if given.get("decision") == "return" and not given.get("reason"):
            self.add_error("reason", _("Say what has to be changed."))
        return given

    @property
    def approves(self) -> bool:
        return self.cleaned_data["decision"] == "approve"


class RecognitionForm(forms.ModelForm):
    starts_on = DayField(label=_("from"))
    ends_on = DayField(label=_("to"), required=False)

    class Meta:
        model = Recognition
        fields = [
            "number",
            "cooperative",
            "scope",
            "product_zh",
            "recognised_by",
            "starts_on",
            "ends_on",
        ]
        widgets = {"cooperative": NameSelect}
        error_messages = {"number": {"unique": _("This number is recorded already.")}}

    def __init__(self, *args, cooperatives, **kwargs):
        super().__init__(*args, **kwargs)
        mark_chinese(self)
        self.fields["cooperative"].queryset = cooperatives

    def clean_product_zh(self):
        return plain(self.cleaned_data["product_zh"])

    def clean(self):
        given = super().clean()
        scope, product = given.get("scope"), given.get("product_zh")
        if scope == Recognition.Scope.PRODUCT and not product:
            self.add_error("product_zh", _("Name the product that is recognised."))
        if scope == Recognition.Scope.SUPPLIER and product:
            self.add_error("product_zh", _("Leave this empty: all products are recognised."))
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        return given


class RecognitionEndForm(forms.Form):
    ends_on = DayField(label=_("last day"))

    def __init__(self, *args, recognition, **kwargs):
        super().__init__(*args, **kwargs)
        self.recognition = recognition

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < self.recognition.starts_on:
            raise ValidationError(_("The last day lies before the first."))
        return ends_on
