from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from producers.regions.codes import range_of
from producers.regions.models import Pairing, Posting, Region
from shop.ledger.append_only import AppendOnly


class Side(models.TextChoices):
    ORIGIN = "origin", _("Grown there")
    DESTINATION = "destination", _("Sent there")


class ClosingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the places an official is posted to, and of what lies in them."""
        if not user.is_authenticated:
            return self.none()
        postings = Posting.objects.of(user)
        if any(posting.region_id is None for posting in postings):
            return self
        own = Q(pk__in=[])
        for posting in postings:
            own |= Q(region__code__range=range_of(posting.region_id))
        return self.filter(own)


class Closing(models.Model):
    """An officer closes a period of whole months for a region, or opens it again with a reason:
    each asks for one bulletin, which the worker draws up."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="closings")
    side = models.CharField(max_length=12, choices=Side.choices)
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        ordering = ["-last", "-first", "region_id", "-number"]
        constraints = [
            # Two who close the same period at once ask for one bulletin.
            models.UniqueConstraint(
                fields=["region", "first", "last", "number"], name="closing_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="closing_reopened_with_reason",
            ),
            models.CheckConstraint(condition=Q(last__gt=F("first")), name="closing_days_in_order"),
        ]
        indexes = [
            AppendOnly(name="closing_refuses_update", refuses="update"),
            AppendOnly(name="closing_refuses_delete", refuses="delete"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """500237-202207-1, of several months 500237-202207-202208-1."""
        months = dict.fromkeys(f"{day:%Y%m}" for day in (self.first, self.last))
        return "-".join([self.region_id, *months, str(self.number)])

    @property
    def period(self) -> str:
        """2022年7月, or 2022-07; of several months from the first to the last."""
        form = "{:%Y-%m}" if get_language() == "en" else "{0.year}年{0.month}月"
        months = dict.fromkeys(form.format(day) for day in (self.first, self.last))
        return "–".join(months)

    @property
    def month(self) -> str:
        """2022-07; of a bulletin of several months there is none."""
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else ""

    @property
    def is_drawn_up(self) -> bool:
        return hasattr(self, "bulletin")

    @property
    def address(self) -> str:
        """What a QR code on paper leads to."""
        with override(settings.LANGUAGE_CODE):
            return f"{settings.SITE_URL}{self.get_absolute_url()}"

    def get_absolute_url(self) -> str:
        return reverse("bulletin", args=[self.code])


class Bulletin(models.Model):
    """月度通报: the figures of a period as they were reported. Never changed: what arrives later
    is the difference between these figures and those of the ledger today."""

    closing = models.OneToOneField(Closing, models.PROTECT)
    # What the ledger held at this moment is what was reported.
    closed_at = models.DateTimeField()
    # Which edition of docs/figures.md the figures were worked out by.
    definitions = models.CharField(max_length=12)
    figures = models.JSONField()
    # The rows counted, packed: see row_ids.py. The moment alone does not say it: a row recorded
    # before it may have been committed after it.
    entries = models.BinaryField()
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        indexes = [
            AppendOnly(name="bulletin_refuses_update", refuses="update"),
            AppendOnly(name="bulletin_refuses_delete", refuses="delete"),
        ]


class BulletinFile(models.Model):
    """A bulletin as it is taken away: kept, so that it is the same bytes whenever it is fetched."""

    class Suffix(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        ZIP = "zip", "ZIP"

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="files")
    suffix = models.CharField(max_length=4, choices=Suffix.choices)
    content = models.BinaryField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["suffix"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "suffix"], name="bulletin_file_once")
        ]
        indexes = [
            AppendOnly(name="bulletinfile_refuses_update", refuses="update"),
            AppendOnly(name="bulletinfile_refuses_delete", refuses="delete"),
        ]


class Confirmation(models.Model):
    """One side of a pairing says which total it has for a month, and of which rows. The newest of
    each side counts; the earlier stay."""

    class Side(models.TextChoices):
        EAST = "east", _("East")
        WEST = "west", _("West")

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="confirmations")
    first = models.DateField()
    last = models.DateField()
    side = models.CharField(max_length=4, choices=Side.choices)
    amount_fen = models.BigIntegerField()
    weight_g = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    entries = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["pairing", "first"], name="confirmation_month"),
            AppendOnly(name="confirmation_refuses_update", refuses="update"),
            AppendOnly(name="confirmation_refuses_delete", refuses="delete"),
        ]
