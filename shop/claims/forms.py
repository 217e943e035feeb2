from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shop import weight
from shop.catalogue.photographs import PhotographsField
from shop.delivery.models import Carrier
from shop.delivery.shipping import CannotShip, tidy
from shop.orders.models import OrderLine


class PacksForm(forms.Form):
    """How many packs of each line. The verb knows how many can be claimed; here is bounded what is
    no number of packs at all."""

    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args, lines: list[OrderLine], **kwargs):
        super().__init__(*args, **kwargs)
        packs = {f"packs_{line.number}": packs_field(line) for line in lines}
        self.fields = {**packs, **self.fields}

    @property
    def packs(self) -> dict[int, int]:
        """By the number of the line."""
        return {
            int(name.removeprefix("packs_")): many or 0
            for name, many in self.cleaned_data.items()
            if name.startswith("packs_")
        }


def packs_field(line: OrderLine) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext("%(product)s, %(weight)s: how many packs of %(packs)s")
        % {
            "product": line.product_name,
            "weight": weight.label(line.net_g),
            "packs": line.packs_left,
        },
        min_value=0,
        max_value=line.packs_left,
        required=False,
        initial=line.packs_left if line.packs_left == 1 else 0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ReportForm(PacksForm):
    spoiled_percent = forms.IntegerField(
        label=_("How much of it is spoiled, in percent"),
        min_value=1,
        max_value=100,
        help_text=_(
            "Of the packs above, by pieces or by weight. This share of their price is returned; "
            "from 60 on, all of it."
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("What is wrong"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    photographs = PhotographsField(
        label=_("Photographs"),
        help_text=_(
            "One to nine: the waybill, and the goods in their box. JPEG, PNG, WebP or HEIC, "
            "at most 10 MB each. Where they were taken is removed."
        ),
    )


class ReturnForm(PacksForm):
    reason = forms.CharField(
        label=_("Why you return it"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SendBackForm(forms.Form):
    waybill = forms.CharField(label=_("Carrier and waybill number"), max_length=100)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """What the cooperative does about a claim, with what that needs."""

    ACCEPT, SEND_AGAIN, REFUSE = "accept", "send_again", "refuse"
    ANSWERS = [
        (ACCEPT, _("Accept: the money goes back")),
        (SEND_AGAIN, _("Send the goods again")),
        (REFUSE, _("Refuse, with a reason")),
    ]

    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=forms.RadioSelect)
    carrier = forms.ModelChoiceField(
        Carrier.objects.all(),
        label=_("Carrier"),
        required=False,
        help_text=_("Where the goods are sent again."),
    )
    number = forms.CharField(label=_("Waybill number"), max_length=30, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where the claim is refused. The buyer reads it."),
    )

    def __init__(self, *args, is_return: bool, **kwargs):
        super().__init__(*args, **kwargs)
        # What its buyer does not want is not sent again.
        if is_return:
            self.fields["answer"].choices = [
                pair for pair in self.ANSWERS if pair[0] != self.SEND_AGAIN
            ]
            del self.fields["carrier"], self.fields["number"]

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        try:
            return number and tidy(number)
        except CannotShip as refused:
            raise ValidationError(str(refused)) from None

    def clean(self):
        given = super().clean()
        if given.get("answer") == self.REFUSE and not given.get("reason"):
            self.add_error("reason", _("Say why you refuse."))
        if given.get("answer") == self.SEND_AGAIN:
            for name in ("carrier", "number"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, _("Say by whom and under which number it is sent."))
        return given


class DecisionForm(ReasonForm):
    GRANT, DISMISS = "grant", "dismiss"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (GRANT, _("The buyer is right: the money goes back")),
            (DISMISS, _("The cooperative's answer stands")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["decision", "reason"]
