from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from producers.regions.dividing import Division, divisions
from producers.regions.models import Region
from producers.regions.posts import posted
from producers.regions.resolving import codes_counting_for
from shop.ledger.confirming import unconfirmed
from shop.ledger.models import Entry
from shop.ledger.reach import Reaches
from shop.statistics import asking, choices, exports, trail
from shop.statistics.asked import Asked
from shop.statistics.behind import sums_of
from shop.statistics.dispatch_mail import is_wanted_by
from shop.statistics.explaining import explained
from shop.statistics.forms import OF_ROWS, QuestionForm
from shop.statistics.keys import rows_behind
from shop.statistics.pages import OVERVIEW, Page
from shop.statistics.paging import KeysetPage
from shop.statistics.sentences import sentences_of
from shop.statistics.sheet import Sheet, sheet_of
from shop.statistics.snapshot import one_snapshot

# More rows than this are not taken away at once, and never a part of them unsaid.
MOST_EXPORTED = 50_000
# A signed export is written part by part, and stays small in memory.
MOST_SIGNED = 1_000_000
# What a line is of, and its key.
KEYS_OF_LINE = [("by", "key"), ("across", "across_key")]


@require_safe
@posted
def statistics(request: HttpRequest, postings: list, page: Page = OVERVIEW) -> HttpResponse:
    form = form_of(request, postings, by=page.by)
    form.offer_places()
    sheet = sheet_of(form, page) if form.is_valid() else None
    return shown(request, form, page, sheet)


def shown(request, form: QuestionForm, page: Page, sheet: Sheet | None, *, status: int = 200):
    told = {
        "form": form,
        "page": page,
        "here": trail.address_of(page),
        "neighbours": trail.neighbours(page, sheet and sheet.asked),
        "products": choices.products_grown_in(form.reach_of_origin, form.products, form.postings),
    }
    if page.is_mailed:
        told["is_mail_wanted"] = is_wanted_by(request.user)
    if sheet:
        told |= {
            "sheet": sheet,
            "sentences": sentences_of(sheet),
            "explained": explained(sheet),
            "places_above": trail.places_above(sheet.asked),
            "left_away": trail.left_away(sheet.asked),
            "divisions": divisions_of(sheet.asked),
            "as_of": sheet.asked.said["as_of"],
            "told": form.told(),
            "asked": urlencode(form.told()),
        }
    return render(request, "statistics/statistics.html", told, status=status)


def divisions_of(asked: Asked) -> list[Division]:
    """How the county asked for was divided: what was sold there before counts for it alone."""
    place = asked.form.places.get(asked.said["region"])
    is_county = place and place.level == Region.Level.COUNTY
    return divisions(codes_counting_for(place.code, asked.form.reaches.moved)) if is_county else []


@require_safe
@posted
def export(
    request: HttpRequest, postings: list, suffix: str, page: Page = OVERVIEW
) -> HttpResponse:
    form = form_of(request, postings, by=page.by)
    if not form.is_valid():
        return shown(request, form, page, None, status=400)
    with one_snapshot():
        moment = moment_of(form)
        sheet = sheet_of(form, page)
    return exports.exported(
        request,
        file=f"statistics.{suffix}",
        tables=exports.tables_of(sheet),
        again=exports.seen_again(sheet.asked.page_url(page.slug, as_of=moment), moment),
    )


@require_safe
@posted
def rows(request: HttpRequest, postings: list) -> HttpResponse:
    form = form_of(request, postings)
    with one_snapshot():
        found = rows_of(request, form)
        page = KeysetPage(found, after=request.GET.get("after", ""))
        told = {"form": form, "sums": sums_of(found), "page": page}
        if as_of := form.cleaned_data["as_of"]:
            now = sums_of(rows_of(request, form, as_of=None))
            told |= {"as_of": as_of, "corrected_fen": now["amount_fen"] or 0}
    told["told"] = told_of_rows(request, form)
    return render(request, "statistics/rows.html", told)


@require_safe
@posted
def export_rows(request: HttpRequest, postings: list, suffix: str) -> HttpResponse:
    form = form_of(request, postings)
    moment = moment_of(form)
    found = list(rows_of(request, form, as_of=moment)[: MOST_EXPORTED + 1])
    if len(found) > MOST_EXPORTED:
        messages.error(
            request,
            _(
                "More than %(most)s rows are not exported at once: take them month by month, or "
                "all of them as the signed ZIP, which holds up to %(signed)s."
            )
            % {"most": MOST_EXPORTED, "signed": MOST_SIGNED},
        )
        return redirect(f"{reverse('statistics_rows')}?{request.GET.urlencode()}")
    told = told_of_rows(request, form, as_of=moment)
    return exports.exported(
        request,
        file=f"rows.{suffix}",
        tables={_("Rows"): exports.rows_table(found)},
        again=exports.seen_again(f"{reverse('statistics_rows')}?{urlencode(told)}", moment),
    )


def told_of_rows(request: HttpRequest, form: QuestionForm, **changes) -> dict[str, str]:
    said = {name: form.cleaned_data[name] for name in OF_ROWS if name in request.GET}
    return form.told(**said, **changes)


def moment_of(form: QuestionForm) -> datetime:
    """Until when what it asks was recorded."""
    return form.cleaned_data.get("as_of") or timezone.now()


def form_of(request: HttpRequest, postings: list, *, by: str = "") -> QuestionForm:
    form = QuestionForm(request.GET, postings=postings, reaches=Reaches(), by=by)
    form.is_valid()
    if not form.is_own:
        raise Http404
    return form


def rows_of(request: HttpRequest, form: QuestionForm, **changes):
    """The rows of a figure; a question that cannot be understood has none."""
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    keys = {asked[by]: asked[key] for by, key in KEYS_OF_LINE if key in request.GET}
    try:
        found = rows_behind(form.question(**changes), keys=keys, reaches=form.reaches)
    except asking.Unknown:
        raise Http404 from None
    own = found & Entry.objects.visible_to(request.user)
    if asked["unconfirmed"]:
        own = unconfirmed(own)
    return own.as_listed().order_by("-occurred_on", "-pk")
