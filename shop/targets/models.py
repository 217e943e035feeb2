from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Pairing, Posting, Region
from producers.regions.posts import reach
from shop.buyers.models import Organisation
from shop.catalogue.models import Product
from shop.channels.models import Channel

# The field of a target that says whose it is.
SUBJECTS = ("region", "pairing", "organisation")
# What its name is read from.
NAMED = ("region", "pairing__east", "pairing__west", "organisation", "channel")


def seen_by(user, *places: str) -> Q:
    """Rows with a place somebody is posted to or that lies below it, named by one of these
    fields; and those of a unit one orders for."""
    if not user.is_authenticated:
        return Q(pk=None)
    postings = list(Posting.objects.of(user))
    if any(posting.region_id is None for posting in postings):
        return Q()
    seen = Q(organisation__in=Organisation.objects.of_member(user))
    for place in places:
        seen |= reach(postings, county=place)
    return seen


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            seen_by(user, "region", "pairing__east", "pairing__west", "organisation__region")
        )


class Target(models.Model):
    """目标任务: what a place, a pairing or a unit is to sell or to buy in a year, by all channels
    or by one. A row is never changed: the newest of its subject holds, and without an amount it
    says that there is no target any more."""

    class Side(models.TextChoices):
        SELL = "sell", _("to sell")
        BUY = "buy", _("to buy")

    year = models.PositiveSmallIntegerField(_("year"))
    side = models.CharField(_("side"), max_length=4, choices=Side.choices)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("place")
    )
    pairing = models.ForeignKey(
        Pairing, models.PROTECT, null=True, related_name="+", verbose_name=_("pairing")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="targets", verbose_name=_("unit")
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, related_name="+", verbose_name=_("channel")
    )
    amount_fen = models.PositiveBigIntegerField(_("amount"), null=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-id"]
        indexes = [models.Index(fields=["year"], name="target_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=False, pairing=None, organisation=None)
                | Q(region=None, pairing__isnull=False, organisation=None, side="buy")
                | Q(region=None, pairing=None, organisation__isnull=False, side="buy"),
                name="target_has_one_subject",
            )
        ]

    @property
    def subject(self) -> tuple:
        """Whose target of which year it is: rows that have it alike are its history."""
        return (
            self.year,
            self.side,
            self.region_id,
            self.pairing_id,
            self.organisation_id,
            self.channel_id,
        )

    @property
    def whose(self) -> Region | Pairing | Organisation:
        return self.region or self.pairing or self.organisation

    @property
    def name(self) -> str:
        return str(self.whose)

    def history(self):
        """All rows of its subject, the newest first."""
        alike = {f"{name}_id": getattr(self, f"{name}_id") for name in (*SUBJECTS, "channel")}
        return Target.objects.filter(year=self.year, side=self.side, **alike)


class Rate(models.Model):
    """A share that is asked for, in per mille, from a year to a year, in a place or (no code) in
    the whole country; of all there, or of a province's, a city's or a county's own: the
    place where a unit is registered says whose it is, and not who runs it. Of places inside each
    other the smallest counts."""

    class Of(models.TextChoices):
        CANTEEN = "canteen", _("of what the canteen buys")
        UNION_FUNDS = "union_funds", _("of the union's funds, where there is no canteen")
        INDUSTRY = "industry", _("of the assistance funds, for industry")

    of = models.CharField(max_length=12, choices=Of.choices)
    place = models.CharField(max_length=6, blank=True)
    level = models.CharField(max_length=10, choices=Region.Level.choices, blank=True)
    from_year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)
    per_mille = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["of", "place", "level", "from_year"]
        constraints = [
            models.UniqueConstraint(fields=["of", "place", "level", "from_year"], name="rate_once")
        ]


class CanteenQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user, "organisation__region"))


class Canteen(models.Model):
    """What a budget unit says of its canteen in a year, which is what its reserved share is taken
    of. Never changed: the newest row of a unit and year holds."""

    class State(models.TextChoices):
        OWN = "own", _("has a canteen")
        SHARED = "shared", _("shares a canteen, another unit reports it")
        OUTSOURCED = "outsourced", _("canteen run by a contractor, who trades for the unit")
        NONE = "none", _("no canteen")

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="canteens", verbose_name=_("unit")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("canteen"), max_length=10, choices=State.choices)
    reported_by_unit = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit that reports the shared canteen"),
    )
    purchases_fen = models.PositiveBigIntegerField(_("purchases of the canteen"), default=0)
    union_funds_fen = models.PositiveBigIntegerField(_("funds of the union"), default=0)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)

    objects = CanteenQuerySet.as_manager()

    class Meta:
        verbose_name = _("canteen of a unit")
        verbose_name_plural = _("canteens of units")
        ordering = ["-id"]
        indexes = [models.Index(fields=["year", "organisation"], name="canteen_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="shared", reported_by_unit__isnull=False)
                | (~Q(state="shared") & Q(reported_by_unit=None)),
                name="canteen_shared_has_reporter",
            )
        ]


class Output(models.Model):
    """What a county grew in a year, of one product or of all produce: grams and fen as the source
    says. Never changed: the newest row of county, year and product holds."""

    county = models.ForeignKey(
        Region, models.PROTECT, related_name="outputs", verbose_name=_("county")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, related_name="+", verbose_name=_("product")
    )
    weight_g = models.PositiveBigIntegerField(_("output"))
    amount_fen = models.PositiveBigIntegerField(_("value"), null=True)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("yearly output")
        verbose_name_plural = _("yearly outputs")
        ordering = ["-id"]
        indexes = [models.Index(fields=["county", "year"], name="output_county_year")]
