"""Whoever keeps a product in sight is told when it is on sale again."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.users.models import User
from producers.harvests.models import leaving
from shop.account.models import Favourite
from shop.catalogue.models import Offer, Product
from shop.notices.models import Notice
from shop.notices.telling import tell

# Packs of unpaid orders come back within the hour: that is no news.
AWAY_FOR = timedelta(days=1)


def keep_in_sight(product: Product, *, user: User, language: str) -> None:
    Favourite.objects.get_or_create(user=user, product=product, defaults={"language": language})
    # What is away as they tap has been for as long as they know.
    away = Favourite.objects.filter(~on_sale(), user=user, product=product, away_since=None)
    away.update(away_since=timezone.now() - AWAY_FOR)


def on_sale() -> Exists:
    """Of a favourite: a pack of it can be had now."""
    today = timezone.localdate()
    offers = Offer.objects.on_sale(today).filter(leaving(F("net_g"), today, of="lot__"))
    return Exists(offers.filter(product=OuterRef("product")))


def note_what_is_away() -> None:
    Favourite.objects.filter(~on_sale(), away_since=None).update(away_since=timezone.now())
    # Short absences are forgotten.
    lately = timezone.now() - AWAY_FOR
    Favourite.objects.filter(on_sale(), away_since__gt=lately).update(away_since=None)


def back() -> QuerySet[Favourite]:
    away = Favourite.objects.filter(away_since__lte=timezone.now() - AWAY_FOR)
    return away.filter(on_sale()).select_related("user", "product")


@transaction.atomic
def tell_of(favourite: Favourite) -> None:
    """Once for each time it was away."""
    product, user = favourite.product, favourite.user
    with translation.override(favourite.language):
        in_season = product.in_season(timezone.localdate())
        subject = _("%s is in season again") if in_season else _("%s is on sale again")
        tell(
            key=f"favourite:{favourite.pk}:{favourite.away_since.timestamp():.0f}",
            kind=Notice.Kind.FAVOURITE,
            user_id=user.pk,
            email=user.email,
            language=favourite.language,
            subject=subject % product.name,
            body=_(
                "You keep it in sight, and it can be ordered again:\n%(link)s\n\nYou choose on "
                "“My page”, “Messages”, what we write to you about.\n"
            )
            % {"link": settings.SITE_URL + product.get_absolute_url()},
        )
    favourite.away_since = None
    favourite.save(update_fields=["away_since"])
