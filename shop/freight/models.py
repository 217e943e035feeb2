from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative


class Transport(models.TextChoices):
    AMBIENT = "ambient", _("Ambient")
    COLD = "cold", _("Cold chain")
    FROZEN = "frozen", _("Frozen")


class FreightTemplate(models.Model):
    """What a cooperative charges to send one kind of parcel, zone by zone."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="freight_templates")
    transport = models.CharField(_("transport"), max_length=10, choices=Transport.choices)
    name_zh = models.CharField(_("name"), max_length=40)
    ships_within_hours = models.PositiveSmallIntegerField(_("ships within (hours)"), default=48)
    free_over_fen = models.PositiveIntegerField(
        _("free from this goods value (fen)"), null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "transport"], name="freight_template_once"
            )
        ]


class FreightZone(models.Model):
    """Places that cost the same. `places` are codes of 2, 4 or 6 digits, the longest that fits a
    destination wins; an empty list is everywhere else."""

    template = models.ForeignKey(FreightTemplate, models.CASCADE, related_name="zones")
    name_zh = models.CharField(_("name"), max_length=40)
    places = models.JSONField(_("places"), default=list)
    delivers = models.BooleanField(_("delivers"), default=True)
    first_g = models.PositiveIntegerField(_("first weight (grams)"), default=1000)
    first_fen = models.PositiveIntegerField(_("first weight (fen)"), default=0)
    step_g = models.PositiveIntegerField(_("each further (grams)"), default=1000)
    step_fen = models.PositiveIntegerField(_("each further (fen)"), default=0)
    arrives_within_days = models.PositiveSmallIntegerField(_("arrives within (days)"), default=5)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivers=False) | Q(first_g__gt=0, step_g__gt=0),
                name="freight_zone_weights",
            )
        ]
