"""The pages on which officials confirm what another place reports, or attach the paper that shows
it."""

import re

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from producers.regions.posts import posted
from shop.ledger.confirming import attach, by_report, confirm, waiting_for
from shop.ledger.models import ChannelReport, Evidence
from shop.ledger.reports.reviewing import may_read_whole

PER_PAGE = 50
LARGEST_PAPER = 10 * 1024 * 1024
# What each begins with: a name says nothing of what is in a file.
PAPERS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n"}


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("Contract, receipt or delivery note"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(PAPERS)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PAPER:
            raise forms.ValidationError(_("The file is larger than 10 MB. Choose a smaller one."))
        if type_of(file.read(8)) is None:
            raise forms.ValidationError(_("This is no PDF, JPEG or PNG file. Choose another."))
        file.seek(0)
        return file


def type_of(beginning: bytes) -> str | None:
    found = (kind for kind, sign in PAPERS.items() if beginning.startswith(sign))
    return next(found, None)


@require_safe
@posted
def confirmations(request: HttpRequest, postings) -> HttpResponse:
    return render(
        request, "ledger/confirmations.html", {"waiting": by_report(waiting_for(request.user))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def confirmation(request: HttpRequest, pk: int, postings) -> HttpResponse:
    """The sales of a report that wait for the reader: all, or those chosen, are confirmed."""
    report = get_object_or_404(ChannelReport.objects.visible_to(request.user), pk=pk)
    sales = waiting_for(request.user, report=report).order_by("report_line__row", "pk")
    if request.method == "POST":
        if "all" not in request.POST:
            chosen = [key for key in request.POST.getlist("sale") if re.fullmatch(r"\d{1,18}", key)]
            sales = sales.filter(pk__in=chosen[:PER_PAGE])
        confirmed = confirm(sales, by=request.user)
        said = ngettext("%(count)s sale is confirmed.", "%(count)s sales are confirmed.", confirmed)
        messages.success(request, said % {"count": confirmed})
        return redirect("confirmations")
    context = {
        "report": report,
        "page_obj": Paginator(sales.select_related("report_line"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "amount_fen": sales.aggregate(sum=Sum("amount_fen"))["sum"] or 0,
    }
    return render(request, "ledger/confirmation.html", context)


@require_POST
@posted
def evidence_new(request: HttpRequest, pk: int, postings) -> HttpResponse:
    """By whoever handed the report in: it is their word that the paper stands behind."""
    report = get_object_or_404(ChannelReport.objects.filter(handed_in_by=request.user), pk=pk)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        attach(report, form.cleaned_data["file"], by=request.user)
        messages.success(request, _("The paper is kept with the report."))
    else:
        messages.error(request, " ".join(form.errors["file"]))
    return redirect("report", pk=report.pk)


@require_safe
@posted
def evidence(request: HttpRequest, pk: int, postings) -> HttpResponse:
    """The paper, for whoever may read all of its report."""
    found = get_object_or_404(Evidence, pk=pk)
    report = get_object_or_404(
        ChannelReport.objects.visible_to(request.user).select_related("region"), pk=found.report_id
    )
    if not may_read_whole(report, request.user, postings):
        raise Http404
    return HttpResponse(
        bytes(found.content),
        content_type=type_of(bytes(found.content[:8])),
        headers={"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"},
    )
