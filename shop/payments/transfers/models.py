from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order
from shop.payments.models import Payment, Refund


class BankStatement(models.Model):
    """A file of the shop's bank account, as an operator brought it."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class BankLine(models.Model):
    """Money that came to the shop's bank account: a line of a statement, or one an operator read
    there and typed. Its key makes the second coming harmless."""

    class State(models.TextChoices):
        MATCHED = "matched", _("Taken as the payment of its order")
        SHORT = "short", _("Less than the order costs: the rest is missing")
        OVER = "over", _("More than the order costs")
        DOUBLE = "double", _("The order is paid already")
        LATE = "late", _("The order was let go, and its goods are not there any more")
        NOT_EXPECTED = "not_expected", _("The order is not to be paid by transfer")
        UNKNOWN = "unknown", _("Names no order")
        RETURNED = "returned", _("Sent back")

    # For an operator to put right.
    OPEN = (
        State.SHORT,
        State.OVER,
        State.DOUBLE,
        State.LATE,
        State.NOT_EXPECTED,
        State.UNKNOWN,
    )

    key = models.CharField(max_length=100, unique=True)
    statement = models.ForeignKey(BankStatement, models.PROTECT, null=True, related_name="lines")
    booked_on = models.DateField()
    amount_fen = models.PositiveBigIntegerField()
    payer = models.CharField(max_length=100, blank=True)
    account = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=15, choices=State.choices)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="bank_lines")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="bank_lines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-booked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="matched", payment__isnull=False)
                | (~Q(state="matched") & Q(payment=None)),
                name="bank_line_matched_pays",
            )
        ]
        indexes = [
            models.Index(
                fields=["-booked_on", "-id"],
                name="bank_line_open",
                condition=~Q(state__in=["matched", "returned"]),
            )
        ]


class BankLineEvent(models.Model):
    """What an operator did about a line: given to an order, or sent back under the bank's number.
    Appended only."""

    line = models.ForeignKey(BankLine, models.PROTECT, related_name="events")
    state = models.CharField(max_length=15, choices=BankLine.State.choices)
    note = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]


class Payout(models.Model):
    """What came by transfer was sent back from the bank: under which number, and who says so."""

    refund = models.OneToOneField(Refund, models.PROTECT, related_name="payout")
    bank_number = models.CharField(_("number of the bank"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
