"""What happened to a report, one row after another; its status is the shadow of the last."""

from django.db.models import Q
from django.utils import timezone

from cms.users.models import User
from shop.ledger.models import ChannelReport
from shop.ledger.reports.models import ReportEvent


def happened(report: ChannelReport, kind: str, *, by: User | None, reason: str = "") -> None:
    ReportEvent.objects.create(report=report, kind=kind, at=timezone.now(), by=by, reason=reason)
    report.status = kind
    report.save(update_fields=["status"])


def latest_of(first: ChannelReport, *, besides: ChannelReport) -> ChannelReport:
    """The report that stands for the same sales until another corrects it."""
    of_the_same = ChannelReport.objects.filter(Q(pk=first.pk) | Q(corrects=first))
    return of_the_same.exclude(pk=besides.pk).order_by("-pk").first()
