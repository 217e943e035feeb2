from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from producers.cooperatives.models import Cooperative
from producers.harvests.models import Lot, selling
from producers.regions.models import Region
from producers.regions.posts import reach
from producers.regions.resolving import codes_counting_for, moved
from shop.freight.models import Transport


class Picture(AbstractImage):
    """Every picture of the site: product pictures and the editors' own. Metadata and turned
    orientation are taken out when it is handed in, see `uploads.py`. An editor's says by which
    right it is shown; a cooperative shows its own goods; a buyer's stands with their review, and
    nowhere else."""

    class Licence(models.TextChoices):
        OWN = "own", _("our own work")
        GIVEN = "given", _("shown with the author's permission")
        BOUGHT = "bought", _("bought for this site")
        CC_BY = "cc-by", _("CC BY")
        CC_BY_SA = "cc-by-sa", _("CC BY-SA")
        FREE = "free", _("public domain")

    class Consent(models.TextChoices):
        NOBODY = "nobody", _("nobody can be recognised")
        GIVEN = "given", _("those who are shown agreed in writing")
        PUBLIC = "public", _("a public occasion")

    author = models.CharField(_("author"), max_length=80, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence.choices, blank=True)
    consent = models.CharField(
        _("who is shown"), max_length=10, choices=Consent.choices, blank=True
    )
    of_a_buyer = models.BooleanField(default=False, editable=False)

    admin_form_fields = (*WagtailImage.admin_form_fields, "author", "licence", "consent")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Category(models.Model):
    """A category of produce, with the rules that hang on it."""

    code = models.CharField(max_length=3, primary_key=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    fresh = models.BooleanField(default=False)
    certificate_required = models.BooleanField(default=False)
    open = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class ProductQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Product.Status.PUBLISHED, listed_by__status="approved")

    def visible_to(self, user):
        """What somebody may edit: the products their own desk listed; all, an operator."""
        return self.filter(listed_by__in=Cooperative.objects.visible_to(user))

    def answering_to(self, postings):
        """What officials decide about."""
        return self.filter(reach(postings, county="county"))

    def called(self, name_zh: str, *, county: str) -> "Product | None":
        """The one of that name of a county of today: kept under its code, or else under one that
        ended and counts for it."""
        codes = codes_counting_for(county, moved())
        found = {one.county_id: one for one in self.filter(county__in=codes, name_zh=name_zh)}
        return next((found[code] for code in codes if code in found), None)

    def sellable_by(self, cooperative):
        """What a cooperative may offer from its harvests: its own, and what its county published
        for another."""
        published = Q(status=Product.Status.PUBLISHED, county=cooperative.county_id)
        return self.filter(Q(listed_by=cooperative) | published)


class Product(models.Model):
    """What a county grows, known by county and name. One that only a report of another channel
    named has nobody who listed it, no slug and no offer, and is never shown in the shop."""

    class Status(models.TextChoices):
        UNLISTED = "unlisted", _("Known from reports only")
        WAITING = "waiting", _("Waiting for approval")
        PUBLISHED = "published", pgettext_lazy("product", "Published")
        RETURNED = "returned", _("Returned")

    slug = models.SlugField(max_length=80, unique=True, null=True, blank=True)
    county = models.ForeignKey(Region, models.PROTECT, related_name="products")
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="products", verbose_name=_("category")
    )
    listed_by = models.ForeignKey(
        Cooperative, models.PROTECT, null=True, blank=True, related_name="products"
    )
    season_months = models.JSONField(_("months in season"), default=list, blank=True)
    description_zh = models.TextField(_("description (Chinese)"), max_length=3000, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=6000, blank=True)
    geographical_indication = models.BooleanField(_("geographical indication"), default=False)
    fresh = models.BooleanField(_("fresh: no seven-day return"), default=False)
    certificate_required = models.BooleanField(default=False)
    transport = models.CharField(
        _("transport"), max_length=10, choices=Transport.choices, default=Transport.AMBIENT
    )
    shelf_life_days = models.PositiveSmallIntegerField(
        _("shelf life (days)"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    claim_hours = models.PositiveSmallIntegerField(
        _("spoiled goods are reported within"),
        choices=[(24, _("24 hours of receipt")), (48, _("48 hours of receipt"))],
        default=24,
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    search_text = models.TextField(editable=False, default="")
    # Of its first picture, see covers.py.
    cover = models.JSONField(editable=False, default=dict)
    # Of its reviews, see the stage of that name.
    stars_sum = models.PositiveIntegerField(editable=False, default=0)
    stars_count = models.PositiveIntegerField(editable=False, default=0)
    latest_reviews = models.JSONField(editable=False, default=list)
    reviews_version = models.PositiveIntegerField(editable=False, default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["id"]
        # The list of goods begins with the newest.
        indexes = [models.Index(fields=["-published_at", "-id"], name="product_newest")]
        constraints = [
            models.UniqueConstraint(fields=["county", "name_zh"], name="product_once_a_county"),
            models.CheckConstraint(
                condition=Q(status="unlisted", slug=None, listed_by=None)
                | (~Q(status="unlisted") & Q(slug__isnull=False, listed_by__isnull=False)),
                name="product_listed_has_slug_and_seller",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_zh

    @property
    def description(self) -> str:
        if get_language() == "en" and self.description_en:
            return self.description_en
        return self.description_zh

    @property
    def key(self) -> str:
        """How figures and exports name it."""
        return self.slug or f"{self.county_id}:{self.name_zh}"

    @staticmethod
    def with_key(key: str) -> Q:
        """Of the one so named. There may be a colon in what a report calls it, too."""
        county, _colon, name = key.partition(":")
        return Q(slug=key) | Q(county=county, name_zh=name)

    def get_absolute_url(self) -> str:
        return reverse("product", args=[self.slug])

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    def in_season(self, on) -> bool:
        return on.month in self.season_months

    @property
    def stars(self) -> str:
        """On the average, "4.6"; empty where nobody has said anything."""
        return stars_label(self.stars_sum, self.stars_count)


class ProductApproval(models.Model):
    """County staff publish a product, or return it with a reason. Appended, never changed."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="approvals")
    decision = models.CharField(
        max_length=10,
        choices=[(s.value, s.label) for s in Product.Status if s in ("published", "returned")],
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class ProductPicture(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    alt_zh = models.CharField(_("what the picture shows (Chinese)"), max_length=120)
    alt_en = models.CharField(_("what the picture shows (English)"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    @property
    def alt(self) -> str:
        return self.alt_en if get_language() == "en" and self.alt_en else self.alt_zh


def stars_label(total: int, count: int) -> str:
    """To a tenth, half up."""
    tenths = (total * 20 + count) // (2 * count) if count else 0
    return f"{tenths // 10}.{tenths % 10}" if count else ""


def price_fen_per_500g(price_fen: int, net_g: int) -> int:
    """Half up to the fen."""
    return (price_fen * 500 * 2 + net_g) // (2 * net_g)


class OfferQuerySet(models.QuerySet):
    def on_sale(self, on):
        """Offers a buyer may put in a basket on a day: published, of an approved cooperative,
        from a lot that sells on the day. What is left of the lot is not asked here."""
        return self.filter(
            selling(on, of="lot__"),
            stopped_at=None,
            product__status=Product.Status.PUBLISHED,
            lot__cooperative__status=Cooperative.Status.APPROVED,
        )

    def visible_to(self, user):
        return self.filter(lot__cooperative__in=Cooperative.objects.visible_to(user))


class Offer(models.Model):
    """A pack of `net_g` grams at `price_fen`, sold from a lot of the cooperative that sells it."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="offers")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="offers")
    net_g = models.PositiveIntegerField(_("net weight of a pack (grams)"))
    gross_g = models.PositiveIntegerField(_("gross weight of a pack (grams)"))
    price_fen = models.PositiveIntegerField(_("price of a pack (fen)"))
    limit_per_buyer = models.PositiveSmallIntegerField(
        _("packs a buyer may order at once"), default=99
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["net_g", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(net_g__gt=0, price_fen__gt=0, limit_per_buyer__gt=0)
                & Q(gross_g__gte=F("net_g")),
                name="offer_weights_and_price",
            )
        ]

    @property
    def price_fen_per_500g(self) -> int:
        return price_fen_per_500g(self.price_fen, self.net_g)

    @property
    def is_ahead(self) -> bool:
        """Sold before the harvest."""
        return self.lot.presells(timezone.localdate())

    @property
    def packs_left(self) -> int:
        return self.lot.left_g(timezone.localdate()) // self.net_g


class OfferPrice(models.Model):
    """The price of an offer from a moment on. Appended, never changed."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="prices")
    price_fen = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class OfferChange(models.Model):
    """What somebody did to an offer beside its price. Appended, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        LIMITED = "limited", _("limit per buyer changed")
        STOPPED = "stopped", _("stopped")
        RESUMED = "resumed", _("resumed")

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class ProductChange(models.Model):
    """What somebody changed in a product, by the names of the fields. Appended, never changed."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="changes")
    fields = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class CatalogueVersion(models.Model):
    """One row whose number goes up with whatever a kept page shows: fragments carry it in their
    key, so that no worker shows yesterday's price."""

    number = models.BigIntegerField(default=1)
