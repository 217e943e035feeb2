from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order, OrderLine


class Payment(models.Model):
    """One try to pay an order at the provider. The key and the exact parameters of the call are
    committed before it is made, so that a retry sends the same."""

    class Status(models.TextChoices):
        STARTED = "started", _("Started")
        OPEN = "open", _("Waiting for the buyer")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Ended unpaid")
        WRONG = "wrong", _("Paid, but not what was asked")

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    amount_fen = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.STARTED)
    call_key = models.CharField(max_length=60, unique=True)
    call_parameters = models.JSONField()
    session_id = models.CharField(max_length=100, unique=True, null=True)
    session_url = models.CharField(max_length=1000, blank=True)
    intent_id = models.CharField(max_length=100, unique=True, null=True)
    method = models.CharField(max_length=20, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    # What `method` says where the organisation sends the money from its bank: no provider is asked.
    TRANSFER = "bank_transfer"
    # … and where a sponsor pays all of it, so that nothing is left to ask for.
    SPONSORED = "sponsored"
    METHODS = {
        "card": _("Card"),
        "alipay": _("Alipay"),
        "wechat_pay": _("WeChat Pay"),
        TRANSFER: _("Bank transfer"),
        SPONSORED: _("Paid by a sponsor"),
    }

    # Nobody knows yet how these end …
    OPEN = (Status.STARTED, Status.OPEN)
    # … and these stay as they are. One that ended unpaid may still find late money.
    DECIDED = (Status.PAID, Status.WRONG)

    class Meta:
        ordering = ["id"]
        constraints = [
            # Two sessions open at once could both be paid.
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(status__in=["started", "open"]),
                name="payment_one_open_an_order",
            )
        ]

    @property
    def method_name(self) -> str:
        """What the provider calls by another word stays as it says."""
        return str(self.METHODS.get(self.method, self.method))

    @property
    def by_transfer(self) -> bool:
        return self.method == self.TRANSFER


class Refund(models.Model):
    """Money on its way back to who paid: `amount_fen` to the buyer, `sponsor_fen` to the voucher a
    sponsor paid with. Goods count in the ledger on the day the provider
    confirmed it."""

    class Status(models.TextChoices):
        WANTED = "wanted", _("Being asked of the provider")
        PENDING = "pending", _("Under way")
        SUCCEEDED = "succeeded", _("Returned")
        FAILED = "failed", _("Failed")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds")
    amount_fen = models.PositiveBigIntegerField()
    sponsor_fen = models.PositiveBigIntegerField(default=0)
    freight_fen = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=300)
    before_shipping = models.BooleanField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WANTED)
    call_key = models.CharField(max_length=60, unique=True)
    call_parameters = models.JSONField()
    provider_id = models.CharField(max_length=100, unique=True, null=True)
    failure = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    # A refund the provider could not carry out is asked again as a row of its own.
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) | Q(sponsor_fen__gt=0), name="refund_above_zero"
            )
        ]


class RefundLine(models.Model):
    """What of a refund is for which order line: fen of goods, and grams where the goods came
    back."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="refund_lines")
    amount_fen = models.PositiveBigIntegerField()
    weight_g = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once")]


class ProviderEvent(models.Model):
    """A message of the payment provider, as it came. Its id makes the second coming harmless. A
    failure that stays is tried again, and told of, until somebody mends its cause."""

    event_id = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=60)
    body = models.JSONField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], name="event_unhandled", condition=Q(handled_at=None)
            )
        ]
