from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Region
from shop.freight.models import FreightTemplate, FreightZone


class YuanField(forms.DecimalField):
    """Typed in yuan, kept in fen."""

    def __init__(self, *, most: int = 10_000, **kwargs):
        super().__init__(min_value=0, max_value=most, decimal_places=2, **kwargs)

    def prepare_value(self, value):
        return Decimal(value) / 100 if isinstance(value, int) else value

    def clean(self, value):
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)


class TemplateForm(forms.ModelForm):
    ships_within_hours = forms.IntegerField(
        label=_("ships within (hours)"), min_value=1, max_value=240
    )
    free_over_fen = YuanField(
        label=_("free from this goods value (yuan)"),
        required=False,
        help_text=_("Leave empty where freight is always charged."),
    )

    class Meta:
        model = FreightTemplate
        fields = ["ships_within_hours", "free_over_fen"]


class ZoneForm(forms.ModelForm):
    places = forms.CharField(
        label=_("places"),
        max_length=1000,
        required=False,
        help_text=_(
            "Region codes of 2, 4 or 6 digits with spaces between; empty is everywhere else."
        ),
    )
    first_fen = YuanField(label=_("first kilogram (yuan)"))
    step_fen = YuanField(label=_("each further kilogram (yuan)"))
    arrives_within_days = forms.IntegerField(
        label=_("arrives within (days)"), min_value=1, max_value=60
    )

    class Meta:
        model = FreightZone
        fields = ["places", "delivers", "first_fen", "step_fen", "arrives_within_days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["places"] = " ".join(self.instance.places)

    def clean_places(self):
        places = self.cleaned_data["places"].split()
        if unknown := unknown_among(places):
            raise ValidationError(
                _("%(code)s is no region code. Write 37, 3706 or 370613, with spaces between."),
                params={"code": unknown[0]},
            )
        return places


def unknown_among(places: list[str]) -> list[str]:
    whole = {place: place.ljust(6, "0") if len(place) in (2, 4, 6) else "" for place in places}
    known = set(Region.objects.filter(code__in=whole.values()).values_list("code", flat=True))
    return [place for place in places if whole[place] not in known]
