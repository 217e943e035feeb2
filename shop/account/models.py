from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Product
from shop.ledger.append_only import AppendOnly


class Favourite(models.Model):
    """A product somebody wants to keep in sight. While it is off sale, since when: they are told
    when it is back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourites")
    product = models.ForeignKey(Product, models.CASCADE, related_name="favourites")
    # In which they are told.
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    since = models.DateTimeField(auto_now_add=True)
    away_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="favourite_once")]


class DataRequest(models.Model):
    """Somebody took a copy of their own data, or had it erased (PIPL art. 45 and 47): the log
    the law asks for. Appended only."""

    class Kind(models.TextChoices):
        EXPORT = "export", _("Copy taken")
        ERASURE = "erasure", _("Account erased")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    # How many of them it was about.
    orders = models.PositiveIntegerField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            AppendOnly(name="datarequest_refuses_update", refuses="update"),
            AppendOnly(name="datarequest_refuses_delete", refuses="delete"),
        ]
