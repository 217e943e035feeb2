from collections.abc import Iterable
from copy import copy
from hashlib import sha256
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.dates import MONTHS
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from producers.regions.models import Region
from producers.regions.resolving import today_code
from shop.catalogue import choices, suggesting
from shop.catalogue.asking import CountySearch, DestinationForm, GoodsSearch
from shop.catalogue.calendar import season_page
from shop.catalogue.cards import cards_by_key
from shop.catalogue.counties import by_province, county_context, tiles_of
from shop.catalogue.describing import card_of
from shop.catalogue.filters import SORTS, ListForm, ProductFilters, page_of
from shop.catalogue.keeping import SECONDS, catalogue_version, kept
from shop.catalogue.narrowing import Chosen, Try, all_chosen, season_of, tries
from shop.catalogue.searching import terms_of
from shop.catalogue.showing import product_page, read, state_of_packs

# What the list knows, and what of it is asked whichever page is turned to.
UNDERSTOOD = (*ProductFilters.base_filters, *ListForm.base_fields)
QUESTION = tuple(name for name in UNDERSTOOD if name != "page")
# Nothing that anybody writes can look like it: what they write is escaped.
TOKEN = mark_safe("<!-- token -->")


class Answer(NamedTuple):
    """To what was asked of the list, on any of its pages."""

    keys: list[int]
    per_page: int
    panel: str
    chosen: list[Chosen]
    near: bool
    season: str
    tries: list[Try]


def digest(asked) -> str:
    """Short enough for a key, whatever somebody writes in an address."""
    return sha256(repr(asked).encode()).hexdigest()


@require_safe
def products(request):
    asked = understood(request.GET, UNDERSTOOD)
    version = catalogue_version()
    name = digest(asked.urlencode())

    def found() -> str:
        return kept(f"products:{name}", version, lambda: product_list(request, asked, version))

    def page() -> HttpResponse:
        return render(request, "catalogue/product_list.html", {"found": found()})

    if request.COOKIES or len(asked) < len(request.GET):
        return page()
    # Whoever comes without a cookie is nobody in particular: their page is like the next one's.
    response = HttpResponse(kept(f"page:{name}", version, lambda: page().content))
    patch_vary_headers(response, ["Cookie"])
    return response


def understood(asked: QueryDict, names: Iterable[str]) -> QueryDict:
    """Only what the list knows, in one order: the same question has one key, and nobody's tracking
    codes are kept in the links that the next one gets."""
    known = QueryDict(mutable=True)
    for name in names:
        if name in asked:
            known[name] = asked[name]
    return known


def product_list(request: HttpRequest, asked: QueryDict, version: int) -> str:
    """The filters, the goods and the pages around them. Nothing in it is anybody's own. Who turns a
    page asks the same question: it is answered once."""
    asking = copy(request)
    asking.GET = question = understood(asked, QUESTION)
    context = {"q": question.get("q", "")}
    try:
        answer = kept(
            f"answer:{digest(question.urlencode())}", version, lambda: answer_to(asking, version)
        )
        page = page_of(answer.keys, answer.per_page, asked.get("page", ""))
        context |= answer._asdict() | {"page": page, "cards": cards_by_key(page.object_list)}
    except ValidationError as fault:
        filters = ProductFilters(asked, version=version)
        if filters.is_valid():
            filters.form.add_error("page", fault)
        panel = filter_panel(asking, filters, wrong=True)
        context |= {"wrong": filters.form, "panel": panel}
    return render_to_string("catalogue/product_list_found.html", context, request=asking)


def answer_to(asking: HttpRequest, version: int) -> Answer:
    """What was chosen and what fits it, and where nothing does, what to try. Raises ValidationError
    where something asked cannot be understood."""
    filters = ProductFilters(asking.GET, version=version)
    if not filters.is_valid():
        raise ValidationError(list(filters.form.errors))
    found = filters.found
    return Answer(
        keys=found.keys,
        per_page=filters.form.cleaned_data["per_page"],
        panel=filter_panel(asking, filters, wrong=False),
        # What was typed stands in the search field already.
        chosen=[one for one in all_chosen(filters) if one.name != "q"],
        near=not found.exact,
        season=season_of(filters),
        tries=[] if found.keys else tries(filters),
    )


def filter_panel(request: HttpRequest, filters: ProductFilters, *, wrong: bool) -> str:
    asked, version = request.GET, filters.version
    understood_as = filters.form.cleaned_data
    facets = (ProductFilters(QueryDict(), version=version) if wrong else filters).facets
    context = {
        "form": filters.form,
        "wrong": wrong,
        "destinations": choices.destinations(understood_as.get("deliver_to")),
        "partners": choices.partners(version, understood_as.get("partner")),
        "sorts": choices.with_chosen(choices.options(SORTS), asked.get("sort", "")),
        "categories": choices.categories(version, facets.by_category(), asked.get("category", "")),
        "origins": choices.origins(version, facets.by_county(), understood_as.get("origin")),
        "months": choices.months(facets.by_month(), asked.get("month", "")),
        "in_season": facets.in_season(),
    }
    return render_to_string("catalogue/product_list_filters.html", context, request=request)


@require_safe
@cache_control(max_age=SECONDS)
def suggestions(request):
    """For the search field of every page, a piece of HTML; without JavaScript nobody asks it."""
    form = GoodsSearch(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    version = catalogue_version()

    def found() -> str:
        context = {"typed": typed, "suggestions": suggesting.suggestions(typed, version)}
        return render_to_string("catalogue/suggestions.html", context)

    drawn = kept(f"suggestions:{digest(typed)}", version, found) if terms_of(typed) else ""
    return HttpResponse(drawn)


@require_safe
def season(request, month: int | None = None):
    month = timezone.localdate().month if month is None else month
    if month not in MONTHS:
        raise Http404
    version = catalogue_version()

    def found() -> str:
        return render_to_string("catalogue/season_found.html", season_page(month, version))

    context = {"month": MONTHS[month], "found": kept(f"season:{month}", version, found)}
    return render(request, "catalogue/season.html", context)


@require_safe
def product(request, slug):
    today = timezone.localdate()
    version, packs = state_of_packs(slug, today)
    asked_for = next((pk for pk, *_ in packs if str(pk) == request.GET.get("pack")), None)
    form = DestinationForm(request.GET)
    # Who asks for no place is answered for the one they asked about last, kept by their browser.
    asked_here = "deliver_to" in request.GET
    destination = form.place if asked_here else DestinationForm(request.COOKIES).place

    def found() -> dict:
        # What is left of its packs changes with each order, its words do not.
        product = kept(
            f"words:{digest(slug)}", version, lambda: get_object_or_404(read(today), slug=slug)
        )
        context = product_page(
            product, asked_for, destination=destination, on=today, version=version
        )
        context |= {"destination_form": form, "token_stands_here": TOKEN}
        drawn = render_to_string("catalogue/product_found.html", context)
        # The form of whoever reads has their own token, so it is written into what is kept.
        above, _token, below = map(mark_safe, drawn.partition(TOKEN))
        return {"card": card_of(product), "above": above, "below": below}

    if form.errors:
        context = found()
    else:
        asked = (slug, asked_for, destination and destination.code, packs)
        context = kept(f"product:{digest(asked)}", version, found)
    return render(request, "catalogue/product.html", context)


@require_safe
def counties(request):
    form = CountySearch(request.GET)
    typed = form.cleaned_data["q"] if form.is_valid() else ""
    if typed or form.errors:
        found = county_list(typed, form)
    else:
        found = kept("counties", catalogue_version(), lambda: county_list("", form))
    return render(request, "catalogue/counties.html", {"found": found, "form": form})


def county_list(typed: str, form: CountySearch) -> str:
    provinces = [] if form.errors else by_province(typed)
    count = sum(len(province["counties"]) for province in provinces)
    context = {
        "provinces": provinces,
        "tiles": tiles_of(provinces),
        "typed": typed,
        "count": count,
    }
    return render_to_string("catalogue/counties_found.html", context)


@require_safe
def county(request, code):
    region = get_object_or_404(Region.objects.select_related("parent__parent"), code=code)
    today = today_code(code) if region.until_year else code
    if today != code:
        return redirect("county", code=today, permanent=True)
    if region.level != Region.Level.COUNTY:
        return redirect(f"{reverse('products')}?origin={code}")
    return render(request, "catalogue/county.html", county_context(region))
