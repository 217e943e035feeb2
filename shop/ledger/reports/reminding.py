"""Reminders by mail of reports that are due and not there: each official of the place, once."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from producers.regions.models import Posting
from shop.ledger.reports.completeness import Missing, completeness
from shop.notices.telling import tell

# What became due earlier was told about, or is known.
DAYS_BACK = 31


def overdue() -> list[Missing]:
    """Reports that became due in the last month and are not there."""
    today = timezone.localdate()
    found = completeness(None, today - timedelta(days=3 * 366), today)
    since = today - timedelta(days=DAYS_BACK)
    return [gap for gap in found.missing if since <= gap.due_on < today]


def remind(gap: Missing) -> None:
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"gap": gap, "address": settings.SITE_URL + reverse("reports")}
        subject = _("%(channel)s: the report of %(place)s is missing") % {
            "channel": gap.channel.name,
            "place": gap.region.name,
        }
        body = render_to_string("ledger/mail/missing.txt", context)
    for posting in Posting.objects.in_force().filter(region=gap.region).select_related("user"):
        tell(
            key=f"report-missing:{gap.expected.pk}:{gap.last}:{posting.user_id}",
            email=posting.user.email,
            language=language,
            subject=subject,
            body=body,
        )
