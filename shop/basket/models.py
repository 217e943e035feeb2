from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

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


class BasketLineQuerySet(models.QuerySet):
    def read(self, on):
        """With all that the basket shows and an order copies, and whether it may be bought on the
        day, in one question."""
        on_sale = Offer.objects.on_sale(on).filter(pk=OuterRef("offer"))
        return self.select_related(
            "offer__lot__cooperative", "offer__product__county", "offer__product__category"
        ).annotate(on_sale=Exists(on_sale))


class BasketLine(models.Model):
    """Packs of an offer, and the price the buyer saw: where it changed since, the basket says so
    and nothing is charged silently."""

    basket = models.ForeignKey(Basket, models.CASCADE, related_name="lines")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    packs = models.PositiveIntegerField()
    seen_price_fen = models.PositiveIntegerField()

    objects = BasketLineQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "offer"], name="basket_line_once"),
            models.CheckConstraint(condition=models.Q(packs__gt=0), name="basket_line_holds_packs"),
        ]

    @property
    def amount_fen(self) -> int:
        return self.packs * self.offer.price_fen

    @property
    def weight_g(self) -> int:
        return self.packs * self.offer.net_g

    @property
    def gross_g(self) -> int:
        return self.packs * self.offer.gross_g

    @property
    def price_changed(self) -> bool:
        return self.seen_price_fen != self.offer.price_fen
