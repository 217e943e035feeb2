from django import forms
from django.utils.translation import gettext_lazy as _

from shop.catalogue.photographs import PhotographsField
from shop.reviews.models import Review, ReviewAnswer, ReviewDecision

STARS = [
    (5, _("★★★★★ very good")),
    (4, _("★★★★ good")),
    (3, _("★★★ fair")),
    (2, _("★★ poor")),
    (1, _("★ bad")),
]


class ReviewForm(forms.ModelForm):
    stars = forms.TypedChoiceField(
        label=_("stars"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    photographs = PhotographsField(
        label=_("photographs"),
        required=False,
        help_text=_("Up to nine. Where and when they were taken is removed."),
    )

    class Meta:
        model = Review
        fields = ["stars", "text"]
        help_texts = {"text": _("All can read it. Leave out names, phones and addresses.")}


class AnswerForm(forms.ModelForm):
    class Meta:
        model = ReviewAnswer
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class HidingForm(forms.ModelForm):
    hidden_for = forms.CharField(label=_("reason, which all may read"), max_length=200)

    class Meta:
        model = ReviewDecision
        fields = ["hidden_for"]
