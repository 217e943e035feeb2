from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something told to somebody, once: `key` says what and about what, so that telling it again
    does nothing. The worker sends it after the transaction that caused it, by the ways its reader
    chose."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        UNWANTED = "unwanted", _("Unwanted")

    class Kind(models.TextChoices):
        """What buyers are told of, and choose ways for."""

        PLACED = "placed", _("Order placed")
        APPROVED = "approved", _("Order approved")
        PAID = "paid", _("Payment received")
        SHIPPED = "shipped", _("Parcel shipped")
        ARRIVED = "arrived", _("Parcel waits at the hall")
        RECEIVED = "received", _("Parcel received")
        CANCELLED = "cancelled", _("Order cancelled")
        REFUNDED = "refunded", _("Refund confirmed")
        CLAIM = "claim", _("Answer to a claim")
        INVOICE = "invoice", _("Invoice issued")
        FAVOURITE = "favourite", _("A favourite is on sale again")

    key = models.CharField(max_length=100, unique=True)
    # Without a kind it is somebody's work, without a user a guest's: mailed in any case.
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notices"
    )
    email = models.EmailField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    failure = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    # Whoever sends it says so before: nobody else sends it meanwhile.
    begun_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    texted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], name="notice_waiting", condition=Q(status="waiting"))
        ]


class NoticeChoice(models.Model):
    """By which ways somebody wants to be told of one kind of event, where they said so."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=10, choices=Notice.Kind.choices)
    by_mail = models.BooleanField()
    by_phone = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once_a_kind")
        ]
