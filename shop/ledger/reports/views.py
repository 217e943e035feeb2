"""Reports of sales made elsewhere: brought by officials, read by those they concern, accepted or
returned by the place above."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from producers.regions.posts import posted
from shop.ledger.models import ChannelReport, Entry
from shop.ledger.reports import reviewing, uploading
from shop.ledger.reports.forms import CorrectionForm, ReasonForm, ReportForm
from shop.ledger.reports.models import ReportUpload

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def reports(request: HttpRequest, postings) -> HttpResponse:
    handed_in = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*handed_in, postings=postings)
    refused = None
    if form.is_valid():
        upload = form.upload(by=request.user)
        if is_kept(upload):
            return redirect("report_upload", pk=upload.pk)
        refused = upload
    found = ChannelReport.objects.visible_to(request.user)
    found = found.select_related("channel", "region", "handed_in_by")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "refused": refused,
        "uploads": waiting_of(request.user),
        "page_obj": page,
        "counted": [
            one for one in page if reviewing.reports_or_reviews(one, request.user, postings)
        ],
    }
    status = 422 if refused or form.errors else 200
    return render(request, "ledger/reports.html", context, status=status)


def is_kept(upload: ReportUpload) -> bool:
    """A small file that is wrong in ways no word explains is not kept: it has to be mended."""
    if not uploading.is_small(upload):
        uploading.begin(upload, ReportUpload.Status.READING)
        return True
    uploading.read(upload)
    if upload.status == ReportUpload.Status.REFUSED and not upload.has_proposals:
        return False
    upload.save()
    return True


def waiting_of(user):
    """Files they brought and have not handed in yet."""
    uploads = ReportUpload.objects.visible_to(user).exclude(status=ReportUpload.Status.POSTED)
    return uploads.select_related("channel", "region").defer("content", "faults", "preview")


@require_safe
@posted
def report(request: HttpRequest, pk: int, postings) -> HttpResponse:
    """A report with the rows of the ledger it became, as far as they concern the reader."""
    shown = seen_by(request.user, pk)
    entries = (
        Entry.objects.visible_to(request.user)
        .filter(report_line__report=shown)
        .select_related("report_line")
        .order_by("report_line__row", "id")
    )
    counts = shown.status in ChannelReport.COUNTED
    reviews = counts and reviewing.may_review(shown, postings)
    withdraws = reviewing.may_withdraw(shown, request.user, postings)
    resting = ()
    if shown.first_day and (reviews or (counts and withdraws)):
        resting = reviewing.resting_on(shown).visible_to(request.user)
    context = {
        "report": shown,
        "events": shown.events.select_related("by"),
        "corrections": shown.first_of_its_sales.corrections.order_by("pk"),
        "whole": reviewing.may_read_whole(shown, request.user, postings),
        "reviews": reviews,
        "resting": resting,
        "withdraws": counts and withdraws,
        "corrects": withdraws and shown.status != ChannelReport.Status.REPLACED,
        "reason": ReasonForm(auto_id="%s"),
        "page_obj": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "ledger/report.html", context)


def seen_by(user, pk: int) -> ChannelReport:
    found = ChannelReport.objects.visible_to(user)
    return get_object_or_404(found.select_related("channel", "region", "handed_in_by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def report_correction(request: HttpRequest, pk: int, postings) -> HttpResponse:
    shown = seen_by(request.user, pk)
    if not reviewing.may_withdraw(shown, request.user, postings):
        raise Http404
    handed_in = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CorrectionForm(*handed_in)
    refused = None
    if form.is_valid():
        upload = form.upload(shown, by=request.user)
        if is_kept(upload):
            return redirect("report_upload", pk=upload.pk)
        refused = upload
    context = {"report": shown, "form": form, "refused": refused}
    status = 422 if refused or form.errors else 200
    return render(request, "ledger/report_correction.html", context, status=status)


@require_POST
@posted
def report_acceptance(request: HttpRequest, pk: int, postings) -> HttpResponse:
    shown = seen_by(request.user, pk)
    if not reviewing.may_review(shown, postings):
        raise Http404
    try:
        reviewing.accept(shown, by=request.user)
        messages.success(request, _("The report is accepted."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("report", pk=pk)


@require_POST
@posted
def report_return(request: HttpRequest, pk: int, postings) -> HttpResponse:
    shown = seen_by(request.user, pk)
    if not reviewing.may_review(shown, postings):
        raise Http404
    return with_reason(request, shown, reviewing.give_back, _("The report is returned."))


@require_POST
@posted
def report_withdrawal(request: HttpRequest, pk: int, postings) -> HttpResponse:
    shown = seen_by(request.user, pk)
    if not reviewing.may_withdraw(shown, request.user, postings):
        raise Http404
    return with_reason(request, shown, reviewing.withdraw, _("The report is withdrawn."))


def with_reason(request: HttpRequest, shown: ChannelReport, verb, done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a reason: nothing was changed."))
        return redirect("report", pk=shown.pk)
    try:
        verb(shown, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, done)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("report", pk=shown.pk)
