"""Photographs that buyers hand in, several at once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.catalogue.uploads import cleaned

MOST_PHOTOGRAPHS = 9
# Pixels: enough to judge a plum by, on a telephone's data.
LONGEST_SIDE = 1600


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotographsField(forms.FileField):
    """Gives clean pictures. What is wrong with one is said with the name of its file."""

    widget = SeveralFiles(attrs={"accept": "image/*"})

    def to_python(self, data):
        files = data or []
        if len(files) > MOST_PHOTOGRAPHS:
            raise ValidationError(_("At most nine photographs."))
        pictures, faults = [], []
        for file in files:
            try:
                pictures.append(cleaned(file, side=LONGEST_SIDE))
            except ValidationError as refused:
                faults.append(f"{file.name[:60]}: {refused.message}")
        if faults:
            raise ValidationError(faults)
        return pictures
