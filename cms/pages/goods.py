"""The goods an editor's page shows: asked for when it is read, kept with the catalogue."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from producers.regions.codes import range_of
from producers.regions.models import Region
from shop.catalogue.cards import cards
from shop.catalogue.keeping import kept
from shop.catalogue.models import Offer, Product
from shop.catalogue.seasons import HasMonth


def shelf(*, place: Region | None, in_season: bool, at_most: int, version: int) -> SafeString:
    """The cards, or what is said where nothing is on sale."""
    name = f"shelf:{place.pk if place else ''}:{in_season}:{at_most}"
    return mark_safe(
        kept(
            name,
            version,
            lambda: render_to_string(
                "pages/shelf.html", {"cards": cards(goods(place, in_season)[:at_most])}
            ),
        )
    )


def goods(place: Region | None, in_season: bool):
    """On sale today, what was published last first."""
    today = timezone.localdate()
    found = Product.objects.published().filter(
        pk__in=Offer.objects.on_sale(today).values("product")
    )
    if place:
        found = found.filter(county__code__range=range_of(place.pk))
    if in_season:
        found = found.filter(HasMonth("season_months", today.month))
    return found.order_by("-published_at", "-id")
