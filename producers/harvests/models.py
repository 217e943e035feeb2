from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Certificate, Cooperative


class LotQuerySet(models.QuerySet):
    def on_sale(self, on):
        """Lots whose harvest window holds the day, and that nobody stopped."""
        return self.filter(stopped_at=None, sells_from__lte=on, sells_to__gte=on)


class Lot(models.Model):
    """A harvest in grams. Each gram is in one state: available, held by an unpaid order, or taken
    by a paid one; `short_g` is what orders count on beyond a harvest that was lowered under them.
    """

    class Grade(models.TextChoices):
        SPECIAL = "special", _("Special grade")
        FIRST = "first", _("First grade")
        SECOND = "second", _("Second grade")

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="lots")
    batch = models.CharField(_("batch number"), max_length=30)
    produce_zh = models.CharField(_("what is harvested"), max_length=60)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices, default=Grade.FIRST)
    harvest_from = models.DateField(_("harvest from"))
    harvest_to = models.DateField(_("harvest to"))
    sells_from = models.DateField(_("sells from"))
    sells_to = models.DateField(_("sells to"))
    total_g = models.BigIntegerField(_("expected or taken in (grams)"))
    available_g = models.BigIntegerField()
    held_g = models.BigIntegerField(default=0)
    taken_g = models.BigIntegerField(default=0)
    short_g = models.BigIntegerField(default=0)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="lots"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("harvest lot")
        verbose_name_plural = _("harvest lots")
        ordering = ["-harvest_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "batch"], name="lot_batch_once"),
            models.CheckConstraint(
                condition=Q(available_g__gte=0, held_g__gte=0, taken_g__gte=0, short_g__gte=0),
                name="lot_grams_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(total_g=F("available_g") + F("held_g") + F("taken_g") - F("short_g")),
                name="lot_each_gram_in_one_state",
            ),
            models.CheckConstraint(
                condition=Q(available_g=0) | Q(short_g=0), name="lot_short_only_when_empty"
            ),
            models.CheckConstraint(
                condition=Q(harvest_from__lte=F("harvest_to"), sells_from__lte=F("sells_to")),
                name="lot_window_in_order",
            ),
        ]

    def __str__(self):
        return self.batch

    @property
    def trace_code(self) -> str:
        """What stands on a box, and leads to the lot's page."""
        return f"L{self.pk}"

    @property
    def ordered_g(self) -> int:
        return self.held_g + self.taken_g

    @property
    def sizes_at_hand(self) -> list[int]:
        """To lower it in one tap: half of what is left, or nothing beyond what is ordered."""
        sizes = [self.ordered_g + self.available_g // 2, self.ordered_g]
        return [size for size in dict.fromkeys(sizes) if size < self.total_g]


class LotChange(models.Model):
    """What somebody did to a lot: opened, raised, lowered, moved to other days, stopped,
    resumed, certified."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        RESIZED = "resized", _("amount changed")
        MOVED = "moved", _("days changed")
        STOPPED = "stopped", _("stopped")
        RESUMED = "resumed", _("resumed")
        CERTIFIED = "certified", _("certificate added")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    total_g = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class GrowerShare(models.Model):
    """What a lot meant to those who grew it, as the cooperative recorded it: how many households
    delivered to it, what they were paid for 500 g, and the paper that shows it. Appended, never
    changed: the last one holds."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="grower_shares")
    households = models.PositiveIntegerField(
        _("households that delivered"),
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
    )
    paid_fen_per_500g = models.PositiveIntegerField(null=True)
    source = models.CharField(_("shown by which paper"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
