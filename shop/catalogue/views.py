from copy import copy
from hashlib import sha256

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from shop.catalogue import choices
from shop.catalogue.cards import cards
from shop.catalogue.filters import SORTS, ListForm, ProductFilters
from shop.catalogue.keeping import catalogue_version, kept
from shop.catalogue.models import Product

UNDERSTOOD = (*ProductFilters.base_filters, *ListForm.base_fields)


@require_safe
def product(request, slug):
    raise Http404


@require_safe
def counties(request):
    raise Http404


@require_safe
def county(request, code):
    raise Http404


@require_safe
def products(request):
    asked = understood(request.GET)
    version = catalogue_version()
    name = f"products:{sha256(asked.urlencode().encode()).hexdigest()}"
    found = kept(name, version, lambda: product_list(request, asked, version))
    return render(request, "catalogue/product_list.html", {"found": found})


def understood(asked: QueryDict) -> QueryDict:
    """Only what the list knows, in one order: the same question has one key, and nobody's tracking
    codes are kept in the links that the next one gets."""
    known = QueryDict(mutable=True)
    for name in UNDERSTOOD:
        if name in asked:
            known[name] = asked[name]
    return known


def product_list(request: HttpRequest, asked: QueryDict, version: int) -> str:
    """The filters, the goods and the pages around them. Nothing in it is anybody's own."""
    filters = ProductFilters(asked, Product.objects.published())
    page = filters.page
    if page is not None:
        page.object_list = cards(page.object_list)
    chosen = asked.get
    asking = copy(request)
    asking.GET = asked
    context = {
        "form": filters.form,
        "page": page,
        "cards": page and page.object_list,
        "categories": choices.options(choices.categories(version), chosen("category", "")),
        "origins": choices.options(
            choices.origins(version, chosen("origin", "")), chosen("origin", "")
        ),
        "destinations": choices.options(
            choices.destinations(version, chosen("deliver_to", "")), chosen("deliver_to", "")
        ),
        "partners": choices.options(choices.partners(version), chosen("partner", "")),
        "sorts": choices.options(SORTS, chosen("sort", "")),
    }
    return render_to_string("catalogue/product_list_found.html", context, request=asking)
