from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from producers.regions.fields import DayField, NameSelect, mark_chinese
from shop.catalogue.models import Category
from shop.freight.forms import YuanField
from shop.subsidies.models import Project
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
        help_text=_("With a day the papers are the same bytes whenever they are made."),
    )

    def clean_as_of(self) -> datetime:
        """The end of the day, which must be over; else this moment."""
        day = self.cleaned_data["as_of"]
        if day is None:
            return timezone.now()
        if day >= timezone.localdate():
            raise ValidationError(_("This day is not over. Choose one that is."))
        return timezone.make_aware(datetime.combine(day, time.max))


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
        return given
