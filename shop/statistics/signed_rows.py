"""The rows of any figure as a signed export."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from producers.regions.posts import posted
from shop.statistics.exports import handed_out
from shop.statistics.ledger_rows import ledger_rows
from shop.statistics.signing import RowsFiles, definitions_now, signed_zip
from shop.statistics.snapshot import one_snapshot
from shop.statistics.sources import MEASURES_OF_ENTRIES
from shop.statistics.views import MOST_SIGNED, form_of, moment_of, rows_of


@require_safe
@posted
def signed_rows(request: HttpRequest, postings: list) -> HttpResponse:
    form = form_of(request, postings)
    moment = moment_of(form)
    with TemporaryDirectory() as folder:
        files = RowsFiles(Path(folder))
        with one_snapshot():
            found = rows_of(request, form, as_of=moment)
            counts_products = form.question().counts_products
            figures = figures_of(found, counts_products=counts_products)
            rows = figures["total"]["rows"]
            if rows > MOST_SIGNED:
                messages.error(
                    request,
                    _("More than %(most)s rows are not exported at once: take them month by month.")
                    % {"most": MOST_SIGNED},
                )
                return redirect(f"{reverse('statistics_rows')}?{request.GET.urlencode()}")
            files.write(ledger_rows(found, as_of=moment))
        question = {
            "address": request.build_absolute_uri(),
            "as_of": moment.isoformat(),
            "counts_products": counts_products,
        }
        packed = signed_zip(
            files, question=question, figures=figures, definitions=definitions_now()
        )
        # Open, and of no name any more once the folder is gone, so that it goes once it is sent.
        file = packed.open("rb")
    return handed_out(request, file, kind="application/zip", file="rows.zip", rows=rows)


def figures_of(found: QuerySet, *, counts_products: bool) -> dict:
    """The sums in all and by channel. Orders are counted as the question counts them."""
    measures = ("sold_fen", "refunded_fen", "weight_g", "rows")
    sums = {name: MEASURES_OF_ENTRIES[name] for name in measures}
    sums["amount_fen"] = Sum("amount_fen")
    sums["orders"] = MEASURES_OF_ENTRIES["product_count" if counts_products else "parcel_count"]
    by_channel = found.select_related(None).order_by().values("channel_id").annotate(**sums)
    channels = [{**line, "key": line.pop("channel_id")} for line in by_channel]
    return {
        "total": {name: sum(line[name] for line in channels) for name in sums},
        "channels": channels,
    }
