"""Officials keep the list of what is recognised as assistance goods."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from producers.cooperatives.forms import RecognitionEndForm, RecognitionForm
from producers.cooperatives.models import Cooperative, Recognition
from producers.cooperatives.recognising import end, recognise
from producers.regions.posts import posted
from shop.catalogue.keeping import catalogue_changed


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def recognition_list(request, *, postings):
    cooperatives = Cooperative.objects.answering_to(postings)
    form = RecognitionForm(request.POST or None, cooperatives=cooperatives)
    if form.is_valid() and recorded(form, request.user):
        messages.success(request, _("The recognition is recorded."))
        return redirect("recognitions")
    rows = Recognition.objects.answering_to(postings)
    page = Paginator(rows.select_related("cooperative", "county").order_by("-starts_on", "-id"), 50)
    return render(
        request,
        "approvals/recognition_list.html",
        {"form": form, "page_obj": page.get_page(request.GET.get("page"))},
    )


def recorded(form: RecognitionForm, user) -> bool:
    try:
        with transaction.atomic():
            recognise(form.save(commit=False), by=user)
            catalogue_changed()
    except ValidationError as refused:
        form.add_error("number", refused)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def recognition_end(request, pk, *, postings):
    row = get_object_or_404(
        Recognition.objects.answering_to(postings).select_related("cooperative"), pk=pk
    )
    form = RecognitionEndForm(request.POST or None, recognition=row)
    if form.is_valid():
        with transaction.atomic():
            end(row, by=request.user, **form.cleaned_data)
            catalogue_changed()
        messages.success(request, _("The last day is set."))
        return redirect("recognitions")
    return render(request, "approvals/recognition_end.html", {"form": form, "recognition": row})
