from django.db import models


class PeriodicJob(models.Model):
    """When a periodic job was last asked for, begun and done, and what was wrong the last time."""

    name = models.CharField(max_length=60, primary_key=True)
    asked_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
