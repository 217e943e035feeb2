from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.regions.fields import DayField
from shop.gifts.granting import grant_coupon, grant_quota
from shop.gifts.models import Grant

MOST_PEOPLE = 500


class GrantForm(forms.ModelForm):
    starts_on = DayField(label=_("From"), initial=timezone.localdate)
    ends_on = DayField(label=_("To"))
    each = forms.DecimalField(
        label=_("Off an order, or for each person (yuan)"),
        min_value=1,
        max_value=10_000,
        decimal_places=2,
    )
    least = forms.DecimalField(
        label=_("Only for goods from so many yuan on"),
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
    )
    uses = forms.IntegerField(
        label=_("Of a coupon: how many orders may use it"),
        required=False,
        min_value=1,
        max_value=100_000,
    )
    emails = forms.CharField(
        label=_("Of a quota: the e-mail addresses of those it is for"),
        required=False,
        max_length=50_000,
        help_text=_("One a line, at most 500. Each is mailed a code of their own."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Grant
        fields = ["kind", "name_zh", "starts_on", "ends_on"]

    field_order = ["kind", "name_zh", "each", "uses", "emails", "least", "starts_on", "ends_on"]

    def clean_emails(self) -> list[str]:
        emails = list(dict.fromkeys(self.cleaned_data["emails"].lower().split()))
        for email in emails:
            try:
                validate_email(email)
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("%(email)s is no e-mail address.") % {"email": email[:100]}
                ) from None
        if len(emails) > MOST_PEOPLE:
            raise forms.ValidationError(_("These are more than 500: make several quotas."))
        return emails

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return ends_on

    def clean(self):
        given = super().clean()
        if (
            given.get("starts_on")
            and given.get("ends_on")
            and given["starts_on"] > given["ends_on"]
        ):
            self.add_error("ends_on", _("The first day is after the last."))
        needed = "uses" if given.get("kind") == Grant.Kind.COUPON else "emails"
        if not given.get(needed) and needed not in self.errors:
            self.add_error(needed, _("This field is required."))
        return given

    def grant(self, *, by, **sponsor) -> Grant:
        """`sponsor` is organisation=… or cooperative=…"""
        given, made = self.cleaned_data, self.instance
        made.made_by = by
        made.least_goods_fen = int((given["least"] or 0) * 100)
        for name, who in sponsor.items():
            setattr(made, name, who)
        each_fen = int(given["each"] * 100)
        if made.kind == Grant.Kind.COUPON:
            return grant_coupon(made, each_fen=each_fen, uses=given["uses"])
        return grant_quota(made, each_fen=each_fen, emails=given["emails"])
