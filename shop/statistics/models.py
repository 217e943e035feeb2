"""The summaries: small sums of the ledger that figures are put together from. Nothing is known
here that is not in the ledger; `manage.py rebuild_summaries` makes them again.

They carry the codes of the day, as the ledger does. What a code counts for today is asked with
the question, so that a successor learned of later changes nothing here.
"""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.ledger.models import Entry


class Summary(models.Model):
    """Sums over all rows of the ledger with the same dimensions, those still pending left out."""

    sold_fen = models.BigIntegerField()
    refunded_fen = models.BigIntegerField()
    weight_g = models.BigIntegerField()
    parcel_count = models.BigIntegerField()
    product_count = models.BigIntegerField()
    rows = models.BigIntegerField()

    class Meta:
        abstract = True


MEASURES = tuple(field.name for field in Summary._meta.local_fields)


class ByWay(models.Model):
    """How a sale came about: few of the combinations occur, so that they cost little."""

    channel_id = models.CharField(max_length=10)
    online = models.BooleanField()
    buyer_kind = models.CharField(max_length=20)
    recognised = models.BooleanField()
    # 0 outside a pairing, since what identifies a row cannot be empty.
    pairing_id = models.BigIntegerField()

    class Meta:
        abstract = True


WAY = tuple(field.name for field in ByWay._meta.local_fields)


class WayMonth(ByWay, Summary):
    month = models.DateField()
    pk = models.CompositePrimaryKey("month", *WAY)


class WayDay(ByWay, Summary):
    day = models.DateField()
    pk = models.CompositePrimaryKey("day", *WAY)


class ProvincesMonth(Summary):
    month = models.DateField()
    origin_province = models.CharField(max_length=2)
    destination_province = models.CharField(max_length=2)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("month", "origin_province", "destination_province", "online")


class ProvincesDay(Summary):
    day = models.DateField()
    origin_province = models.CharField(max_length=2)
    destination_province = models.CharField(max_length=2)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("day", "origin_province", "destination_province", "online")


class ProvincesWayMonth(ByWay, Summary):
    month = models.DateField()
    origin_province = models.CharField(max_length=2)
    destination_province = models.CharField(max_length=2)
    pk = models.CompositePrimaryKey("month", "origin_province", "destination_province", *WAY)


class OfCounty(models.Model):
    """A cooperative sells what grows in one county: they make few more rows."""

    origin = models.CharField(max_length=6)
    # 0 for a supplier known by name only.
    cooperative_id = models.BigIntegerField()
    online = models.BooleanField()

    class Meta:
        abstract = True


class CountyMonth(OfCounty, Summary):
    month = models.DateField()
    pk = models.CompositePrimaryKey("month", "origin", "cooperative_id", "online")

    class Meta:
        indexes = [models.Index(fields=["cooperative_id", "month"], name="countymonth_cooperative")]


class CountyDay(OfCounty, Summary):
    day = models.DateField()
    pk = models.CompositePrimaryKey("day", "origin", "cooperative_id", "online")

    class Meta:
        indexes = [
            models.Index(fields=["origin", "day"], name="countyday_origin"),
            models.Index(fields=["cooperative_id", "day"], name="countyday_cooperative"),
        ]


class CampaignMonth(Summary):
    month = models.DateField()
    # 0 outside halls, livestreams and fairs.
    campaign_id = models.BigIntegerField()
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("month", "campaign_id", "online")


class CampaignDay(Summary):
    day = models.DateField()
    campaign_id = models.BigIntegerField()
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("day", "campaign_id", "online")


class CountyWayMonth(ByWay, Summary):
    month = models.DateField()
    origin = models.CharField(max_length=6)
    pk = models.CompositePrimaryKey("month", *WAY, "origin")

    class Meta:
        indexes = [models.Index(fields=["origin", "month"], name="countywaymonth_origin")]


class CountyDestinationMonth(OfCounty, Summary):
    """Where the goods of a county, and of a cooperative, go."""

    month = models.DateField()
    destination_province = models.CharField(max_length=2)
    pk = models.CompositePrimaryKey(
        "origin", "month", "destination_province", "cooperative_id", "online"
    )

    class Meta:
        indexes = [
            models.Index(fields=["cooperative_id", "month"], name="countydestination_cooperative"),
            models.Index(fields=["destination_province", "month"], name="countydestination_to"),
        ]


class DestinationMonth(Summary):
    month = models.DateField()
    destination = models.CharField(max_length=6)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("month", "destination", "online")


class DestinationDay(Summary):
    day = models.DateField()
    destination = models.CharField(max_length=6)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("day", "destination", "online")


class OrganisationMonth(Summary):
    month = models.DateField()
    # 0 for persons, and for whoever a report does not name.
    organisation_id = models.BigIntegerField()
    of_persons = models.BooleanField()
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("month", "organisation_id", "of_persons", "online")


class BuyerRegionMonth(Summary):
    """What the units of a place buy."""

    month = models.DateField()
    buyer_region = models.CharField(max_length=6)
    organisation_id = models.BigIntegerField()
    buyer_kind = models.CharField(max_length=20)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey(
        "buyer_region", "month", "organisation_id", "buyer_kind", "online"
    )


class ProvinceCityMonth(Summary):
    """Where the goods of a province go."""

    month = models.DateField()
    origin_province = models.CharField(max_length=2)
    # Its first four digits; of a city whose counties count for several the county's code.
    destination_city = models.CharField(max_length=6)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("origin_province", "month", "destination_city", "online")


class CategoryMonth(Summary):
    month = models.DateField()
    category_id = models.CharField(max_length=3)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("month", "category_id", "online")


class CategoryDay(Summary):
    day = models.DateField()
    category_id = models.CharField(max_length=3)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("day", "category_id", "online")


class OriginChannelMonth(Summary):
    month = models.DateField()
    channel_id = models.CharField(max_length=10)
    origin_province = models.CharField(max_length=2)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("month", "channel_id", "origin_province", "online")


class OriginChannelDay(Summary):
    day = models.DateField()
    channel_id = models.CharField(max_length=10)
    origin_province = models.CharField(max_length=2)
    online = models.BooleanField()
    pk = models.CompositePrimaryKey("day", "channel_id", "origin_province", "online")


class OfProduct(models.Model):
    """A product grows in one county and is of one category: they make no more rows."""

    origin = models.CharField(max_length=6)
    product_id = models.BigIntegerField()
    category_id = models.CharField(max_length=3)
    online = models.BooleanField()

    class Meta:
        abstract = True


class ProductMonth(OfProduct, Summary):
    month = models.DateField()
    pk = models.CompositePrimaryKey("month", "product_id", "origin", "category_id", "online")

    class Meta:
        indexes = [models.Index(fields=["origin", "month"], name="productmonth_origin")]


class ProductDestinationMonth(OfProduct, Summary):
    """Where a product goes. What a province got lies together, as it is many products."""

    month = models.DateField()
    destination_province = models.CharField(max_length=2)
    pk = models.CompositePrimaryKey(
        "destination_province", "month", "product_id", "origin", "category_id", "online"
    )

    class Meta:
        indexes = [models.Index(fields=["product_id", "month"], name="productdestination_product")]


# The smallest first: of those that cover a question it is the one read.
MONTHLY = (
    WayMonth,
    CategoryMonth,
    CampaignMonth,
    OriginChannelMonth,
    ProvincesMonth,
    CountyMonth,
    DestinationMonth,
    ProductMonth,
    OrganisationMonth,
    ProvinceCityMonth,
    BuyerRegionMonth,
    CountyDestinationMonth,
    ProvincesWayMonth,
    CountyWayMonth,
    ProductDestinationMonth,
)
DAILY = (
    WayDay,
    CategoryDay,
    CampaignDay,
    OriginChannelDay,
    ProvincesDay,
    CountyDay,
    DestinationDay,
)


class Uncopied(models.Model):
    """A ledger row that ClickHouse is not known to have. Written when the summaries take it in,
    deleted when its batch is known to be done."""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, related_name="uncopied"
    )
    # Of how it is sent; a batch once settled stays as it is.
    batch = models.PositiveIntegerField(null=True, db_index=True)


class LedgerCopy(models.Model):
    """What ClickHouse is known to have: the rows of all batches up to the last one done. There is
    one row of it at most, and none where nothing is copied."""

    done = models.PositiveIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    caught_up_at = models.DateTimeField(null=True)

    def is_used(self, now: datetime) -> bool:
        """One that was not fed for longer leaves so much to the database that the summaries are
        faster."""
        return self.caught_up_at is not None and now - self.caught_up_at < timedelta(hours=1)


class Export(models.Model):
    """Who took which figures or rows away as a file, and when. Appended, never changed."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=40)
    # The address of the page it was taken from.
    asked = models.TextField(max_length=2000)
    rows = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")


class SavedView(models.Model):
    """A question a person gave a name, as the address of a page says it."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("Name"), max_length=80)
    # Of shop/statistics/pages.py; empty is the overview.
    page = models.CharField(max_length=20, blank=True)
    asked = models.TextField(max_length=2000)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["by", "name"], name="saved_view_once")]

    def get_absolute_url(self) -> str:
        page = reverse("statistics_page", args=[self.page]) if self.page else reverse("statistics")
        return f"{page}?{self.asked}"


class DispatchMail(models.Model):
    """An official wants the weekly dispatch of their place by mail on Mondays. Whoever has the key
    can end it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    language = models.CharField(max_length=10)
    key = models.CharField(max_length=43, unique=True, default=token_urlsafe)
    # The Monday of the last week that was told.
    told_week = models.DateField()

    class Meta:
        verbose_name = _("mail of the weekly dispatch")
        verbose_name_plural = _("mails of the weekly dispatch")
