"""Open data for everybody: pages, and the files that programs fetch from any site."""

import json
from datetime import date
from itertools import groupby

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.opendata.files import DEFINITIONS, definitions
from shop.opendata.models import OpenEdition
from shop.opendata.withholding import LEAST_ORDERS

HOUR = 3600
YEAR = 365 * 24 * HOUR
MONTHS_ON_A_PAGE = 24
KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
FOR_EVERY_SITE = {"Access-Control-Allow-Origin": "*"}


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    page = Paginator(months(), MONTHS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {"page_obj": page, "definitions": DEFINITIONS, "least": LEAST_ORDERS}
    return render(request, "opendata/months.html", shown)


@require_safe
def open_month(request: HttpRequest, month: date) -> HttpResponse:
    """A month as its latest edition says it, and its totals as the first did."""
    editions = list(OpenEdition.objects.filter(month=month).defer("csv"))
    if not editions:
        raise Http404
    latest, first = (json.loads(bytes(editions[number].json)) for number in (0, -1))
    name = "name_en" if get_language() == "en" else "name_zh"
    shown = {
        "month": month,
        "editions": editions,
        "counties": named(latest["counties"], name),
        "provinces": named(first["provinces"], name),
        "country": first["country"],
        "least": LEAST_ORDERS,
    }
    return render(request, "opendata/month.html", shown)


def named(cells: list[dict], name: str) -> list[dict]:
    """Who sold most first."""
    cells = [{**cell, "name": cell[name]} for cell in cells]
    return sorted(cells, key=lambda cell: (-cell["amount_fen"], cell["code"]))


@require_safe
@cache_control(public=True, max_age=HOUR)
def open_index(request: HttpRequest) -> HttpResponse:
    said = {
        "definitions": definitions(),
        "months": [
            {"month": f"{month:%Y-%m}", "editions": [edition_said(one) for one in editions]}
            for month, editions in months()
        ],
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False}, headers=FOR_EVERY_SITE)


def months() -> list[tuple[date, list[OpenEdition]]]:
    """The latest first, as are the editions of each."""
    editions = OpenEdition.objects.defer("json", "csv")
    return [(month, list(those)) for month, those in groupby(editions, lambda one: one.month)]


def edition_said(edition: OpenEdition) -> dict:
    said = {"as_of": edition.as_of.isoformat(), "counties": edition.counties}
    for suffix in KINDS:
        address = reverse("open_edition", args=[edition.month, edition.as_of, suffix])
        digest = getattr(edition, f"{suffix}_sha256")
        said[suffix] = {"url": settings.SITE_URL + address, "sha256": digest}
    return said


@require_safe
@cache_control(public=True, max_age=HOUR)
def open_latest(request: HttpRequest, month: date, suffix: str) -> HttpResponse:
    edition = OpenEdition.objects.filter(month=month).only("month", "as_of", suffix).first()
    if edition is None:
        raise Http404
    return file_of(edition, suffix)


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def open_edition(request: HttpRequest, month: date, as_of: date, suffix: str) -> HttpResponse:
    editions = OpenEdition.objects.only("month", "as_of", suffix)
    return file_of(get_object_or_404(editions, month=month, as_of=as_of), suffix)


def file_of(edition: OpenEdition, suffix: str) -> HttpResponse:
    name = f"shanhuo-{edition.month:%Y-%m}-{edition.as_of}.{suffix}"
    disposition = f'inline; filename="{name}"'
    headers = {**FOR_EVERY_SITE, "Content-Disposition": disposition}
    return HttpResponse(bytes(getattr(edition, suffix)), KINDS[suffix], headers=headers)
