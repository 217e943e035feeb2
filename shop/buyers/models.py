from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.tax_number import validate_tax_number
from producers.regions.models import Posting, Region
from producers.regions.posts import reach


class BuyerKind(models.TextChoices):
    """Who buys: one vocabulary for accounts, ledger and reports."""

    PERSON = "person", _("Person")
    BUDGET_UNIT = "budget_unit", _("Budget unit")
    UNION = "union", _("Trade union")
    DESIGNATED_UNIT = "designated_unit", _("Designated-assistance unit")
    STATE_FIRM = "state_firm", _("State-owned firm")
    PRIVATE_FIRM = "private_firm", _("Private firm")
    SOCIAL_ORGANISATION = "social_organisation", _("Social organisation")
    SUPERMARKET = "supermarket", _("Supermarket or wholesaler")


# As reports write them.
BUYER_KIND_ZH = {
    "个人": BuyerKind.PERSON,
    "预算单位": BuyerKind.BUDGET_UNIT,
    "工会": BuyerKind.UNION,
    "定点帮扶单位": BuyerKind.DESIGNATED_UNIT,
    "国企": BuyerKind.STATE_FIRM,
    "民企": BuyerKind.PRIVATE_FIRM,
    "社会组织": BuyerKind.SOCIAL_ORGANISATION,
    "商超": BuyerKind.SUPERMARKET,
}
WORD_OF_BUYER_KIND = {kind: word for word, kind in BUYER_KIND_ZH.items()}

# The channel of an organisation's own orders, by what it is.
CHANNEL_OF_KIND = {
    BuyerKind.BUDGET_UNIT: "GOVRSV",
    BuyerKind.UNION: "UNION",
    BuyerKind.DESIGNATED_UNIT: "FIXED",
    BuyerKind.STATE_FIRM: "SOE",
    BuyerKind.PRIVATE_FIRM: "SOCIAL",
    BuyerKind.SOCIAL_ORGANISATION: "SOCIAL",
    BuyerKind.SUPERMARKET: "MARKET",
}


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_operator:
            return self
        return self.of_member(user)

    def of_member(self, user):
        """Those somebody may order for."""
        return self.filter(members__user=user, members__ended_at=None)

    def confirmable_by(self, user):
        """Those whose name somebody may confirm: an official, of their own place; an operator."""
        if user.is_operator:
            return self
        return self.filter(reach(Posting.objects.of(user), county="region"))


class Organisation(models.Model):
    """A unit that buys: canteen, union, budget unit, firm."""

    name_zh = models.CharField(_("name"), max_length=80)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[choice for choice in BuyerKind.choices if choice[0] != BuyerKind.PERSON],
    )
    tax_number = models.CharField(
        _("tax number"), max_length=18, unique=True, validators=[validate_tax_number]
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("registered in"))
    # From this total on a colleague approves its orders before they are paid: 0 is all of them.
    approval_from_fen = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name_zh

    def wants_approval(self, total_fen: int) -> bool:
        """Whether an order of that total waits for a colleague's word."""
        return self.approval_from_fen is not None and total_fen >= self.approval_from_fen

    def approvers_beside(self, orderer):
        """Its members who may approve what that user ordered: nobody does so for themselves."""
        approving = self.members.filter(approves=True, ended_at=None, user__is_active=True)
        return approving.exclude(user=orderer).select_related("user").order_by("pk")


class ConfirmedName(models.Model):
    """That an organisation is the unit whose name it bears: anybody can register any name. Only
    then counts for it what reports say of a unit of that name. Appended, never changed; the first
    that says so is enough."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="confirmed_name"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Member(models.Model):
    """Somebody who may order for an organisation, until the row is ended; its keeper also says
    who else may, and who approves what others order."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    keeper = models.BooleanField(_("keeps the list of members"), default=False)
    approves = models.BooleanField(_("approves orders"), default=False)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ended_at=None),
                name="member_once_in_an_organisation",
            )
        ]


class ApprovalRule(models.Model):
    """Which orders of an organisation a colleague approves, as somebody set it: from this total on,
    none where nobody need, by these members. Appended, never changed: the newest holds, and stands
    with the organisation and its members."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="approval_rules")
    from_fen = models.PositiveBigIntegerField(null=True)
    approvers = models.ManyToManyField(Member, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]


class SavedAddress(models.Model):
    """Where somebody has goods sent, kept until they take it out; the last used comes first."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="addresses")
    receiver = models.CharField(_("receiver"), max_length=25)
    phone = models.CharField(_("mobile phone"), max_length=20)
    place = models.ForeignKey(Region, models.PROTECT, related_name="+")
    street = models.CharField(_("street and house number"), max_length=120)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "receiver", "phone", "place", "street"],
                name="address_once_a_user",
            )
        ]
