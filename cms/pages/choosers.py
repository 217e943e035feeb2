from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from producers.regions.models import Region


class PlaceSearch(BaseFilterForm):
    """By a part of its name in either language, or by the beginning of its code."""

    q = forms.CharField(label=_("Search"), max_length=60, required=False)

    def filter(self, objects):
        said = self.cleaned_data["q"].strip()
        if not said:
            return objects
        self.is_searching, self.search_query = True, said
        return objects.filter(
            Q(name_zh__contains=said) | Q(name_en__icontains=said) | Q(code__startswith=said)
        )


class Places:
    filter_form_class = PlaceSearch

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
