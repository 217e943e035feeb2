from django.conf import settings
from django.db import models

from shop.catalogue.models import Offer


class Basket(models.Model):
    """What somebody means to buy. A guest's is known by its key, which the browser keeps in a
    signed cookie; one who signs in takes it along."""

    key = models.CharField(max_length=32, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="basket"
    )
    campaign_code = models.CharField(max_length=30, blank=True)
    touched_at = models.DateTimeField(auto_now=True)


class BasketLine(models.Model):
    """Packs of an offer, and the price the buyer saw: where it changed since, the basket says so
    and nothing is charged silently."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    packs = models.PositiveIntegerField()
    seen_price_fen = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "offer"], name="basket_line_once"),
            models.CheckConstraint(condition=models.Q(packs__gt=0), name="basket_line_holds_packs"),
        ]
