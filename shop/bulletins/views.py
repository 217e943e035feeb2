from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from producers.regions.posts import posted
from shop.bulletins.closing import close, reopen
from shop.bulletins.confirming import pairings_seen_by
from shop.bulletins.correcting import corrected, entries_of
from shop.bulletins.drawing import rows_written
from shop.bulletins.forms import ClosingForm, ReopeningForm
from shop.bulletins.models import Closing
from shop.bulletins.months import months_that_are_over
from shop.paper import qr_svg
from shop.statistics import exports
from shop.statistics.signing import public_pem

ON_A_PAGE = 50
# Of what arrived later a page shows the first rows; its exports hold all.
MOST_SHOWN = 200
KINDS = {
    "pdf": "application/pdf",
    "xlsx": exports.XLSX,
    "zip": "application/zip",
}


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def bulletins(request: HttpRequest, postings: list) -> HttpResponse:
    form = ClosingForm(request.POST or None, postings=postings)
    if form.is_valid():
        try:
            return redirect(close(**form.cleaned_data, by=request.user))
        except ValidationError as error:
            form.add_error("first", error)
    return render(
        request,
        "bulletins/bulletins.html",
        {
            "form": form if form.fields["region"].queryset else None,
            "page_obj": listed(request.user).get_page(request.GET.get("page")),
            "pairings": pairings_seen_by(postings)[:ON_A_PAGE],
            "latest_month": months_that_are_over()[0][0],
        },
        status=400 if form.errors else 200,
    )


def listed(user) -> Paginator:
    """With the total of each; the rest of its figures may be long."""
    closings = Closing.objects.visible_to(user).select_related("region", "bulletin")
    shown = closings.defer("bulletin__figures", "bulletin__entries")
    return Paginator(shown.annotate(total=F("bulletin__figures__total")), ON_A_PAGE)


@require_safe
@posted
def bulletin(request: HttpRequest, postings: list, code: str) -> HttpResponse:
    closing = closing_of(request, code)
    shown = {"closing": closing, "qr": qr_svg(closing.address)}
    if not closing.is_drawn_up:
        shown["rows_written"] = rows_written(closing)
        return render(request, "bulletins/waiting.html", shown)
    same_period = Closing.objects.filter(
        region=closing.region, first=closing.first, last=closing.last
    )
    now = corrected(closing)
    latest = max(same_period, key=lambda one: one.number)
    shown |= {
        "now": now,
        "rows_reported": rows_url(closing, as_of=localtime(closing.bulletin.closed_at).isoformat()),
        "rows_corrected": rows_url(closing),
        "arrived": list(entries_of(now.arrived[:MOST_SHOWN])),
        "gone": list(entries_of(now.gone[:MOST_SHOWN])),
        "files": closing.bulletin.files.defer("content"),
        "same_period": same_period,
        "latest": latest,
        "own_pairings": {pairing.code for pairing in pairings_seen_by(postings)},
        "reopening": ReopeningForm() if may_reopen(closing, latest, postings) else None,
    }
    return render(request, "bulletins/bulletin.html", shown)


def rows_url(closing: Closing, **more: str) -> str:
    """Where the rows of the period are listed; a figure of a part adds `by` and `key`."""
    asked = {
        "since": closing.first.isoformat(),
        "until": closing.last.isoformat(),
        "side": closing.side,
        "region": closing.region_id,
        **more,
    }
    return f"{reverse('statistics_rows')}?{urlencode(asked)}"


def may_reopen(closing: Closing, latest: Closing, postings: list) -> bool:
    """Whose region it is, and not while the next one is being drawn up."""
    own = any(posting.region_id == closing.region_id for posting in postings)
    return own and closing == latest


@require_POST
@posted
def reopening(request: HttpRequest, postings: list, code: str) -> HttpResponse:
    closing = closing_of(request, code)
    if not any(posting.region_id == closing.region_id for posting in postings):
        raise Http404
    form = ReopeningForm(request.POST)
    if not form.is_valid() or not closing.is_drawn_up:
        messages.error(request, _("Say why the period is opened again. Nothing was changed."))
        return redirect(closing)
    return redirect(reopen(closing, reason=form.cleaned_data["reason"], by=request.user))


@require_safe
@posted
def file(request: HttpRequest, postings: list, code: str, suffix: str) -> HttpResponse:
    closing = closing_of(request, code)
    kept = get_object_or_404(closing.bulletin.files, suffix=suffix) if closing.is_drawn_up else None
    if kept is None:
        raise Http404
    return exports.handed_out(
        request,
        bytes(kept.content),
        kind=KINDS[suffix],
        file=f"bulletin-{code}.{suffix}",
        rows=closing.bulletin.rows,
    )


@require_safe
@posted
def later(request: HttpRequest, postings: list, code: str, suffix: str) -> HttpResponse:
    """What makes the difference between reported and corrected, as a table."""
    closing = closing_of(request, code)
    if not closing.is_drawn_up:
        raise Http404
    now = corrected(closing)
    return exports.exported(
        request,
        file=f"later-{code}.{suffix}",
        tables={
            _("Arrived later"): exports.rows_table(entries_of(now.arrived)),
            _("Counted elsewhere"): exports.rows_table(entries_of(now.gone)),
        },
    )


@require_safe
def signing_key(request: HttpRequest) -> HttpResponse:
    """By which anybody checks what we signed."""
    return HttpResponse(public_pem(), "application/x-pem-file")


def closing_of(request: HttpRequest, code: str) -> Closing:
    region, *months, number = code.split("-")
    first, last = months[0], months[-1]
    closings = Closing.objects.visible_to(request.user).select_related("region", "bulletin")
    return get_object_or_404(
        closings,
        region=region,
        first__year=first[:4],
        first__month=first[4:],
        last__year=last[:4],
        last__month=last[4:],
        number=number,
    )
