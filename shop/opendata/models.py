from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.ledger.append_only import AppendOnly


class OpenEdition(models.Model):
    """What was published of a month, as files: kept, so that they are the same bytes whenever they
    are fetched. A month's first edition is of the 20th after it; what is corrected later is another
    one, of a later 20th."""

    # Its first day.
    month = models.DateField()
    # What was recorded until this day began is counted.
    as_of = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    counties = models.PositiveSmallIntegerField()
    json = models.BinaryField()
    json_sha256 = models.CharField(max_length=64)
    csv = models.BinaryField()
    csv_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("edition of open data")
        verbose_name_plural = _("editions of open data")
        ordering = ["-month", "-as_of"]
        constraints = [
            # Two workers who publish at once publish one edition.
            models.UniqueConstraint(fields=["month", "as_of"], name="open_edition_once")
        ]
        indexes = [
            AppendOnly(name="openedition_refuses_update", refuses="update"),
            AppendOnly(name="openedition_refuses_delete", refuses="delete"),
        ]
