from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from shop.orders.models import Parcel


class Carrier(models.Model):
    code = models.CharField(max_length=10, primary_key=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    number_format = models.CharField(max_length=100)
    cold_chain = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class Waybill(models.Model):
    """A carrier's number for a parcel; a parcel of several boxes has several."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="waybills")
    carrier = models.ForeignKey(Carrier, models.PROTECT, verbose_name=_("carrier"))
    number = models.CharField(_("waybill number"), max_length=30)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["carrier", "number"], name="waybill_number_once")
        ]

    def __str__(self):
        return f"{self.carrier.name} {self.number}"


class PackingList(models.Model):
    """Names, phones and addresses were handed out: to whom, when, and of how many parcels."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="packing_lists")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    parcels = models.ManyToManyField(Parcel, related_name="packing_lists")
