from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.channels.models import Campaign


class CampaignForm(forms.Form):
    """Whose channel what is bought by the poster counts for."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Counts for"),
        empty_label=_("no campaign"),
    )

    def __init__(self, asked):
        super().__init__(asked)
        today = timezone.localdate()
        self.fields["campaign"].queryset = Campaign.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today
        ).order_by("name_zh")

    @property
    def chosen(self) -> Campaign | None:
        return self.cleaned_data["campaign"] if self.is_valid() else None
