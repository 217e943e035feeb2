"""Reports of sales made elsewhere: handed in by officials, read by those they concern."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from producers.regions.posts import posted
from shop.ledger.models import ChannelReport, Entry
from shop.ledger.reports.faults import ReportRefused
from shop.ledger.reports.forms import ReportForm
from shop.ledger.reports.importing import import_report

PER_PAGE = 30
# A file in which every row is wrong would make a page nobody reads.
MOST_FAULTS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def reports(request: HttpRequest, postings) -> HttpResponse:
    handed_in = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*handed_in)
    faults, rehearsed = [], None
    if form.is_valid():
        file, channel = form.cleaned_data["file"], form.cleaned_data["channel"]
        rehearse = "rehearse" in request.POST
        try:
            outcome = import_report(
                file.read(),
                name=file.name,
                channel_code=channel.code,
                by=request.user,
                dry_run=rehearse,
            )
        except ReportRefused as refused:
            faults = refused.faults
        else:
            if rehearse:
                rehearsed = outcome
            elif outcome.report:
                say_what_was_stored(request, outcome)
                return redirect("report", pk=outcome.report.pk)
            else:
                messages.info(request, _("Every line of this file was stored before."))
                return redirect("reports")
    found = ChannelReport.objects.visible_to(request.user).select_related("channel", "handed_in_by")
    context = {
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "faults_count": len(faults),
        "rehearsed": rehearsed,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "ledger/reports.html", context, status=status)


def say_what_was_stored(request: HttpRequest, outcome) -> None:
    stored = ngettext("%(count)s line is stored.", "%(count)s lines are stored.", outcome.new)
    messages.success(request, stored % {"count": outcome.new})
    if outcome.duplicates:
        again = ngettext(
            "%(count)s line was stored before and is not counted again.",
            "%(count)s lines were stored before and are not counted again.",
            outcome.duplicates,
        )
        messages.info(request, again % {"count": outcome.duplicates})


@require_safe
@posted
def report(request: HttpRequest, pk: int, postings) -> HttpResponse:
    """A report with the rows of the ledger it became, as far as they concern the reader."""
    shown = get_object_or_404(
        ChannelReport.objects.visible_to(request.user).select_related("channel", "handed_in_by"),
        pk=pk,
    )
    entries = (
        Entry.objects.visible_to(request.user)
        .filter(report_line__report=shown)
        .select_related("report_line")
        .order_by("report_line__row", "id")
    )
    context = {
        "report": shown,
        "page_obj": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "ledger/report.html", context)
