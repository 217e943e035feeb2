from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.regions.fields import DayField, RegionField


class PostingForm(forms.Form):
    email = forms.EmailField(label=_("e-mail address"), max_length=254)
    region = RegionField(label=_("posted to"))
    starts_on = DayField(label=_("from"), initial=timezone.localdate)
    ends_on = DayField(label=_("last day"), required=False)

    def clean(self):
        given = super().clean()
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day lies before the first."))
        return given


class PostingEndForm(forms.Form):
    ends_on = DayField(label=_("last day"))

    def __init__(self, *args, posting, **kwargs):
        super().__init__(*args, **kwargs)
        self.posting = posting

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < self.posting.starts_on:
            raise ValidationError(_("The last day lies before the first."))
        return ends_on
