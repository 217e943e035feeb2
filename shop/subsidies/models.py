from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from producers.regions.codes import line_of
from producers.regions.models import Posting, Region
from producers.regions.posts import reach
from shop.catalogue.models import Category, Product
from shop.ledger.append_only import AppendOnly


class RuleQuerySet(models.QuerySet):
    def paid_by(self, postings):
        """Those of places an official is posted to, or of what lies in them."""
        return self.filter(reach(postings, county="place"))

    def visible_to(self, user):
        """Those of places an official is posted to, and of the places one's cooperative lies in."""
        if not user.is_authenticated:
            return self.none()
        postings = list(Posting.objects.of(user))
        if any(posting.region_id is None for posting in postings):
            return self
        counties = Cooperative.objects.visible_to(user).values_list("county_id", flat=True)
        around = {code for county in counties for code in line_of(county)}
        return self.filter(reach(postings, county="place") | Q(place__in=around))

    def with_tiers(self):
        """What a page tells of a rule; with the year another one stands in its place from."""
        later = self.model.objects.later().order_by("from_year").values("from_year")[:1]
        named = self.select_related("place", "destination").prefetch_related("tiers")
        return named.annotate(replaced_from=Subquery(later))

    def in_force(self, year: int):
        """Of each code the newest that has begun, unless it is over: what it stands in place of
        does not come back."""
        replaced = self.model.objects.later().filter(from_year__lte=year)
        holds = Q(until_year=None) | Q(until_year__gte=year)
        return self.filter(holds, ~Exists(replaced), from_year__lte=year)

    def not_replaced(self):
        return self.filter(~Exists(self.model.objects.later()))

    def later(self):
        """In a subquery: those that stand in place of the rule outside."""
        return self.filter(code=OuterRef("code"), from_year__gt=OuterRef("from_year"))


class Rule(models.Model):
    """What a place pays the suppliers that sit there for a year's sales, from a year to a year, or
    until another one of its code stands in its place.

    The measured sales or orders fall into one tier, the highest that begins at or below them. The
    tier pays so many fen, or so many per mille of the freight; never more than the cap, in per
    mille of the sales.
    """

    class Measure(models.TextChoices):
        SALES = "sales", _("sales")
        ORDERS = "orders", _("orders")

    class Pays(models.TextChoices):
        AMOUNT = "amount", _("a fixed amount")
        FREIGHT = "freight", _("a share of the freight")

    code = models.SlugField(max_length=40)
    from_year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.ForeignKey(Region, models.PROTECT, related_name="+")
    # Of the goods sent there only; empty, of all.
    destination = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    name_zh = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)
    measure = models.CharField(_("measured by"), max_length=10, choices=Measure.choices)
    pays = models.CharField(_("pays"), max_length=10, choices=Pays.choices)
    cap_per_mille = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("subsidy rule")
        verbose_name_plural = _("subsidy rules")
        ordering = ["place_id", "code", "from_year"]
        constraints = [models.UniqueConstraint(fields=["code", "from_year"], name="rule_once")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    def holds_in(self, year: int) -> bool:
        """Of a rule that was read with its tiers."""
        return self.from_year <= year and (self.last_year is None or year <= self.last_year)

    @property
    def last_year(self) -> int | None:
        """Of a rule that was read with its tiers; none where its end is not known yet."""
        before = self.replaced_from and self.replaced_from - 1
        return min(filter(None, (self.until_year, before)), default=None)


class Tier(models.Model):
    """From so much on (fen, or orders) a rule pays so much (fen, or per mille of the freight)."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="tiers")
    at_least = models.PositiveBigIntegerField()
    pays = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["rule_id", "at_least"]
        constraints = [models.UniqueConstraint(fields=["rule", "at_least"], name="tier_once")]


class AwardPapers(models.Model):
    """The supporting papers of a supplier's award as of the end of a day, as they were first made:
    kept, so that they are the same bytes whenever they are fetched, though a name, a lot's days or
    an approval, which the ledger does not hold, has changed since."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    as_of = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "cooperative", "year", "as_of"], name="award_papers_once"
            )
        ]
        indexes = [
            AppendOnly(name="awardpapers_refuses_update", refuses="update"),
            AppendOnly(name="awardpapers_refuses_delete", refuses="delete"),
        ]


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(reach(Posting.objects.of(user), county="county"))


class Project(models.Model):
    """What a county's assistance funds of a year paid for, and whose sales it was to lead to."""

    county = models.ForeignKey(
        Region, models.PROTECT, related_name="projects", verbose_name=_("county")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    name_zh = models.CharField(_("name"), max_length=80)
    amount_fen = models.PositiveBigIntegerField(_("amount"))
    for_industry = models.BooleanField(_("for industry"), default=False)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    cooperative = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cooperative"),
    )
    source = models.CharField(_("source"), max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-year", "county_id", "-amount_fen", "id"]

    @property
    def goods(self) -> Product | Cooperative | Category | None:
        """What it names: whose sales stand beside it."""
        return self.product or self.cooperative or self.category
