from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet

from producers.regions.models import Region


class RegionChooserViewSet(ChooserViewSet):
    model = Region
    icon = "site"
    choose_one_text = _("Choose a place")
    choose_another_text = _("Choose another place")
    url_filter_parameters = []
    per_page = 20

    def get_object_list(self):
        return Region.objects.in_force().select_related("parent")


region_chooser = RegionChooserViewSet("region_chooser")
RegionChooserBlock = region_chooser.get_block_class(
    name="RegionChooserBlock", module_path="cms.pages.choosers"
)
