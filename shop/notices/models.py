from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """Something told to somebody, once: `key` says what and about what, so that telling it again
    does nothing. The worker sends it after the transaction that caused it."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    key = models.CharField(max_length=100, unique=True)
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
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], name="notice_waiting", condition=Q(status="waiting"))
        ]
