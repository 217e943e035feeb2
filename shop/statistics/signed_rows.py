"""The rows of any figure as a signed export."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from producers.regions.posts import posted
from shop.statistics.exports import handed_out
from shop.statistics.ledger_rows import ledger_rows
from shop.statistics.signing import RowsFiles, definitions_now, signed_zip
from shop.statistics.snapshot import one_snapshot
from shop.statistics.sources import SOLD_FEN
from shop.statistics.views import MOST_SIGNED, form_of, rows_of


@require_safe
@posted
def signed_rows(request: HttpRequest, postings: list) -> HttpResponse:
    with one_snapshot():
        found = rows_of(request, form_of(request, postings))
        figures = figures_of(found)
        rows = figures["total"]["rows"]
        if rows > MOST_SIGNED:
            messages.error(
                request,
                _("More than %(most)s rows are not exported at once: take them month by month.")
                % {"most": MOST_SIGNED},
            )
            return redirect(f"{reverse('statistics_rows')}?{request.GET.urlencode()}")
        file = packed(found, figures, address=request.build_absolute_uri())
    return handed_out(request, file, kind="application/zip", file="rows.zip", rows=rows)


def figures_of(found: QuerySet) -> dict:
    sums = {
        "sold_fen": SOLD_FEN,
        "refunded_fen": SOLD_FEN - Sum("amount_fen"),
        "amount_fen": Sum("amount_fen"),
        "weight_g": Sum("weight_g"),
        "orders": Sum("parcel_count"),
        "rows": Count("pk"),
    }
    by_channel = found.select_related(None).order_by().values("channel_id").annotate(**sums)
    channels = [{**line, "key": line.pop("channel_id")} for line in by_channel]
    return {
        "total": {name: sum(line[name] for line in channels) for name in sums},
        "channels": channels,
    }


def packed(found: QuerySet, figures: dict, *, address: str) -> BinaryIO:
    """Open, and of no name any more, so that it is gone once it is sent."""
    question = {"address": address, "as_of": timezone.now().isoformat()}
    with TemporaryDirectory() as folder:
        rows = RowsFiles(Path(folder))
        rows.write(ledger_rows(found))
        packed = signed_zip(rows, question=question, figures=figures, definitions=definitions_now())
        return packed.open("rb")
