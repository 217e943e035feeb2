from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Region
from shop.catalogue.models import Product
from shop.channels.models import Campaign, Channel


class QuotedFigureQuerySet(models.QuerySet):
    def to_revise(self):
        """Those whose corrected value is another than the one that is quoted."""
        same = Q(corrected_part=F("part")) & (
            Q(corrected_whole=F("whole")) | Q(corrected_whole=None, whole=None)
        )
        return self.filter(corrected_part__isnull=False).exclude(same)


class QuotedFigure(models.Model):
    """A figure as pages quote it: what was asked, what the answer was, as of when, and what it
    means, all kept as it was said. Pages show this row and never ask the ledger.

    `part` is fen, grams or orders; of a share and of growth it is fen, to be divided by `whole`.
    What the ledger says today stands beside it, as the clock found it last.
    """

    class Measure(models.TextChoices):
        AMOUNT = "amount_fen", _("net sales")
        WEIGHT = "weight_g", _("net weight")
        ORDERS = "orders", _("orders")
        SHARE = "share", _("share of all places it is sent to")
        GROWTH = "growth", _("growth over the year before")

    name = models.CharField(
        _("name"), max_length=120, help_text=_("For editors, so that they find it again.")
    )
    measure = models.CharField(_("what is told"), max_length=10, choices=Measure.choices)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    origin = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grown in")
    )
    destination = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent to")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hall, livestream or fair"),
    )
    online_only = models.BooleanField(_("online sales only"), default=False)

    as_of = models.DateTimeField(_("as recorded until"))
    part = models.BigIntegerField()
    whole = models.BigIntegerField(null=True)
    about_zh = models.TextField()
    about_en = models.TextField()
    meaning_zh = models.TextField()
    meaning_en = models.TextField()

    corrected_part = models.BigIntegerField(null=True)
    corrected_whole = models.BigIntegerField(null=True)
    compared_at = models.DateTimeField(null=True)
    quoted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = QuotedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["-as_of", "-id"]

    def __str__(self):
        return self.name

    @property
    def about(self) -> str:
        return self.about_en if get_language() == "en" else self.about_zh

    @property
    def meaning(self) -> str:
        return self.meaning_en if get_language() == "en" else self.meaning_zh

    @property
    def is_revised(self) -> bool:
        """Whether the ledger now says something else than the pages."""
        corrected = (self.corrected_part, self.corrected_whole)
        return self.corrected_part is not None and corrected != (self.part, self.whole)
