from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from producers.regions.codes import range_of
from producers.regions.models import Region


class RegionCodeField(forms.CharField):
    """A region code of 2, 4 or 6 digits. Gives the place of today, None where nothing is asked."""

    default_error_messages = {
        "region": _("No place has the code “%(code)s”. Choose one from the list.")
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=6, **kwargs)

    def clean(self, value) -> Region | None:
        code = super().clean(value)
        if not code:
            return None
        try:
            return place_of_today(range_of(code)[0])
        except (ValueError, Region.DoesNotExist) as unknown:
            raise ValidationError(
                self.error_messages["region"], "region", {"code": code}
            ) from unknown


def place_of_today(code: str) -> Region:
    place = Region.objects.get(code=code)
    while place.successor_id:
        place = place.successor
    return place


class DestinationForm(forms.Form):
    """Where a visitor wants goods to be sent, on a page that is only read."""

    deliver_to = RegionCodeField(required=False, label=_("Delivered to"))

    @property
    def place(self) -> Region | None:
        return self.cleaned_data["deliver_to"] if self.is_valid() else None


class CountySearch(forms.Form):
    q = forms.CharField(required=False, max_length=30, label=_("Name of a county"))


class GoodsSearch(forms.Form):
    q = forms.CharField(required=False, max_length=60)
