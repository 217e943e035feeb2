from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative, Staff
from shop.buyers.models import Member, Organisation


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of those whose money somebody looks after; all, an operator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_operator:
            return self
        kept = Member.objects.filter(user=user, keeper=True, ended_at=None)
        desks = Staff.objects.at_work().filter(user=user)
        return self.filter(
            Q(organisation__in=kept.values("organisation"))
            | Q(cooperative__in=desks.values("cooperative"))
        )

    def good_on(self, day):
        """Those whose money is there, from a day to a day, both included."""
        return self.filter(
            confirmed_at__isnull=False, stopped_at=None, starts_on__lte=day, ends_on__gte=day
        )

    def with_sums(self):
        """Fen that are left of each, and fen of its `budget_fen` that orders took."""
        vouchers = Voucher.objects.filter(grant=models.OuterRef("pk")).values("grant")
        left = vouchers.annotate(fen=Sum("left_fen")).values("fen")
        return self.annotate(
            left_fen=Coalesce(models.Subquery(left), 0),
            used_fen=F("budget_fen") - F("left_fen"),
        )


class Grant(models.Model):
    """Money a named sponsor puts up for what others order: a coupon, one code for many, or a
    welfare quota, a code with an amount for each person. It is good once an operator says that the
    money is there."""

    class Kind(models.TextChoices):
        COUPON = "coupon", _("Coupon: one code for many")
        QUOTA = "quota", _("Welfare quota: an amount for each person")

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="grants")
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, null=True, related_name="grants")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name_zh = models.CharField(_("what for"), max_length=60)
    budget_fen = models.PositiveBigIntegerField()
    least_goods_fen = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, cooperative__isnull=False)
                | Q(organisation__isnull=False, cooperative=None),
                name="grant_of_one_sponsor",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="grant_days_in_order"
            ),
        ]

    def __str__(self):
        return self.name_zh

    @property
    def sponsor_name(self) -> str:
        """As it is told to buyers: a cooperative has a name in each language."""
        return self.cooperative.name if self.cooperative else self.organisation.name_zh


class Voucher(models.Model):
    """A code and what is left of it: fen, and uses. Whoever says the code may use it. Taken off by
    a conditional UPDATE, so that of two orders at once only one gets what is left."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="vouchers")
    code = models.CharField(max_length=10, unique=True)
    # Of a quota: to whom the code was mailed.
    email = models.EmailField(blank=True)
    # At most so much off one order.
    each_fen = models.PositiveIntegerField()
    left_fen = models.PositiveBigIntegerField()
    uses_left = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]


class UseQuerySet(models.QuerySet):
    def with_returns(self):
        return self.annotate(returned_fen=Coalesce(Sum("returns__amount_fen"), 0))

    def standing(self):
        """Those of which not all was given back."""
        return self.with_returns().filter(returned_fen__lt=F("amount_fen"))


class Use(models.Model):
    """What a sponsor pays of an order. Orders lie above: the code names it."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="uses")
    order_code = models.CharField(max_length=8, db_index=True)
    # Of the buyer's phone, which is not kept here: a coupon is used once by each.
    phone_digest = models.CharField(max_length=64)
    amount_fen = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gt=0), name="use_of_money")]


class Return(models.Model):
    """What of a use went back to its voucher. The source makes the second time harmless."""

    use = models.ForeignKey(Use, models.PROTECT, related_name="returns")
    source = models.CharField(max_length=60, unique=True)
    amount_fen = models.PositiveBigIntegerField()
    at = models.DateTimeField()
