from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """A way of assistance by which a sale came. One primary channel a row of the ledger."""

    class Assistance(models.TextChoices):
        ALWAYS = "always", _("always")
        RECOGNISED = "recognised", _("for recognised goods")

    code = models.CharField(max_length=10, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    assistance = models.CharField(max_length=10, choices=Assistance.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class Campaign(models.Model):
    """A hall, a livestream or a fair whose code, carried by a link, brings a sale to its channel
    from a day to a day, both included."""

    code = models.SlugField(max_length=30, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="campaigns")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaign_days_in_order",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    def holds_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
