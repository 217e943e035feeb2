from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from producers.regions.models import Region
from shop.catalogue.models import Product


class NameSearch(BaseFilterForm):
    """By a part of its name in either language, or by the beginning of its code."""

    code = "pk"
    q = forms.CharField(label=_("Search"), max_length=60, required=False)

    def filter(self, objects):
        said = self.cleaned_data["q"].strip()
        if not said:
            return objects
        self.is_searching, self.search_query = True, said
        return objects.filter(
            Q(name_zh__contains=said)
            | Q(name_en__icontains=said)
            | Q(**{f"{self.code}__startswith": said})
        )


class ProductSearch(NameSearch):
    code = "slug"


class Places:
    filter_form_class = NameSearch

    @property
    def columns(self):
        return [
            self.title_column,
            Column("full_name", label=_("Place")),
            Column("code", label=_("Code")),
        ]


class ChoosePlace(Places, ChooseView):
    pass


class ChoosePlaceResults(Places, ChooseResultsView):
    pass


class RegionChooserViewSet(ChooserViewSet):
    model = Region
    icon = "site"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    choose_view_class = ChoosePlace
    choose_results_view_class = ChoosePlaceResults
    per_page = 20

    def get_object_list(self):
        return Region.objects.in_force().select_related("parent__parent")


region_chooser = RegionChooserViewSet("region_chooser")
RegionChooserBlock = region_chooser.get_block_class(
    name="RegionChooserBlock", module_path="cms.pages.choosers"
)


class Products:
    filter_form_class = ProductSearch

    @property
    def columns(self):
        return [self.title_column, Column("county", label=_("County"))]


class ChooseProduct(Products, ChooseView):
    pass


class ChooseProductResults(Products, ChooseResultsView):
    pass


class ProductChooserViewSet(ChooserViewSet):
    model = Product
    icon = "tag"
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    choose_view_class = ChooseProduct
    choose_results_view_class = ChooseProductResults
    per_page = 20

    def get_object_list(self):
        return Product.objects.published().select_related("county").order_by("county_id", "name_zh")


product_chooser = ProductChooserViewSet("product_chooser")
