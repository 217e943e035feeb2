from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from shop.catalogue.models import Picture, Product
from shop.orders.models import OrderLine


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody's own desk may answer; all, an operator. Everybody reads them, by the
        product."""
        return self.filter(line__parcel__cooperative__in=Cooperative.objects.visible_to(user))

    def read(self):
        """With all that a page shows of them, the latest first."""
        return self.select_related("answer", "product").prefetch_related(
            "photographs__picture__renditions"
        )


class Review(models.Model):
    """What a buyer says of goods that came: once a line of an order, and never changed. Its stars
    count and stay. `hidden_for` is the shadow of the last decision: for this reason its words and
    photographs are not shown."""

    line = models.OneToOneField(OrderLine, models.PROTECT, related_name="review")
    product = models.ForeignKey(Product, models.PROTECT, related_name="reviews")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews"
    )
    # A name that says nothing to strangers: 张**
    signed = models.CharField(max_length=25)
    stars = models.PositiveSmallIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("what you say of it"), max_length=1000, blank=True)
    hidden_for = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["product", "-at", "-id"], name="review_of_product")]
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="review_one_to_five")
        ]


class ReviewPhotograph(models.Model):
    review = models.ForeignKey(Review, models.PROTECT, related_name="photographs")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class ReviewAnswer(models.Model):
    """What the cooperative that sent the goods says to a review, once."""

    review = models.OneToOneField(Review, models.PROTECT, related_name="answer")
    text = models.TextField(_("answer"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class ReviewDecision(models.Model):
    """An operator hides a review's words and photographs, with a reason that all may read, or
    shows them again ("" is no reason to hide). Appended, never changed."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    hidden_for = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
