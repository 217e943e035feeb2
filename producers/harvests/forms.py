from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Certificate
from producers.harvests.certifying import CertificateTaken
from producers.harvests.models import GrowerShare, Lot
from producers.harvests.opening import BatchTaken, next_batch
from producers.regions.fields import DayField, mark_chinese
from producers.weight import Unit, grams_of

# Ten thousand tonnes: what a whole county picks in a season is less.
LARGEST_LOT_G = 10_000_000_000


def weight_field(label, **kwargs) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_value=Decimal(LARGEST_LOT_G),
        max_digits=14,
        decimal_places=3,
        error_messages={
            "invalid": _("Write a weight as a number, such as 1500."),
            "max_decimal_places": _("Write a weight with at most three decimals."),
        },
        **kwargs,
    )


class WeighedForm(forms.Form):
    """A lot's weight, as grams."""

    weight = weight_field(_("weight"), min_value=Decimal(0))
    unit = forms.ChoiceField(label=_("unit"), choices=Unit.choices, initial=Unit.KILOGRAM.value)
    least_g = 0

    def clean(self):
        given = super().clean()
        if given.get("weight") is not None and given.get("unit"):
            try:
                given["total_g"] = self.within_bounds(grams_of(given["weight"], given["unit"]))
            except ValidationError as wrong:
                self.add_error("weight", wrong)
        return given

    def within_bounds(self, grams: int) -> int:
        if not self.least_g <= grams <= LARGEST_LOT_G:
            raise ValidationError(_("Write a weight above 0 and of at most 10,000 tonnes."))
        return grams


class ResizeForm(WeighedForm):
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)


class CertificateForm(forms.ModelForm):
    issued_on = DayField(label=_("issued on"))

    class Meta:
        model = Certificate
        fields = ["number", "basis", "issued_on", "issuer_zh", "contact"]

    def __init__(self, *args, cooperative, **kwargs):
        super().__init__(*args, **kwargs)
        self.cooperative = cooperative
        mark_chinese(self)
        self.fields["issuer_zh"].initial = cooperative.name_zh
        self.fields["contact"].initial = cooperative.phone

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number and self.cooperative.certificates.filter(number=number).exists():
            raise CertificateTaken
        return number

    def clean_issued_on(self):
        issued_on = self.cleaned_data["issued_on"]
        if issued_on and issued_on > timezone.localdate():
            raise ValidationError(_("A certificate cannot be issued on a day to come."))
        return issued_on


class OptionalCertificateForm(CertificateForm):
    """The certificate of a lot that is just opened: all of it, or none of it yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self):
        given = super().clean()
        if self.is_given:
            for name, value in list(given.items()):
                if not value:
                    self.add_error(name, _("Fill this in too, or leave the number empty."))
        return given

    @property
    def is_given(self) -> bool:
        """By its number: issuer and contact are proposed and say nothing by themselves."""
        given = self.cleaned_data
        return bool(given.get("number") or given.get("basis") or given.get("issued_on"))


class LotDaysForm(forms.ModelForm):
    harvest_from = DayField(label=_("harvest from"))
    harvest_to = DayField(label=_("harvest to"))
    sells_from = DayField(label=_("sells from"))
    sells_to = DayField(label=_("sells to"))

    class Meta:
        model = Lot
        fields = ["harvest_from", "harvest_to", "sells_from", "sells_to"]

    def clean(self):
        given = super().clean()
        for first, last in (("harvest_from", "harvest_to"), ("sells_from", "sells_to")):
            if given.get(first) and given.get(last) and given[last] < given[first]:
                self.add_error(last, _("The last day lies before the first."))
        ahead = self.instance.presale_to
        if ahead and given.get("sells_from") and given["sells_from"] <= ahead:
            self.add_error("sells_from", _("The pre-sale ends before the lot sells as usual."))
        return given


class LotForm(WeighedForm, LotDaysForm):
    least_g = 1

    class Meta:
        model = Lot
        fields = [
            "weight",
            "unit",
            "harvest_from",
            "harvest_to",
            "sells_from",
            "sells_to",
            "grade",
            "batch",
        ]

    def __init__(self, *args, cooperative, produce_zh, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cooperative = cooperative
        self.instance.produce_zh = produce_zh
        today = timezone.localdate()
        self.fields["batch"].initial = next_batch(cooperative, year=today.year)
        self.fields["harvest_from"].initial = self.fields["sells_from"].initial = today

    def clean_batch(self):
        batch = self.cleaned_data["batch"]
        if self.instance.cooperative.lots.filter(batch=batch).exists():
            raise BatchTaken
        return batch

    def clean(self):
        given = super().clean()
        self.instance.total_g = given.get("total_g")
        return given


class PresaleForm(WeighedForm, forms.ModelForm):
    field_order = ["presale_from", "presale_to", "ships_from", "ships_to", "weight", "unit"]
    presale_from = DayField(label=_("pre-sale from"), required=False)
    presale_to = DayField(label=_("pre-sale to"), required=False)
    ships_from = DayField(label=_("sent from"), required=False)
    ships_to = DayField(label=_("sent to, at the latest"), required=False)
    weight = weight_field(
        _("at most"),
        required=False,
        min_value=Decimal(1),
        help_text=_("Of the harvest, sold ahead. Empty: all of it."),
    )

    class Meta:
        model = Lot
        fields = ["presale_from", "presale_to", "ships_from", "ships_to", "presale_limit_orders"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.presale_limit_g is not None:
            self.fields["weight"].initial = Decimal(self.instance.presale_limit_g).scaleb(-3)

    def clean(self):
        given = super().clean()
        days = [
            given.get(name) for name in ("presale_from", "presale_to", "ships_from", "ships_to")
        ]
        if any(days) and not all(days) and not self.errors:
            self.add_error("presale_from", _("Give all four days, or none."))
        elif all(days):
            self.refuse_days_out_of_order(*days)
        self.instance.presale_limit_g = given.get("total_g")
        return given

    def refuse_days_out_of_order(self, presale_from, presale_to, ships_from, ships_to) -> None:
        for name, first, last in (
            ("presale_to", presale_from, presale_to),
            ("ships_to", ships_from, ships_to),
        ):
            if last < first:
                self.add_error(name, _("The last day lies before the first."))
        if presale_to >= self.instance.sells_from:
            self.add_error("presale_to", _("The pre-sale ends before the lot sells as usual."))
        if ships_from <= presale_to:
            self.add_error("ships_from", _("Goods are sent after the pre-sale has ended."))


class FailureForm(forms.Form):
    reason = forms.CharField(
        label=_("what happened"),
        max_length=200,
        help_text=_("Buyers read it: hail on 3 July, all the fruit is lost."),
    )


class GrowerShareForm(forms.ModelForm):
    paid = forms.DecimalField(
        label=_("paid to them for 500 g (yuan)"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(10_000),
        max_digits=7,
        decimal_places=2,
        help_text=_("Empty where it is not settled yet."),
        error_messages={"invalid": _("Write a price in yuan, such as 3.20.")},
    )

    class Meta:
        model = GrowerShare
        fields = ["households", "source"]
        help_texts = {"source": _("Such as: purchase book 2026, pages 12 to 31.")}

    def save(self, commit=True):
        if (paid := self.cleaned_data["paid"]) is not None:
            self.instance.paid_fen_per_500g = int(paid * 100)
        return super().save(commit)
