"""A file somebody brought and has not handed in yet: how far it is, what is wrong, what it adds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from producers.regions.posts import posted
from shop.ledger.reports import uploading
from shop.ledger.reports.forms import MeaningForm
from shop.ledger.reports.models import ReportUpload

Status = ReportUpload.Status


@require_safe
@posted
def report_upload(request: HttpRequest, pk: int, postings) -> HttpResponse:
    upload = brought_by(request.user, pk)
    if upload.report_id:
        return redirect("report", pk=upload.report_id)
    context = {
        "upload": upload,
        "progress": uploading.progress_of(upload),
        "last": uploading.last_of_the_source(upload) if upload.status == Status.READ else None,
        "form": MeaningForm(faults=upload.faults) if upload.has_proposals else None,
    }
    return render(request, "ledger/report_upload.html", context)


def brought_by(user, pk: int) -> ReportUpload:
    found = ReportUpload.objects.visible_to(user).select_related(
        "channel", "region", "profile", "corrects", "report"
    )
    return get_object_or_404(found, pk=pk)


@require_POST
@posted
def report_upload_meanings(request: HttpRequest, pk: int, postings) -> HttpResponse:
    upload = brought_by(request.user, pk)
    form = MeaningForm(request.POST, faults=upload.faults)
    if upload.status == Status.REFUSED and form.is_valid():
        uploading.explain(upload, form.meanings(), by=request.user)
    else:
        messages.error(request, _("Choose what at least one of the words means."))
    return redirect("report_upload", pk=pk)


@require_POST
@posted
def report_upload_handing_in(request: HttpRequest, pk: int, postings) -> HttpResponse:
    upload = brought_by(request.user, pk)
    if upload.status == Status.READ:
        uploading.begin(upload, Status.POSTING)
    if upload.status == Status.POSTED and not upload.report_id:
        messages.info(request, _("Every line of this file was stored before."))
    return redirect("report_upload", pk=pk)


@require_POST
@posted
def report_upload_removal(request: HttpRequest, pk: int, postings) -> HttpResponse:
    upload = brought_by(request.user, pk)
    if upload.status in (Status.READ, Status.REFUSED):
        upload.delete()
        messages.info(request, _("The file is removed. Nothing of it was stored."))
    return redirect("reports")
