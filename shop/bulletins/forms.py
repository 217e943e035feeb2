from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Posting, Region
from shop.bulletins.months import MonthField, last_of

MOST_DAYS = 366


class ClosingForm(forms.Form):
    """An officer closes for the place they are posted to itself."""

    region = forms.ModelChoiceField(label=_("Place"), queryset=Region.objects.none())
    first = MonthField(label=_("Month"))
    last = MonthField(
        label=_("To month"),
        required=False,
        help_text=_("Only for a bulletin of several months, as of a season."),
    )

    def __init__(self, data=None, *, postings: list[Posting]):
        super().__init__(data)
        own = [posting.region_id for posting in postings]
        self.fields["region"].queryset = Region.objects.filter(code__in=filter(None, own))
        self.fields["region"].initial = next(filter(None, own), None)
        self.fields["region"].empty_label = None
        self.fields["last"].choices = [("", _("The same")), *self.fields["last"].choices]

    def clean(self):
        asked = super().clean()
        if "first" in asked:
            asked["last"] = last_of(asked.get("last") or asked["first"])
            if not 0 < (asked["last"] - asked["first"]).days < MOST_DAYS:
                raise ValidationError(
                    _("A bulletin is of one month, or of up to twelve from the first to the last.")
                )
        return asked


class ReopeningForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the new bulletin. The old one stays as it is."),
    )
