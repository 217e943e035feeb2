from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from producers.cooperatives.models import Cooperative
from shop.orders.models import Order, OrderLine, Parcel
from shop.payments.models import Refund

# Ours: so long a buyer may turn to the operator after the cooperative's answer.
APPEAL_WITHIN = timedelta(days=7)


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent from somebody's own desk; all, an operator. A buyer comes by the order."""
        return self.filter(parcel__cooperative__in=Cooperative.objects.visible_to(user))

    def locked(self, pk: int):
        """The claim, for the one who changes it: whoever has its order locked has it. Call inside
        a transaction."""
        order = Order.objects.locked(self.values_list("order_id", flat=True).get(pk=pk))
        claim = self.select_related("parcel__cooperative").get(pk=pk)
        claim.order = claim.parcel.order = order
        return claim


class Claim(models.Model):
    """A buyer is not content with goods of a parcel that came, or sends durable ones back. Its
    status is the shadow of its last event."""

    class Kind(models.TextChoices):
        SPOILED = "spoiled", _("Spoiled or damaged")
        RETURN = "return", _("Returned within seven days")

    class Status(models.TextChoices):
        REPORTED = "reported", _("Waiting for the cooperative")
        ANNOUNCED = "announced", _("To be sent back")
        SENT_BACK = "sent_back", _("On its way back")
        ACCEPTED = "accepted", _("Accepted")
        RESENT = "resent", _("Sent again")
        REFUSED = "refused", _("Refused")
        APPEALED = "appealed", _("Waiting for the operator")
        DISMISSED = "dismissed", _("Refused for good")

    # The cooperative is to answer these, and the buyer may take those to the operator.
    UNANSWERED = (Status.REPORTED, Status.SENT_BACK)
    APPEALABLE = (Status.REFUSED, Status.RESENT)

    order = models.ForeignKey(Order, models.PROTECT, related_name="claims")
    number = models.PositiveSmallIntegerField()
    # From the form: a double click makes one claim.
    token = models.UUIDField()
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=300)
    # Of the packs claimed, by pieces or by weight.
    spoiled_percent = models.PositiveSmallIntegerField(default=100)
    status = models.CharField(max_length=10, choices=Status.choices)
    reported_at = models.DateTimeField()
    # Unanswered by then it is accepted. None until goods that go back have left.
    answer_by = models.DateTimeField(null=True)
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, related_name="claim")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="claim_number_once"),
            models.UniqueConstraint(fields=["order", "token"], name="claim_token_once"),
            models.CheckConstraint(
                condition=models.Q(spoiled_percent__range=(1, 100)), name="claim_percent_is_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                name="claim_unanswered",
                condition=models.Q(status__in=["reported", "sent_back"]),
            )
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.order.code, self.number])

    @property
    def code(self) -> str:
        return f"{self.order.code}-S{self.number}"

    @property
    def is_unanswered(self) -> bool:
        return self.status in self.UNANSWERED

    @property
    def is_return(self) -> bool:
        return self.kind == self.Kind.RETURN

    @property
    def amount_fen(self) -> int:
        return sum(part.amount_fen for part in self.lines.all())

    @cached_property
    def appeal_until(self):
        """None where there is nothing to appeal against."""
        if self.status not in self.APPEALABLE:
            return None
        return self.events.latest("id").at + APPEAL_WITHIN

    @property
    def is_appealable(self) -> bool:
        return self.appeal_until is not None and timezone.now() <= self.appeal_until

    @property
    def last_refund(self) -> Refund | None:
        """One the provider could not carry out is asked again as a row of its own."""
        refund = self.refund
        while refund and (again := Refund.objects.filter(follows=refund).first()):
            refund = again
        return refund

    def happened(self, kind: str, *, at, by=None, reason: str = "") -> None:
        """Write down what happened and let the status follow. Call with the claim locked."""
        self.events.create(kind=kind, at=at, by=by, reason=reason)
        self.status = ClaimEvent.STATUS_AFTER[kind]
        self.save()


class ClaimLine(models.Model):
    """How many packs of a line, and what is to go back for them, in fen."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="claim_lines")
    packs = models.PositiveIntegerField()
    amount_fen = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["line__number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "line"], name="claim_line_once"),
            models.CheckConstraint(condition=models.Q(packs__gt=0), name="claim_line_has_packs"),
        ]


class Photograph(models.Model):
    """What the buyer shows of the goods, cleaned of all but its pixels. It lies in the database,
    since it may show somebody's home: nobody reads it by an address of its own."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="photographs")
    number = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=20)
    content = models.BinaryField()
    # SHA-256 of the content, in hexadecimal: that nobody exchanged it can be shown.
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="photograph_number_once")
        ]


class ClaimEvent(models.Model):
    """What happened to a claim: when, by whom, why. Appended only."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("Claim made")
        ANNOUNCED = "announced", _("To be sent back")
        SENT_BACK = "sent_back", _("Sent back")
        ACCEPTED = "accepted", _("Accepted by the cooperative")
        UNANSWERED = "unanswered", _("Accepted, since the cooperative did not answer in time")
        RESENT = "resent", _("Sent again by the cooperative")
        REFUSED = "refused", _("Refused by the cooperative")
        APPEALED = "appealed", _("Appealed to the operator")
        GRANTED = "granted", _("Accepted by the operator")
        DISMISSED = "dismissed", _("Refused by the operator")

    STATUS_AFTER = {
        Kind.REPORTED: Claim.Status.REPORTED,
        Kind.ANNOUNCED: Claim.Status.ANNOUNCED,
        Kind.SENT_BACK: Claim.Status.SENT_BACK,
        Kind.ACCEPTED: Claim.Status.ACCEPTED,
        Kind.UNANSWERED: Claim.Status.ACCEPTED,
        Kind.RESENT: Claim.Status.RESENT,
        Kind.REFUSED: Claim.Status.REFUSED,
        Kind.APPEALED: Claim.Status.APPEALED,
        Kind.GRANTED: Claim.Status.ACCEPTED,
        Kind.DISMISSED: Claim.Status.DISMISSED,
    }

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
