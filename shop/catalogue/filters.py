"""The filters of the list of goods. They live in the URL, and combine; one that cannot be
understood is said so, and then no goods are shown instead of the wrong ones."""

from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet, ModelChoiceFilter
from django_filters.constants import EMPTY_VALUES

from producers.regions.codes import range_of
from producers.regions.models import Pairing
from shop.catalogue.asking import RegionCodeField
from shop.catalogue.facets import Facets
from shop.catalogue.keeping import kept
from shop.catalogue.models import Category, Offer, Product
from shop.catalogue.searching import NEAREST_FIRST, find
from shop.freight.costing import delivered_to

SORTS = [
    ("newest", _("Newest")),
    ("price", _("Price of 500 g, lowest first")),
    ("-price", _("Price of 500 g, highest first")),
    ("name", _("Name")),
]
PAGE_SIZES = [12, 24, 48]
USUAL_PAGE_SIZE = 24
PAGE_NUMBER = forms.IntegerField(
    min_value=1, max_value=100_000, required=False, label=_("Page number")
)
MILLION_YUAN = Decimal(1_000_000)


class Found(NamedTuple):
    keys: list[int]
    exact: bool
    """Whether they say what was searched for, and not something near it."""


class RegionFilter(Filter):
    field_class = RegionCodeField


class YuanFilter(Filter):
    """Yuan in the URL, fen behind it."""

    field_class = forms.DecimalField

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=MILLION_YUAN, decimal_places=2, **kwargs)


class ListForm(forms.Form):
    """What is asked of the list beside its filters."""

    sort = forms.ChoiceField(choices=SORTS, required=False, label=_("In order of"))
    per_page = forms.TypedChoiceField(
        choices=[(size, size) for size in PAGE_SIZES],
        coerce=int,
        empty_value=USUAL_PAGE_SIZE,
        required=False,
        label=_("On a page"),
    )
    page = PAGE_NUMBER

    def clean(self):
        asked = super().clean()
        low, high = asked.get("price_min"), asked.get("price_max")
        if low is not None and high is not None and low > high:
            self.add_error("price_max", _("The highest price is below the lowest. Change one."))
        return asked


class ProductFilters(FilterSet):
    q = CharFilter(method="search", max_length=60, label=_("Search"))
    origin = RegionFilter(label=_("Grown in"))
    category = ModelChoiceFilter(
        queryset=Category.objects.all(), to_field_name="code", label=_("Category")
    )
    price_min = YuanFilter(label=_("From (yuan a pack)"))
    price_max = YuanFilter(label=_("To (yuan a pack)"))
    month = ChoiceFilter(
        choices=[(str(number), name) for number, name in MONTHS.items()], label=_("In season in")
    )
    in_season = ChoiceFilter(choices=[("1", _("In season now"))], label=_("In season now"))
    deliver_to = RegionFilter(label=_("Delivered to"))
    partner = RegionFilter(method="paired_with", label=_("Partner in the east"))

    class Meta:
        model = Product
        fields = []
        form = ListForm

    def __init__(self, asked: QueryDict | None = None, *, version: int):
        super().__init__(asked, Product.objects.published())
        self.version = version
        self.exact = True

    def get_form_class(self):
        return form_of_the_list()

    @cached_property
    def found(self) -> Found:
        """Of a form that is valid. Kept, since what to try asks the same as the next visitor."""
        return kept(f"found:{self.question}", self.version, self.find)

    def find(self) -> Found:
        return Found(self.facets.keys(), self.exact)

    @cached_property
    def facets(self) -> Facets:
        return Facets(self.qs, self.form.cleaned_data)

    @cached_property
    def question(self) -> str:
        """What is asked, whatever the page."""
        asked = sorted((name, value) for name, value in self.data.items() if name != "page")
        return sha256(urlencode(asked).encode()).hexdigest()

    def filter_queryset(self, products: QuerySet) -> QuerySet:
        """What fits all but the facets, see `facets.py`."""
        asked = self.form.cleaned_data
        for name in ("partner", "q"):
            products = self.filters[name].filter(products, asked[name])
        if any(
            asked[name] not in EMPTY_VALUES for name in ("price_min", "price_max", "deliver_to")
        ):
            products = products.filter(Exists(self.offers_that_fit()))
        return self.in_order(products)

    def offers_that_fit(self) -> QuerySet:
        """One pack has the price and reaches the place, not one of them each."""
        asked = self.form.cleaned_data
        offers = Offer.objects.on_sale(timezone.localdate()).filter(product=OuterRef("pk"))
        if asked["price_min"] is not None:
            offers = offers.filter(price_fen__gte=int(asked["price_min"] * 100))
        if asked["price_max"] is not None:
            offers = offers.filter(price_fen__lte=int(asked["price_max"] * 100))
        if asked["deliver_to"]:
            offers = offers.filter(delivered_to(asked["deliver_to"].code))
        return offers

    def in_order(self, products: QuerySet) -> QuerySet:
        asked = self.form.cleaned_data
        newest = ["-published_at", "-id"]
        match asked["sort"]:
            case "price" | "-price" as sort:
                # Wide integers: the price of a truckload times a thousand is beyond four bytes.
                per_kg = Cast("price_fen", BigIntegerField()) * 1000 / F("net_g")
                lowest = (
                    self.offers_that_fit().order_by().annotate(per_kg=per_kg).order_by("per_kg")
                )
                products = products.annotate(per_kg=Subquery(lowest.values("per_kg")[:1]))
                by_price = F("per_kg")
                by_price = by_price.asc if sort == "price" else by_price.desc
                return products.order_by(by_price(nulls_last=True), "-id")
            case "name":
                name = "name_en" if get_language() == "en" else "search_text"
                return products.order_by(name, "id")
            case _ if asked["q"] and not asked["sort"]:
                return products.order_by(*NEAREST_FIRST)
        return products.order_by(*newest)

    def search(self, products, _name, typed):
        finding = find(products, typed)
        self.exact = finding.exact
        return finding.products

    def paired_with(self, products, _name, place):
        """Goods of the counties that the place, or a place in it, is paired with today."""
        pairings = Pairing.objects.in_force(timezone.localdate())
        pairings = pairings.filter(east__code__range=range_of(place.code))
        paired = Q(pk__in=[])
        for west in pairings.values_list("west", flat=True):
            paired |= Q(county__code__range=range_of(west))
        return products.filter(paired)


@cache
def form_of_the_list() -> type[forms.Form]:
    """Made once: for each request it would be made of its fields again."""
    return FilterSet.get_form_class(ProductFilters(version=0))


def page_of(keys: list[int], per_page: int, typed: str) -> Page:
    """The page of a list that somebody turns to. Raises ValidationError where there is none."""
    paginator = Paginator(keys, per_page)
    number = PAGE_NUMBER.clean(typed) or 1
    if number > paginator.num_pages:
        raise ValidationError(
            _("The list ends on page %(last)s."), params={"last": paginator.num_pages}
        )
    return paginator.page(number)
