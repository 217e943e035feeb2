"""What a cooperative fills in to list: a product, a picture, a pack, a price."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.names import plain
from producers.harvests.forms import weight_field
from producers.regions.fields import mark_chinese
from producers.weight import Unit, grams_of
from shop.catalogue.models import Category, Offer, Product
from shop.catalogue.uploads import cleaned

HEAVIEST_PACK_G = 1_000_000


class ProductForm(forms.ModelForm):
    season_months = forms.TypedMultipleChoiceField(
        label=_("months in season"),
        choices=list(dates.MONTHS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None where it is there all year."),
    )

    class Meta:
        model = Product
        fields = [
            "name_zh",
            "name_en",
            "category",
            "season_months",
            "description_zh",
            "description_en",
            "geographical_indication",
            "transport",
            "shelf_life_days",
            "fresh",
            "claim_hours",
        ]
        widgets = {
            "description_zh": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "name_zh": _('As people call it, such as <span lang="zh-Hans">巫山脆李</span>.'),
            "fresh": _("Fruit, vegetables, meat and eggs always are; tick it for fresh mushrooms."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_chinese(self)
        self.fields["category"].queryset = Category.objects.filter(open=True)
        # The name figures and recognitions know it by, and the rules that hang on the category.
        if self.instance.status == Product.Status.PUBLISHED:
            self.fields["name_zh"].disabled = self.fields["category"].disabled = True

    def clean_name_zh(self):
        name = plain(self.cleaned_data["name_zh"])
        others = Product.objects.filter(county=self.instance.county_id, name_zh=name)
        if self.instance.pk and others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Your county has a product of this name. Choose another."))
        return name


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("picture"),
        help_text=_("JPEG, PNG, WebP or HEIC, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt_zh = forms.CharField(label=_("what the picture shows (Chinese)"), max_length=120)
    alt_en = forms.CharField(
        label=_("what the picture shows (English)"), max_length=200, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_chinese(self)

    def clean_picture(self):
        return cleaned(self.cleaned_data["picture"])


class PriceForm(forms.Form):
    price = forms.DecimalField(
        label=_("price of a pack (yuan)"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        max_digits=9,
        decimal_places=2,
        error_messages={
            "invalid": _("Write a price in yuan, such as 68.80."),
            "max_decimal_places": _("Write a price in yuan with at most two decimals."),
            "min_value": _("Write a price of at least 0.01 yuan."),
            "max_value": _("Write a price of at most 100,000 yuan."),
        },
    )

    @property
    def price_fen(self) -> int:
        return int(self.cleaned_data["price"] * 100)


class LimitForm(forms.Form):
    packs = forms.IntegerField(
        label=_("packs a buyer may order at once"), min_value=1, max_value=9999
    )


class OfferForm(PriceForm):
    unit = forms.ChoiceField(label=_("unit"), choices=Unit.choices, initial=Unit.KILOGRAM.value)
    net = weight_field(_("net weight of a pack"))
    gross = weight_field(
        _("gross weight of a pack"), help_text=_("With the box: freight is charged by it.")
    )
    packs = forms.IntegerField(
        label=_("packs a buyer may order at once"), min_value=1, max_value=9999, initial=99
    )
    field_order = ["unit", "net", "gross", "price", "packs"]

    def __init__(self, *args, product, lot, **kwargs):
        super().__init__(*args, **kwargs)
        self.product, self.lot = product, lot

    def clean(self):
        given = super().clean()
        for name in ("net", "gross"):
            self.weigh(name)
        net_g, gross_g = given.get("net_g"), given.get("gross_g")
        if net_g and gross_g and gross_g < net_g:
            self.add_error("gross", _("A pack with its box weighs at least what is in it."))
        if net_g and net_g > self.lot.total_g:
            self.add_error("net", _("The lot is smaller than one pack."))
        return given

    def weigh(self, name: str) -> None:
        given = self.cleaned_data
        if given.get(name) is None or not given.get("unit"):
            return
        try:
            grams = grams_of(given[name], given["unit"])
        except ValidationError as wrong:
            self.add_error(name, wrong)
            return
        if not 1 <= grams <= HEAVIEST_PACK_G:
            self.add_error(name, _("Write a weight above 0 and of at most 1,000 kg."))
            return
        given[f"{name}_g"] = grams

    @property
    def offer(self) -> Offer:
        given = self.cleaned_data
        return Offer(
            product=self.product,
            lot=self.lot,
            net_g=given["net_g"],
            gross_g=given["gross_g"],
            price_fen=self.price_fen,
            limit_per_buyer=given["packs"],
        )
