from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.regions.fields import CountyField, NameSelect, RegionField
from producers.regions.models import Pairing
from producers.regions.posts import reach
from shop.buyers.models import BuyerKind, Organisation
from shop.catalogue.models import Product
from shop.channels.models import Channel
from shop.freight.forms import YuanField
from shop.targets.models import SUBJECTS, Canteen, Output, Target
from shop.targets.reserved import guests_of

FIRST_YEAR, LAST_YEAR = 2016, 2099
MOST_YUAN = 1_000_000_000_000
MOST_TONNES = 1_000_000_000
GRAMS_OF_A_TONNE = 1_000_000


def this_year() -> int:
    return timezone.localdate().year


class YearField(forms.IntegerField):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("year"))
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, initial=this_year, **kwargs)


class YearForm(forms.Form):
    """Of which year a page speaks; of this one, where none or no year is said."""

    year = YearField()

    @classmethod
    def said(cls, data) -> tuple["YearForm", int]:
        form = cls({"year": data.get("year") or this_year()})
        return form, form.cleaned_data["year"] if form.is_valid() else this_year()


class AmountForm(forms.Form):
    amount_fen = YuanField(
        label=_("amount (yuan)"),
        most=MOST_YUAN,
        required=False,
        help_text=_("Left empty, there is no target any more."),
    )
    document = forms.CharField(
        label=_("document"),
        max_length=200,
        required=False,
        help_text=_("By which letter or plan it was set."),
    )


class TargetForm(forms.ModelForm):
    """Whose target it is, is said by one of place, pairing and unit."""

    year = YearField()
    region = RegionField(label=_("place"), required=False)
    amount_fen = YuanField(label=_("amount (yuan)"), most=MOST_YUAN)

    class Meta:
        model = Target
        fields = [
            "year", "side", "region", "pairing", "organisation", "channel", "amount_fen",
            "document",
        ]  # fmt: skip
        widgets = {"organisation": NameSelect, "channel": NameSelect}
        help_texts = {
            "side": _("A pairing and a unit always buy."),
            "channel": _("Left empty, it is to be reached by all channels together."),
            "document": _("By which letter or plan it was set."),
        }

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        pairings = Pairing.objects.in_force(timezone.localdate()).select_related("east", "west")
        own = [reach(postings, county=end) for end in ("east", "west")]
        self.fields["pairing"].queryset = pairings.filter(own[0] and own[0] | own[1])
        self.fields["organisation"].queryset = Organisation.objects.filter(
            reach(postings, county="region")
        ).order_by("name_zh")
        self.fields["channel"].queryset = Channel.objects.all()
        for name in ("pairing", "organisation", "channel"):
            self.fields[name].required = False

    def clean(self):
        given = super().clean()
        said = [name for name in SUBJECTS if given.get(name)]
        if len(said) != 1 and not self.errors:
            self.add_error(
                "region", _("Say whose target it is: a place, a pairing or a unit, one of them.")
            )
        if said != ["region"] and given.get("side") == Target.Side.SELL:
            self.add_error("side", _("Only places have a target to sell. Choose to buy."))
        return given


class CanteenForm(forms.ModelForm):
    year = YearField()
    purchases_fen = YuanField(
        label=_("purchases of the canteen in the year (yuan)"),
        most=MOST_YUAN,
        required=False,
        help_text=_("All food the canteen bought: the reserved share is taken of it."),
    )
    union_funds_fen = YuanField(
        label=_("funds of the union in the year (yuan)"),
        most=MOST_YUAN,
        required=False,
        help_text=_("Asked of units without a canteen where the place has a rule for it."),
    )

    class Meta:
        model = Canteen
        fields = ["year", "state", "reported_by_unit", "purchases_fen", "union_funds_fen"]
        widgets = {"reported_by_unit": NameSelect}

    def __init__(self, *args, unit: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organisation = unit
        self.fields["reported_by_unit"].queryset = Organisation.objects.filter(
            kind=BuyerKind.BUDGET_UNIT, region=unit.region_id
        ).exclude(pk=unit.pk)

    def clean(self):
        given = super().clean()
        state, shared_with = given.get("state"), given.get("reported_by_unit")
        shares = state == Canteen.State.SHARED
        if shares and not shared_with:
            self.add_error("reported_by_unit", _("Say which unit reports the shared canteen."))
        if shared_with and not shares:
            self.add_error("reported_by_unit", _("Only for a shared canteen. Take it away."))
        if shares and shared_with and "year" in given:
            self.refuse_sharing_in_a_row(shared_with, given["year"])
        bought = given.get("purchases_fen")
        if state in (Canteen.State.OWN, Canteen.State.OUTSOURCED) and not bought:
            self.add_error("purchases_fen", _("Say what the canteen bought in the year."))
        if state in (Canteen.State.SHARED, Canteen.State.NONE) and bought:
            self.add_error(
                "purchases_fen", _("Whoever runs the canteen says this. Leave it empty.")
            )
        # The columns hold a number where nothing is said.
        for name in ("purchases_fen", "union_funds_fen"):
            given[name] = given.get(name) or 0
        return given

    def refuse_sharing_in_a_row(self, shared_with: Organisation, year: int) -> None:
        """What a unit bought counts with the unit that reports its canteen: with one that names a
        third, or names it back, it would count nowhere."""
        its = Canteen.objects.filter(organisation=shared_with, year=year).first()
        if its and its.state == Canteen.State.SHARED:
            self.add_error(
                "reported_by_unit",
                _("That unit shares a canteen itself. Choose the one that reports it."),
            )
        elif guests_of(self.instance.organisation, year):
            self.add_error(
                "state",
                _(
                    "Other units say that yours reports the canteen they share. They have to "
                    "report anew first."
                ),
            )


class ProductOfCountyForm(forms.ModelForm):
    """Names a county, and a product of it by its name as sold."""

    county = CountyField(label=_("county"))
    product = forms.CharField(label=_("product"), max_length=60, required=False)

    def clean(self):
        given = super().clean()
        name, county = given.get("product"), given.get("county")
        given["product"] = None
        if name and county:
            given["product"] = Product.objects.called(name, county=county.pk)
            if given["product"] is None:
                refused = _("%(county)s sells no product called %(name)s. Write its name as sold.")
                names = {"county": county.name, "name": name}
                self.add_error("product", ValidationError(refused, params=names))
        return given


class OutputForm(ProductOfCountyForm):
    year = YearField()
    tonnes = forms.DecimalField(
        label=_("output (tonnes)"), min_value=0, max_value=MOST_TONNES, decimal_places=3
    )
    amount_fen = YuanField(label=_("value (yuan)"), most=MOST_YUAN, required=False)
    source_url = forms.URLField(
        label=_("address of the source"), max_length=200, required=False, assume_scheme="https"
    )

    class Meta:
        model = Output
        fields = ["county", "year", "product", "tonnes", "amount_fen", "source", "source_url"]
        help_texts = {"source": _("Where the number stands: a yearbook, a bulletin, a newspaper.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product"].help_text = _("Left empty, it is the county's produce in all.")

    def clean(self):
        given = super().clean()
        if "tonnes" in given:
            self.instance.weight_g = int(given["tonnes"] * GRAMS_OF_A_TONNE)
        return given
