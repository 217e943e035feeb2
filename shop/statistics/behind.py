"""The page of the rows behind one figure that no question of the pages of figures asks for: what a
target reached, what a unit bought, what a project led to."""

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shop.statistics.forms import MomentForm
from shop.statistics.paging import KeysetPage
from shop.statistics.snapshot import one_snapshot
from shop.statistics.sources import MEASURES_OF_ENTRIES


def rows_page(
    request: HttpRequest, found: QuerySet, *, of: str, back: str, **asked
) -> HttpResponse:
    """`of` says what the rows add up to, `back` is the address of the page with the figure, the
    rest what the address of this one says beside the moment."""
    as_of = MomentForm.said(request.GET)
    then = found.filter(recorded_at__lte=as_of) if as_of else found
    ordered = then.as_listed().order_by("-occurred_on", "-pk")
    with one_snapshot():
        told = {
            "of": of,
            "back": back,
            "asked": asked,
            "as_of": as_of,
            "sums": sums_of(then),
            "page": KeysetPage(ordered, after=request.GET.get("after", "")),
        }
        if as_of:
            told["corrected_fen"] = sums_of(found)["amount_fen"] or 0
    return render(request, "statistics/behind.html", told)


def sums_of(rows: QuerySet) -> dict:
    """What stands on the page of a figure, added up anew: how many rows, fen, grams and orders, as
    parcels and as products in parcels; of no rows no fen."""
    return rows.aggregate(**MEASURES_OF_ENTRIES, amount_fen=Sum("amount_fen"))
