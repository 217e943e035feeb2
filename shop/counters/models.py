from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Posting, Region
from producers.regions.posts import reach
from shop.catalogue.models import Product
from shop.channels.models import Campaign, Channel
from shop.ledger.models import ChannelReport

HALLS = ("PAIRHALL", "ZHUANGUAN", "ZHUANQU", "ZHUANGUI")


class CounterQuerySet(models.QuerySet):
    def handing_over(self):
        """Those to which parcels can be sent, for buyers to pick up."""
        return self.exclude(pick_up_street="").select_related("place__parent__parent")

    def visible_to(self, user):
        """Those of places an official is posted to."""
        postings = list(Posting.objects.of(user)) if user.is_authenticated else []
        return self.filter(reach(postings, county="place")) if postings else self.none()

    def served_by(self, user):
        """Those at which somebody sells today."""
        return self.filter(clerks__in=Clerk.objects.at_work().filter(user=user))


class Counter(models.Model):
    """A hall, a section of a shop or a counter that sells produce over the counter. Its day's close
    is its report to the ledger."""

    code = models.SlugField(_("short name in addresses"), max_length=30, unique=True)
    channel = models.ForeignKey(Channel, models.PROTECT, verbose_name=_("kind"))
    place = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("where it stands")
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=40)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    pick_up_street = models.CharField(
        _("street and number where parcels are handed over"),
        max_length=80,
        blank=True,
        help_text=_("Left empty, nobody can have parcels sent here."),
    )
    pick_up_hours = models.CharField(
        _("hours of handing over"), max_length=60, blank=True, help_text=_("09:00–18:00")
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = CounterQuerySet.as_manager()

    class Meta:
        ordering = ["place_id", "code"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_zh

    @property
    def pick_up_address(self) -> str:
        """What is written on a parcel below the place."""
        return f"{self.pick_up_street} {self.name_zh}（自提）"

    @property
    def uncounted(self):
        """Sales that are in no report yet, the latest first."""
        return self.sales.filter(closing=None, undone_at=None).select_related("good__product")


class ClerkQuerySet(models.QuerySet):
    def at_work(self):
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


class Clerk(models.Model):
    """Who sells at a counter, from a day to a day, both included."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="clerks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="counters")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = ClerkQuerySet.as_manager()


class CounterGood(models.Model):
    """What a counter sells: a pack of a product, at a price. One with another price is another."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="goods")
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    pack_zh = models.CharField(_("pack (Chinese)"), max_length=30)
    net_g = models.PositiveIntegerField(_("net weight (grams)"))
    price_fen = models.PositiveIntegerField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["product__name_zh", "net_g", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(net_g__gt=0, price_fen__gt=0), name="counter_good_weight_and_price"
            )
        ]


class DayClose(models.Model):
    """The close of a day: what was sold since the last one went to the ledger as a report."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="closings")
    report = models.ForeignKey(ChannelReport, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]


class CounterSale(models.Model):
    """Packs sold over the counter. Undone, it stays, and is never reported."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="sales")
    good = models.ForeignKey(CounterGood, models.PROTECT, related_name="sales")
    packs = models.PositiveSmallIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    weight_g = models.PositiveBigIntegerField()
    token = models.CharField(max_length=32, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    closing = models.ForeignKey(DayClose, models.PROTECT, null=True, related_name="sales")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(packs__gt=0), name="counter_sale_of_packs"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(closing=None), name="counter_sale_undone_or_told"
            ),
            models.CheckConstraint(
                condition=Q(weight_g__gte=F("packs")), name="counter_sale_weighs_something"
            ),
        ]
