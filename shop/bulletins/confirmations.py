"""The page on which both sides of a pairing confirm a month."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from producers.regions.posts import posted
from shop.bulletins.confirming import (
    Changed,
    Month,
    confirm_seen,
    only_in,
    pairings_seen_by,
    side_of,
)
from shop.bulletins.correcting import entries_of
from shop.bulletins.models import Confirmation
from shop.bulletins.months import first_of, last_of
from shop.statistics.forms import MomentForm
from shop.statistics.question import month_after, month_before


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def pairing_month(request: HttpRequest, postings: list, code: str, month: str) -> HttpResponse:
    asked = month_of(postings, code, month)
    side, as_of = side_of(postings, asked.pairing), MomentForm.said(request.GET)
    if request.method == "POST":
        if not side:
            raise Http404
        try:
            confirm_seen(asked, side=side, seen=request.POST.get("amount_fen", ""), by=request.user)
        except Changed:
            messages.error(request, _("The total has changed since you saw it. Look again."))
        return redirect(request.path)
    shown = shown_of(replace(asked, as_of=as_of), "" if as_of else side)
    if as_of:
        shown |= {"as_of": as_of, "corrected_fen": asked.total["amount_fen"]}
    return render(request, "bulletins/pairing_month.html", shown)


def month_of(postings: list, code: str, month: str) -> Month:
    """A month that is over, of a pairing one has a part in."""
    first = first_of(month)
    east, _, west = code.partition("-")
    pairing = pairings_seen_by(postings).filter(east=east, west=west).last()
    if pairing is None or not is_over(first):
        raise Http404
    return Month(pairing, first, last_of(first))


def is_over(first) -> bool:
    return last_of(first) < timezone.localdate()


def shown_of(month: Month, side: str) -> dict:
    said, pairing = month.confirmed, month.pairing
    east, west = (said.get(one) for one in Confirmation.Side.values)
    before, after = month_before(month.first), month_after(month.first)
    shown = {
        "month": month,
        "total": month.total,
        "side": side,
        "sides": [(pairing.east.name, east), (pairing.west.name, west)],
        # Addresses begin with 1900.
        "before": f"{before:%Y-%m}" if before.year >= 1900 else "",
        "after": f"{after:%Y-%m}" if is_over(after) else "",
    }
    if east and west:
        shown |= {
            "both": True,
            "difference": east.amount_fen - west.amount_fen,
            "only_east": list(entries_of(only_in(east, west))),
            "only_west": list(entries_of(only_in(west, east))),
        }
    return shown
