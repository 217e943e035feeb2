from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from producers.regions.codes import range_of
from producers.regions.fields import RegionField
from producers.regions.models import Region
from shop.catalogue.models import Product
from shop.channels.models import Campaign, Channel
from shop.counters.models import HALLS, Counter, CounterGood

MOST_PACKS = 999


class CounterForm(forms.ModelForm):
    place = RegionField(label=_("where it stands"))

    class Meta:
        model = Counter
        fields = ["name_zh", "name_en", "code", "channel", "place"]

    def __init__(self, *args, postings, **kwargs):
        super().__init__(*args, **kwargs)
        self.postings = postings
        self.fields["channel"].queryset = Channel.objects.filter(pk__in=HALLS)

    def clean_code(self) -> str:
        """It becomes the hall's campaign, and is to be nobody else's."""
        code = self.cleaned_data["code"]
        if Campaign.objects.filter(code=code).exists():
            raise forms.ValidationError(_("This code is taken. Choose another."))
        return code

    def clean_place(self) -> Region:
        place = self.cleaned_data["place"]
        ranges = [range_of(p.region_id) for p in self.postings if p.region_id]
        everywhere = any(p.region_id is None for p in self.postings)
        if not (everywhere or any(low <= place.code <= high for low, high in ranges)):
            raise forms.ValidationError(_("This place is not in your region."))
        return place


class PickUpForm(forms.ModelForm):
    class Meta:
        model = Counter
        fields = ["pick_up_street", "pick_up_hours"]


class GoodForm(forms.ModelForm):
    product = forms.CharField(
        max_length=60,
        label=_("product"),
        help_text=_("The name of a product of the catalogue, in Chinese."),
    )
    price = forms.DecimalField(
        label=_("price of a pack (yuan)"), min_value=0, max_value=100_000, decimal_places=2
    )

    class Meta:
        model = CounterGood
        fields = ["product", "pack_zh", "net_g", "price"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["net_g"].validators += [MinValueValidator(1), MaxValueValidator(100_000_000)]

    def clean_product(self) -> Product:
        name = self.cleaned_data["product"]
        found = list(Product.objects.filter(Q(name_zh=name) | Q(slug=name))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("No product has this name, or several have: give its name in the address.")
            )
        return found[0]

    def clean_price(self):
        price = self.cleaned_data["price"]
        if not price:
            raise forms.ValidationError(_("Give a price above 0."))
        return price


class ClerkForm(forms.Form):
    email = forms.EmailField(label=_("e-mail address of the clerk"))


class SaleForm(forms.Form):
    good = forms.ModelChoiceField(CounterGood.objects.none())
    packs = forms.IntegerField(min_value=1, max_value=MOST_PACKS, label=_("Packs sold"))
    token = forms.RegexField(r"^[0-9A-Za-z]{32}$")

    def __init__(self, *args, counter: Counter, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["good"].queryset = counter.goods.filter(stopped_at=None)
