"""The page of the rows behind one figure that no question of the pages of figures asks for: what a
target reached, what a unit bought, what a project led to."""

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shop.statistics.paging import KeysetPage
from shop.statistics.snapshot import one_snapshot


def rows_page(request: HttpRequest, found: QuerySet, *, of: str, back: str) -> HttpResponse:
    """`of` says what the rows add up to, `back` is the address of the page with the figure."""
    ordered = found.select_related("channel", "report_line__report").order_by("-occurred_on", "-pk")
    with one_snapshot():
        sums = found.aggregate(
            count=Count("pk"), amount_fen=Sum("amount_fen"), weight_g=Sum("weight_g")
        )
        page = KeysetPage(ordered, after=request.GET.get("after", ""))
    told = {"of": of, "back": back, "sums": sums, "page": page}
    return render(request, "statistics/behind.html", told)
