from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from producers.regions.codes import range_of


class RegionQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(until_year=None)

    def listed(self):
        """The places of the list as they are today: 829 of its names, and 茫崖市 for two more."""
        return self.filter(lifted_in__isnull=False)


class Region(models.Model):
    """A place of GB/T 2260 by its six-digit code, in force or ended. Municipalities' districts and
    directly ruled counties hang on their province."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        PREFECTURE = "prefecture", _("prefecture")
        COUNTY = "county", _("county")

    code = models.CharField(max_length=6, primary_key=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    type_zh = models.CharField(max_length=20, blank=True)
    name_zh = models.CharField(max_length=40)
    short_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    from_year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    # Other places that took a part, as `code@year` with spaces between: for reading only.
    parts_went_to = models.CharField(max_length=120, blank=True)
    # The year it left the list of the 832.
    lifted_in = models.PositiveSmallIntegerField(null=True)
    key_assistance = models.BooleanField(default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | Q(until_year__isnull=False),
                name="region_successor_only_when_ended",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    @property
    def full_name(self) -> str:
        """With the places it lies in: 山东省烟台市莱山区, or Laishan, Yantai, Shandong."""
        line = [self]
        while line[-1].parent:
            line.append(line[-1].parent)
        if get_language() == "en":
            return ", ".join(region.name_en for region in line)
        return "".join(region.name_zh for region in reversed(line))

    @property
    def levels_below(self) -> list[str]:
        levels = list(self.Level)
        return levels[levels.index(self.Level(self.level)) + 1 :]

    def get_absolute_url(self) -> str:
        return reverse("county", args=[self.code])


class RegionSpan(models.Model):
    """The name a code had from a year to a year. In the year of a change both are right."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="spans")
    name_zh = models.CharField(max_length=40)
    from_year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["region_id", "from_year"]
        constraints = [
            models.UniqueConstraint(fields=["region", "from_year"], name="region_span_once")
        ]


class ListedCounty(models.Model):
    """One of the 832 names of the list. Two of them are one place today and one was never a
    county by law, so 832 names are 829 places."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("in force")
        MERGED = "merged", _("merged")
        NOT_STATUTORY = "not_statutory", _("never a county by law")

    name_then = models.CharField(max_length=40)
    code_then = models.CharField(max_length=6, blank=True)
    province = models.ForeignKey(Region, models.PROTECT, related_name="+")
    exit_year = models.PositiveSmallIntegerField()
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="listed_as")
    status = models.CharField(max_length=15, choices=Status.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["province", "name_then"], name="listed_county_once")
        ]


class PairingQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class Pairing(models.Model):
    """结对: an eastern place that helps a western one, from a day to a day, both included."""

    level = models.CharField(max_length=15)
    east = models.ForeignKey(Region, models.PROTECT, related_name="pairings_east")
    west = models.ForeignKey(Region, models.PROTECT, related_name="pairings_west")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Read in a source, or general knowledge: both count, pages say which.
    verified = models.BooleanField()
    source = models.CharField(max_length=200, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["east_id", "west_id", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["east", "west", "starts_on"], name="pairing_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="pairing_days_in_order",
            ),
        ]

    def __str__(self):
        return self.name

    def holds_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def code(self) -> str:
        """370600-500237, the east first."""
        return f"{self.east_id}-{self.west_id}"

    @property
    def name(self) -> str:
        return pgettext("pairing", "%(east)s–%(west)s") % {
            "east": self.east.name,
            "west": self.west.name,
        }


class PostingQuerySet(models.QuerySet):
    def in_force(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def of(self, user, on=None):
        return self.in_force(on).filter(user=user).select_related("region")

    def below(self, postings):
        """Those of a level below, inside the places somebody is posted to."""
        inside = Q(pk=None)
        for posting in postings:
            if posting.region is None:
                inside |= Q(region__isnull=False)
            elif levels := posting.region.levels_below:
                inside |= Q(
                    region__level__in=levels, region__code__range=range_of(posting.region_id)
                )
        return self.filter(inside)


class Posting(models.Model):
    """An official works for a region, from a day to a day, both included. No region is the whole
    country."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="posting_days_in_order",
            )
        ]
