from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Certificate, Cooperative


def selling(on: date, of: str = "") -> Q:
    """Lots that sell on a day: nobody stopped them, and their window is open, or it is not open yet
    and their pre-sale is. A pre-sale closes itself after its last day, and when what is ordered
    reaches its weight or its number of orders. `of` is the way to the lot: "lot__"."""

    def lot(**fields) -> Q:
        return Q(**{f"{of}{name}": value for name, value in fields.items()})

    is_open = lot(sells_from__lte=on, sells_to__gte=on)
    ahead = lot(presale_from__lte=on, presale_to__gte=on)
    open_ended = lot(presale_left_g=None) | lot(presale_left_g__gt=0)
    return lot(stopped_at=None) & (is_open | ahead & open_ended)


def leaving(grams, on: date, of: str = "") -> Q:
    """Lots of which so many grams can be ordered on a day: they are there, and before the window
    opens the limits of a pre-sale leave them. What `Lot.left_g` says of one."""

    def lot(**fields) -> Q:
        return Q(**{f"{of}{name}": value for name, value in fields.items()})

    is_open = lot(sells_from__lte=on)
    within_limits = lot(presale_left_g=None) | lot(presale_left_g__gte=grams)
    return lot(available_g__gte=grams) & (is_open | within_limits)


def left_g(available_g: int, presale_left_g: int | None, sells_from: date, on: date) -> int:
    """What can be ordered of a lot on a day: all that is available, before its window opens no more
    than the limits of a pre-sale leave."""
    if sells_from <= on or presale_left_g is None:
        return available_g
    return max(0, min(available_g, presale_left_g))


class LotQuerySet(models.QuerySet):
    def on_sale(self, on):
        return self.filter(selling(on))


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
    # How many orders its held and taken grams belong to.
    orders = models.PositiveIntegerField(default=0)
    # Before the window opens: days on which it is sold ahead, days on which that is sent.
    presale_from = models.DateField(_("pre-sale from"), null=True, blank=True)
    presale_to = models.DateField(_("pre-sale to"), null=True, blank=True)
    ships_from = models.DateField(_("sent from"), null=True, blank=True)
    ships_to = models.DateField(_("sent to"), null=True, blank=True)
    presale_limit_g = models.BigIntegerField(null=True, blank=True)
    presale_limit_orders = models.PositiveIntegerField(
        _("most orders"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    # What those limits leave: None without one, and nothing after the last order.
    presale_left_g = models.GeneratedField(
        expression=Case(
            When(presale_limit_orders__lte=F("orders"), then=0),
            default=F("presale_limit_g") - F("held_g") - F("taken_g"),
        ),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="lots"
    )
    # Of its last grower share, which the page of a product shows.
    households = models.PositiveIntegerField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, blank=True)
    # It came to nothing: what was ordered of it and not sent is refunded.
    failed_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(presale_from=None, presale_to=None, ships_from=None, ships_to=None)
                | Q(
                    presale_from__lte=F("presale_to"),
                    presale_to__lt=F("sells_from"),
                    ships_from__lte=F("ships_to"),
                    ships_from__gt=F("presale_to"),
                ),
                name="lot_presale_in_order",
            ),
        ]

    def __str__(self):
        return self.batch

    @property
    def trace_code(self) -> str:
        """What stands on a box, and leads to the lot's page."""
        return f"L{self.pk}"

    def presells(self, on: date) -> bool:
        return bool(self.presale_from) and self.presale_from <= on <= self.presale_to

    def left_g(self, on: date) -> int:
        return left_g(self.available_g, self.presale_left_g, self.sells_from, on)

    @property
    def ordered_g(self) -> int:
        return self.held_g + self.taken_g

    @property
    def sizes_at_hand(self) -> list[int]:
        """To lower it in one tap: half of what is left, or nothing beyond what is ordered."""
        sizes = [self.ordered_g + self.available_g // 2, self.ordered_g]
        return [size for size in dict.fromkeys(sizes) if size < self.total_g]


class LotChange(models.Model):
    """What somebody did to a lot. Appended, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        RESIZED = "resized", _("amount changed")
        MOVED = "moved", _("days changed")
        STOPPED = "stopped", _("stopped")
        RESUMED = "resumed", _("resumed")
        CERTIFIED = "certified", _("certificate added")
        PRESOLD = "presold", _("pre-sale set")
        FAILED = "failed", _("harvest failed")

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
