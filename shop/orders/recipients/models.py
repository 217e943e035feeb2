from django.conf import settings
from django.db import models

from shop.buyers.models import Organisation
from shop.orders.codes import new_token


class RecipientListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, of an organisation one still orders for."""
        own = Organisation.objects.of_member(user)
        return self.filter(by=user, organisation__in=own)


class RecipientList(models.Model):
    """Whom an organisation means to send to, as somebody's file said it, until it is ordered. Its
    rows name people: one that is not ordered is forgotten after a day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    # Of the order it becomes.
    token = models.CharField(max_length=32, unique=True, default=new_token)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RecipientListQuerySet.as_manager()
