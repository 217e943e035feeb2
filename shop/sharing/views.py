from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from producers.cooperatives.desk import at_desk
from producers.cooperatives.models import Cooperative
from shop.catalogue.models import Product
from shop.counters.doors import at_counter
from shop.counters.models import Counter
from shop.sharing import posters
from shop.sharing.drawing import Poster, drawn
from shop.sharing.forms import CampaignForm

# A poster is drawn anew an hour later: then it shows what was changed of it. Whose visitor came by
# a campaign is in a cookie.
kept_an_hour = cache_control(private=True, max_age=3600)


@require_safe
@kept_an_hour
@vary_on_cookie
def product_poster(request: HttpRequest, slug: str) -> HttpResponse:
    products = Product.objects.published().select_related("county__parent__parent", "listed_by")
    product = get_object_or_404(products, slug=slug)
    return png(posters.of_product(product, asked_or_followed(request).chosen))


@require_safe
@kept_an_hour
@vary_on_cookie
def cooperative_poster(request: HttpRequest, pk: int) -> HttpResponse:
    approved = Cooperative.objects.filter(status=Cooperative.Status.APPROVED)
    cooperative = get_object_or_404(approved.select_related("county__parent__parent"), pk=pk)
    return png(posters.of_cooperative(cooperative, asked_or_followed(request).chosen))


@require_safe
@kept_an_hour
def hall_poster(request: HttpRequest, code: str) -> HttpResponse:
    halls = Counter.objects.select_related("place__parent__parent", "campaign")
    return png(posters.of_hall(get_object_or_404(halls, code=code)))


def asked_or_followed(request: HttpRequest) -> CampaignForm:
    """The campaign of the address, else the one by which the visitor came: who forwards a poster
    passes it on."""
    return CampaignForm(request.GET if "campaign" in request.GET else request.COOKIES)


def png(poster: Poster) -> HttpResponse:
    return HttpResponse(drawn(poster), content_type="image/png")


@require_safe
@at_desk
def workbench_posters(request: HttpRequest, cooperative) -> HttpResponse:
    form = CampaignForm(request.GET)
    shown = [(cooperative.name, reverse("cooperative_poster", args=[cooperative.pk]))]
    shown += posters_of(cooperative.products.published().order_by("-published_at", "-pk"))
    return posters_page(request, shown, form.chosen, form=form, cooperative=cooperative)


@require_safe
@at_counter
def counter_posters(request: HttpRequest, counter) -> HttpResponse:
    """All of them carry the hall's own code."""
    goods = Product.objects.published().filter(pk__in=counter.goods.values("product"))
    shown = [(counter.name, reverse("hall_poster", args=[counter.code])), *posters_of(goods)]
    return posters_page(request, shown, counter.campaign, counter=counter)


def posters_of(products) -> list[tuple[str, str]]:
    return [(p.name, reverse("product_poster", args=[p.slug])) for p in products]


def posters_page(request, shown, campaign, **context) -> HttpResponse:
    carried = f"?{urlencode({'campaign': campaign.code if campaign else ''})}"
    context["posters"] = [(name, address + carried) for name, address in shown]
    return render(request, "sharing/posters.html", context)
