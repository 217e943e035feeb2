"""Form fields that several stages ask with: a day, a place."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Region
from producers.regions.resolving import find

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


EXAMPLE = _('Name or six-digit code, such as <span lang="zh-Hans">巫山县</span> or 500237.')


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__({"min": FIRST_DAY, "max": LAST_DAY} | (attrs or {}), format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput
    default_error_messages = {"invalid": _("Write a day such as 2026-07-01.")}

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators += [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]


class RegionField(forms.CharField):
    """A place of today, by code or by name in either language. Where several have the name, the
    message names them with their codes."""

    level: str | None = None

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", EXAMPLE)
        super().__init__(max_length=60, **kwargs)

    def prepare_value(self, value):
        return f"{value.code} {value.full_name}" if isinstance(value, Region) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        if isinstance(value, Region):
            return value
        value = super().clean(value)
        if not value:
            return None
        found = places_called(value, level=self.level)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("No place is called %(name)s today. Write its name or six-digit code."),
                params={"name": value},
            )
        raise ValidationError(
            _("Several places are called %(name)s. Write the code of yours: %(list)s."),
            params={
                "name": value,
                "list": "; ".join(f"{place.code} {place.full_name}" for place in found[:10]),
            },
        )


def mark_chinese(form: forms.BaseForm) -> None:
    """For voices and fonts: what is typed into these fields is Chinese on English pages too."""
    for name, field in form.fields.items():
        if name.endswith("_zh"):
            field.widget.attrs["lang"] = "zh-Hans"


class NameSelect(forms.Select):
    """Options in whichever language their names have."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        if any("\u3400" <= c <= "\u9fff" for c in str(option["label"])):
            option["attrs"]["lang"] = "zh-Hans"
        return option


class CountyField(RegionField):
    level = Region.Level.COUNTY


def places_called(text: str, *, level: str | None) -> list[Region]:
    places = Region.objects.in_force().select_related("parent__parent")
    if level:
        places = places.filter(level=level)
    if code := re.match(r"[0-9]{6}\b", text):
        return list(places.filter(code=code[0]))
    codes = [place.code for place in find(text, level=level)]
    return list(places.filter(code__in=codes) or places.filter(name_en__iexact=text)) or [
        # 重庆巫山县, 山东省烟台市莱山区: a name with the places it lies in before it.
        place
        for place in places.filter(name_zh__in=[text[i:] for i in range(1, len(text))])
        if outermost(place).short_zh in text
    ]


def outermost(place: Region) -> Region:
    return outermost(place.parent) if place.parent else place
