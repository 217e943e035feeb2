from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.regions.models import Region
from producers.regions.posts import reach


class CooperativeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody may work for: their own desks; all, an operator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_operator:
            return self
        return self.filter(staff__in=Staff.objects.at_work().filter(user=user)).distinct()

    def answering_to(self, postings):
        """What officials decide about."""
        return self.filter(reach(postings, county="county"))

    def approved(self):
        return self.filter(status=Cooperative.Status.APPROVED)


class Cooperative(models.Model):
    """Who sells: a cooperative of a county. Its status is the shadow of its last approval row."""

    class Kind(models.TextChoices):
        COOPERATIVE = "cooperative", _("Cooperative")
        ENTERPRISE = "enterprise", _("Enterprise")
        FAMILY_FARM = "family_farm", _("Family farm")
        VILLAGE = "village", _("Village collective")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")

    name_zh = models.CharField(_("name (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, default=Kind.COOPERATIVE
    )
    county = models.ForeignKey(
        Region, models.PROTECT, related_name="cooperatives", verbose_name=_("county")
    )
    village_zh = models.CharField(_("township and village (Chinese)"), max_length=80, blank=True)
    village_en = models.CharField(_("township and village (English)"), max_length=120, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    story_zh = models.TextField(_("about us (Chinese)"), max_length=2000, blank=True)
    story_en = models.TextField(_("about us (English)"), max_length=4000, blank=True)
    households_count = models.PositiveIntegerField(_("member households"), default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CooperativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperative")
        verbose_name_plural = _("cooperatives")
        ordering = ["county_id", "id"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_zh

    @property
    def village(self) -> str:
        return self.village_en if get_language() == "en" and self.village_en else self.village_zh

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def is_approved(self) -> bool:
        return self.status == self.Status.APPROVED


class CooperativeApproval(models.Model):
    """County staff let a cooperative sell, or return it with a reason. Appended, never changed."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="approvals")
    decision = models.CharField(
        max_length=10,
        choices=[(s.value, s.label) for s in Cooperative.Status if s != "waiting"],
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class StaffQuerySet(models.QuerySet):
    def at_work(self):
        return self.filter(ended_at=None)


class Staff(models.Model):
    """Somebody who works a cooperative's desk, until the row is ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="desks", verbose_name=_("person")
    )
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="staff")
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cooperative"],
                condition=Q(ended_at=None),
                name="staff_once_at_a_desk",
            )
        ]


class RecognitionQuerySet(models.QuerySet):
    def answering_to(self, postings):
        return self.filter(reach(postings, county="county"))

    def in_force(self, on):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


class Recognition(models.Model):
    """A product, or all a supplier sells, recognised as assistance goods (帮扶产品认定) from a day
    to a day, both included. A product is named, not keyed: the list is the county's, and names
    goods before anybody offers them here."""

    class Scope(models.TextChoices):
        PRODUCT = "product", _("One product")
        SUPPLIER = "supplier", _("All products of the supplier")

    number = models.CharField(_("number"), max_length=40, unique=True)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    county = models.ForeignKey(Region, models.PROTECT, verbose_name=_("county"))
    cooperative = models.ForeignKey(
        Cooperative, models.PROTECT, related_name="recognitions", verbose_name=_("supplier")
    )
    product_zh = models.CharField(_("product (Chinese name)"), max_length=60, blank=True)
    recognised_by = models.CharField(_("recognised by"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="supplier", product_zh="")
                | (Q(scope="product") & ~Q(product_zh="")),
                name="recognition_names_its_product",
            )
        ]

    def __str__(self):
        return self.number

    def holds_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class RecognitionsOf:
    """What some suppliers have recognised on a day, read at once."""

    def __init__(self, cooperative_ids, *, on):
        rows = Recognition.objects.in_force(on).filter(cooperative__in=cooperative_ids)
        rows = rows.order_by("-id").values_list("cooperative_id", "product_zh", "number")
        self.numbers = {(supplier, product): number for supplier, product, number in rows}

    def number_for(self, *, cooperative_id: int, product_zh: str) -> str:
        """The product's own before the supplier's; empty where there is none."""
        of_all = self.numbers.get((cooperative_id, ""), "")
        return self.numbers.get((cooperative_id, product_zh), of_all)


class Certificate(models.Model):
    """承诺达标合格证: by it the issuer promises that a batch meets the safety rules. Since
    2026-02-01 produce that needs it is not shipped without (办法, order 2025 no. 4 of the ministry
    of agriculture)."""

    class Basis(models.TextChoices):
        OWN_CONTROL = "own_control", _("Own quality control")
        SELF_TEST = "self_test", _("Own test")
        ENTRUSTED_TEST = "entrusted_test", _("Test by a laboratory")

    number = models.CharField(_("certificate number"), max_length=40)
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="certificates")
    basis = models.CharField(_("basis of the promise"), max_length=20, choices=Basis.choices)
    issued_on = models.DateField(_("issued on"))
    issuer_zh = models.CharField(_("issued by"), max_length=80)
    contact = models.CharField(_("contact"), max_length=40)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "number"], name="certificate_number_once"
            )
        ]

    def __str__(self):
        return self.number
