from django.utils.translation import get_language
from wagtail.views import serve

from cms.pages.models import CountyPage
from shop.catalogue import views as catalogue


def county(request, code):
    """An editor's page of a county where there is one, else what its region says."""
    slug = (
        CountyPage.objects.live()
        .filter(region=code, locale__language_code=get_language())
        .values_list("slug", flat=True)
        .first()
    )
    return serve(request, slug) if slug else catalogue.county(request, code)
