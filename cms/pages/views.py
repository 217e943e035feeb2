from django.utils.translation import get_language
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response
from wagtail.views import serve

from cms.pages.models import CountyPage
from shop.catalogue import views as catalogue


def county(request, code):
    """An editor's page of a county where there is one, else what its region says."""
    place_in_tree = (
        CountyPage.objects.live()
        .filter(region=code, locale__language_code=get_language())
        .values_list("url_path", flat=True)
        .first()
    )
    if place_in_tree is None:
        return catalogue.county(request, code)
    _root, _home, below_home = place_in_tree.split("/", 2)
    return serve(request, below_home)


def texts_of_scripts(request):
    """What the admin's scripts say: Wagtail's own view of them reads none of our folders."""
    return get_localized_response(JavaScriptCatalog.as_view(), request)
