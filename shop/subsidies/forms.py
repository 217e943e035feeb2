from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from producers.regions.fields import DayField, NameSelect, RegionField, mark_chinese
from producers.regions.models import Region
from shop.catalogue.models import Category
from shop.freight.forms import YuanField
from shop.ledger.reach import Reaches
from shop.subsidies.models import Project, Rule, Tier
from shop.subsidies.ruling import AlreadyReplaced
from shop.targets.forms import MOST_YUAN, ProductOfCountyForm, YearField, this_year


class YearsForm(forms.Form):
    """Of which year's sales, and by the rules of which year."""

    year = YearField(label=_("sales of"))
    rules = YearField(label=_("rules of"))

    @classmethod
    def said(cls, data) -> tuple["YearsForm", int, int]:
        year = data.get("year") or this_year()
        form = cls({"year": year, "rules": data.get("rules") or year})
        if form.is_valid():
            return form, form.cleaned_data["year"], form.cleaned_data["rules"]
        return form, this_year(), this_year()


class PapersForm(forms.Form):
    year = YearField()
    as_of = DayField(
        label=_("as recorded at the end of"),
        required=False,
        help_text=_("With a day the papers are made once, and are the same bytes from then on."),
    )

    def clean_as_of(self) -> datetime | None:
        """The end of the day, which must be over; none says now."""
        day = self.cleaned_data["as_of"]
        if day is None:
            return None
        if day >= timezone.localdate():
            raise ValidationError(_("This day is not over. Choose one that is."))
        return timezone.make_aware(datetime.combine(day, time.max))


class RuleChoice(forms.ModelChoiceField):
    def label_from_instance(self, rule: Rule) -> str:
        return f"{rule.place.name} · {rule.name} ({rule.from_year}–{rule.until_year or ''})"


class RuleForm(forms.ModelForm):
    field_order = ["in_place_of"]

    in_place_of = RuleChoice(
        Rule.objects.none(),
        label=_("in place of"),
        required=False,
        error_messages={"invalid_choice": AlreadyReplaced.TEXT},
        empty_label=_("no other: a new rule beside those there are"),
        help_text=_(
            "That one holds until the year before this one begins. To end a rule without another, "
            "enter it once more and write its last year under “in force from” and under “until”. "
            "One that ends in its first year: enter it for the year after, with a tier that pays 0."
        ),
    )
    place = RegionField(label=_("place that pays"))
    destination = RegionField(
        label=_("goods sent to"), required=False, help_text=_("Left empty, to anywhere.")
    )
    from_year = YearField(label=_("in force from"))
    until_year = YearField(label=_("until"), required=False)
    cap_per_mille = forms.DecimalField(
        label=_("cap (percent of the sales)"),
        min_value=0,
        max_value=100,
        decimal_places=1,
        required=False,
        help_text=_("Left empty, there is none."),
    )

    class Meta:
        model = Rule
        fields = [
            "place", "name_zh", "name_en", "from_year", "until_year", "destination", "measure",
            "pays", "cap_per_mille", "source",
        ]  # fmt: skip

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        mark_chinese(self)
        self.fields["until_year"].initial = None
        own = Rule.objects.paid_by(postings).not_replaced()
        self.fields["in_place_of"].queryset = own.select_related("place")

    def clean_cap_per_mille(self) -> int | None:
        percent = self.cleaned_data["cap_per_mille"]
        return None if percent is None else int(percent * 10)

    def clean(self):
        given = super().clean()
        first, last = given.get("from_year"), given.get("until_year")
        if first and last and last < first:
            self.add_error("until_year", _("The last year lies before the first."))
        if replaced := given.get("in_place_of"):
            self.refuse_what_does_not_follow(replaced, given.get("place"), first)
        return given

    def refuse_what_does_not_follow(
        self, replaced: Rule, place: Region | None, first: int | None
    ) -> None:
        if place and place != replaced.place:
            self.add_error(
                "in_place_of",
                _("This is a rule of another place. Choose one of the place that pays, or none."),
            )
        if first and first <= replaced.from_year:
            refused = _("The rule it stands in place of begins in %(year)s. Choose a later year.")
            self.add_error(
                "from_year", ValidationError(refused, params={"year": replaced.from_year})
            )


class TierForm(forms.Form):
    """In yuan, orders and percent, as the rule says; in a tier they are fen, orders, per mille."""

    at_least = forms.DecimalField(
        label=_("from (yuan, or orders)"), min_value=0, max_value=MOST_YUAN, decimal_places=2
    )
    pays = forms.DecimalField(
        label=_("pays (yuan, or percent of the freight)"),
        min_value=0,
        max_value=MOST_YUAN,
        decimal_places=2,
    )

    def suits(self, rule: Rule) -> bool:
        """Nothing is cut off a number: orders are whole, and percent have one decimal."""
        if rule.measure != Rule.Measure.SALES and self.cleaned_data["at_least"] % 1:
            self.add_error("at_least", _("Orders are counted whole. Write a whole number."))
        if rule.pays != Rule.Pays.AMOUNT and self.cleaned_data["pays"] * 10 % 1:
            self.add_error("pays", _("Write percent with one decimal at most, such as 12.5."))
        elif rule.pays != Rule.Pays.AMOUNT and self.cleaned_data["pays"] > 100:
            self.add_error("pays", _("No more than the freight is paid: write 100 at most."))
        return not self.errors

    def tier_of(self, rule: Rule) -> Tier:
        least, pays = self.cleaned_data["at_least"], self.cleaned_data["pays"]
        return Tier(
            rule=rule,
            at_least=int(least * 100 if rule.measure == Rule.Measure.SALES else least),
            pays=int(pays * 100 if rule.pays == Rule.Pays.AMOUNT else pays * 10),
        )


class EachTierOnce(forms.BaseFormSet):
    def clean(self):
        if any(self.errors):
            return
        begin = [form.cleaned_data["at_least"] for form in self.forms if form.has_changed()]
        if len(set(begin)) < len(begin):
            raise ValidationError(_("Two tiers begin at the same amount. Change one of them."))


TierForms = forms.formset_factory(
    TierForm, formset=EachTierOnce, extra=5, min_num=1, max_num=12, validate_min=True
)


class ProjectForm(ProductOfCountyForm):
    year = YearField()
    amount_fen = YuanField(label=_("amount (yuan)"), most=MOST_YUAN)

    class Meta:
        model = Project
        fields = [
            "county", "year", "name_zh", "amount_fen", "for_industry", "product", "category",
            "cooperative", "source",
        ]  # fmt: skip
        widgets = {"cooperative": NameSelect}
        help_texts = {
            "cooperative": _("Whose sales, or which goods, it was to lead to: at most one."),
            "source": _("The plan or notice that says so."),
        }

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        mark_chinese(self)
        self.fields["cooperative"].queryset = (
            Cooperative.objects.approved().answering_to(postings).order_by("county_id", "name_zh")
        )
        self.fields["category"].queryset = Category.objects.filter(open=True)

    def clean(self):
        given = super().clean()
        if sum(bool(given.get(what)) for what in ("product", "category", "cooperative")) > 1:
            self.add_error(
                "cooperative", _("Name a product, a category or a cooperative, one of them.")
            )
        self.refuse_a_cooperative_from_elsewhere(given.get("cooperative"), given.get("county"))
        return given

    def refuse_a_cooperative_from_elsewhere(
        self, cooperative: Cooperative | None, county: Region | None
    ) -> None:
        if cooperative and county and cooperative.county_id not in Reaches().of(county.pk):
            refused = _("%(name)s does not lie in %(county)s. Choose a cooperative that does.")
            names = {"name": cooperative.name, "county": county.name}
            self.add_error("cooperative", ValidationError(refused, params=names))
