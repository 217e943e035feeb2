"""Who is expected to report, and who has not."""

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from producers.regions.posts import posted
from shop.ledger.reach import Reaches
from shop.ledger.reports.completeness import of_those, period_of
from shop.ledger.reports.forms import ExpectedForm
from shop.ledger.reports.models import ExpectedReport

MOST_SHOWN = 300
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def reports_missing(request: HttpRequest, postings) -> HttpResponse:
    form = ExpectedForm(request.POST or None, postings=postings)
    if form.is_valid():
        form.expected()
        return redirect("reports_missing")
    first, last = days_asked(request.GET)
    expected = ExpectedReport.objects.visible_to(request.user).select_related("region", "channel")
    found = of_those(expected.filter(within(request.GET.get("place", ""))), first, last)
    context = {
        "form": form,
        "place": request.GET.get("place", "")[:6],
        "first": first,
        "last": last,
        "is_month": (first, last) == period_of(first, 1),
        "before": first - timedelta(days=1),
        "after": last + timedelta(days=1),
        "found": found,
        "missing": found.missing[:MOST_SHOWN],
        "expected": expected.filter(ends_on=None)[:MOST_SHOWN],
    }
    return render(
        request, "ledger/reports_missing.html", context, status=422 if form.errors else 200
    )


def days_asked(said) -> tuple[date, date]:
    """From a day to a day, as a page of figures asks; else a month."""
    try:
        first, last = (date.fromisoformat(said.get(name, "")) for name in ("since", "until"))
    except ValueError:
        return month_asked(said.get("month", ""))
    return max(first, EARLIEST), min(last, LATEST)


def within(place: str) -> Q:
    """What lies in a place, as a page of figures asks; all of one's own where none is named."""
    try:
        return Reaches().of(place).q("region__code")
    except ValueError:
        return Q()


def month_asked(said: str) -> tuple[date, date]:
    """A month such as 2026-07, else the one that ended last."""
    try:
        day = date.fromisoformat(f"{said}-01")
    except ValueError:
        day = timezone.localdate().replace(day=1) - timedelta(days=1)
    # The pages before and after lead to days that exist.
    day = min(max(day, EARLIEST), LATEST)
    return period_of(day, 1)


@require_POST
@posted
def report_expected_end(request: HttpRequest, pk: int, postings) -> HttpResponse:
    expected = get_object_or_404(
        ExpectedReport.objects.visible_to(request.user).filter(ends_on=None), pk=pk
    )
    expected.ends_on = max(expected.starts_on, timezone.localdate())
    expected.save(update_fields=["ends_on"])
    return redirect("reports_missing")
