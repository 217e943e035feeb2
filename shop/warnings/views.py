from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from producers.regions.posts import posted
from shop.catalogue.models import Product
from shop.warnings import deciding
from shop.warnings.forms import AnswerForm, AssignForm, FilterForm, KeepForm
from shop.warnings.models import Finding
from shop.warnings.wording import words

PER_PAGE = 30


@require_safe
@posted
def findings(request: HttpRequest, postings) -> HttpResponse:
    seen = Finding.objects.visible_to(request.user)
    form = FilterForm(request.GET)
    asked = {}
    if form.is_valid():
        asked = {name: value for name, value in form.cleaned_data.items() if value}
        shown = seen.filter(**asked)
    else:
        shown = seen.none()
    page = Paginator(shown.select_related("county", "assigned_to"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for finding in page:
        finding.words = words(finding)
    return render(
        request,
        "warnings/findings.html",
        {"form": form, "asked": asked, "page_obj": page, "rules": false_alarms(seen)},
    )


def false_alarms(seen) -> list[dict]:
    """Of each rule how many were found and closed, and how many of the closed were false alarms."""
    counted = seen.values("rule").annotate(
        found=Count("pk"),
        closed=Count("pk", filter=Q(status__in=Finding.CLOSED)),
        false=Count("pk", filter=Q(status=Finding.Status.FALSE_ALARM)),
    )
    return [
        {**row, "label": Finding.Rule(row["rule"]).label, "share": share(row)}
        for row in counted.order_by("rule")
    ]


def share(row: dict) -> float | None:
    return row["false"] / row["closed"] if row["closed"] else None


def finding_of(request: HttpRequest, pk: int) -> Finding:
    return get_object_or_404(
        Finding.objects.visible_to(request.user).select_related("county", "assigned_to"), pk=pk
    )


@require_safe
@posted
def finding(request: HttpRequest, pk: int, postings) -> HttpResponse:
    shown = finding_of(request, pk)
    # A waybill may stand at sales of another county, too.
    rows = shown.rows.visible_to(request.user).as_listed().with_what_stands().order_by("pk")
    context = {
        "finding": shown,
        "words": words(shown),
        "rows": rows,
        "rows_address": rows_address(shown),
        "concerns_reader": shown.concerns(request.user),
        "events": shown.events.select_related("by", "to"),
        "assign_form": AssignForm(finding=shown),
        "answer_form": AnswerForm(),
    }
    return render(request, "warnings/finding.html", context)


def rows_address(shown: Finding) -> str:
    """Where all rows of what a county sold in a year are listed; of the other rules it has some."""
    if shown.rule != Finding.Rule.BEYOND_OUTPUT:
        return ""
    year, name = shown.said["year"], shown.said.get("product")
    product = name and Product.objects.called(name, county=shown.county_id)
    asked = {"since": f"{year}-01-01", "until": f"{year}-12-31", "side": "origin"}
    asked |= {"region": shown.county_id}
    asked |= {"product": product.key} if product else {}
    return f"{reverse('statistics_rows')}?{urlencode(asked)}"


@require_POST
@posted
def finding_decision(request: HttpRequest, pk: int, postings) -> HttpResponse:
    """What the button that was pressed says."""
    shown = finding_of(request, pk)
    decide = DECISIONS.get(request.POST.get("do"))
    try:
        if decide is None:
            raise ValidationError(_("Press one of the buttons of this page."))
        decide(request, shown)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("It is written down."))
    return redirect("finding", pk=shown.pk)


def valid(form):
    """What was typed. Raises ValidationError with what is wrong with it."""
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    return form.cleaned_data


def assign(request: HttpRequest, shown: Finding) -> None:
    typed = valid(AssignForm(request.POST, finding=shown))
    deciding.assign(shown, to=typed["to"], by=request.user)


def answer(request: HttpRequest, shown: Finding) -> None:
    deciding.answer(shown, text=valid(AnswerForm(request.POST))["text"], by=request.user)


def confirm(request: HttpRequest, shown: Finding) -> None:
    text = valid(AnswerForm(request.POST))["text"]
    deciding.close(shown, confirmed=True, text=text, by=request.user)


def call_false(request: HttpRequest, shown: Finding) -> None:
    text = valid(AnswerForm(request.POST))["text"]
    deciding.close(shown, confirmed=False, text=text, by=request.user)


def keep(request: HttpRequest, shown: Finding) -> None:
    typed = valid(KeepForm(request.POST))
    deciding.keep_one(shown, kept=typed["kept"], text=typed["text"], by=request.user)


DECISIONS = {
    "assign": assign,
    "answer": answer,
    "confirm": confirm,
    "false": call_false,
    "keep": keep,
}
