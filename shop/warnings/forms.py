from django import forms
from django.utils.translation import gettext_lazy as _

from cms.users.models import User
from producers.regions.codes import line_of
from producers.regions.models import Posting
from shop.warnings.models import Finding


class FilterForm(forms.Form):
    rule = forms.ChoiceField(
        choices=[("", _("All rules")), *Finding.Rule.choices], required=False, label=_("Rule")
    )
    status = forms.ChoiceField(
        choices=[("", _("All states")), *Finding.Status.choices], required=False, label=_("State")
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=_("Official"))

    def __init__(self, *args, finding: Finding, **kwargs):
        """Those posted to its county, or to what that lies in, but for whom it is about."""
        super().__init__(*args, **kwargs)
        posted = Posting.objects.in_force().filter(region__in=line_of(finding.county_id))
        officials = User.objects.filter(postings__in=posted).exclude(pk=finding.about)
        self.fields["to"].queryset = officials.distinct()
        self.fields["to"].label_from_instance = lambda user: user.name


class AnswerForm(forms.Form):
    text = forms.CharField(
        max_length=1000, label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3})
    )


class KeepForm(AnswerForm):
    kept = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
