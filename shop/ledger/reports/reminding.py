"""Reminders by mail of reports that are due and not there: each official of the place, once."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.regions.models import Posting
from shop.ledger.reports.completeness import Missing, completeness
from shop.notices.telling import tell_each

# What became due earlier was told about, or is known.
DAYS_BACK = 31


def overdue() -> list[Missing]:
    """Reports that became due in the last month and are not there."""
    today = timezone.localdate()
    found = completeness(None, today - timedelta(days=3 * 366), today)
    since = today - timedelta(days=DAYS_BACK)
    return [gap for gap in found.missing if since <= gap.due_on < today]


def remind(gap: Missing) -> None:
    postings = Posting.objects.in_force().filter(region=gap.region).select_related("user")

    def write() -> str:
        subject = _("%(channel)s: the report of %(place)s is missing") % {
            "channel": gap.channel.name,
            "place": gap.region.name,
        }
        context = {"gap": gap, "address": settings.SITE_URL + reverse("reports")}
        return subject + "\n" + render_to_string("ledger/mail/missing.txt", context)

    tell_each(
        [posting.user for posting in postings],
        key=f"report-missing:{gap.expected.pk}:{gap.last}",
        write=write,
    )
