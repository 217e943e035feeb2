import logging

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from producers.regions.models import Region
from shop.channels.models import Channel
from shop.jobs import health, hearing
from shop.payments import receiving, stripe

PLAIN = "text/plain; charset=utf-8"

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def payment_webhook(request: HttpRequest) -> HttpResponse:
    """The provider tells that something happened. It is kept and the worker told; and as buyers
    wait for it, it is heard at once: where that fails, the worker does it."""
    try:
        said = stripe.signed_event(request.body, request.headers.get("Stripe-Signature", ""))
    except stripe.Forged:
        return HttpResponse(
            "The signature of this message is wrong or too old.", status=400, content_type=PLAIN
        )
    with transaction.atomic():
        event, new = receiving.keep(said)
        if new:
            hearing.hear_from_queue.enqueue(event.pk)
    if new:
        hearing.hear(event)
    return HttpResponse("kept" if new else "known", content_type=PLAIN)


@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether buyers can be served: the database answers and the data are loaded."""
    try:
        ready = Region.objects.exists() and Channel.objects.exists()
    except DatabaseError:
        log.exception("The database does not answer.")
        return HttpResponse("The database does not answer.", status=503, content_type=PLAIN)
    if not ready:
        return HttpResponse(
            "Regions or channels are not loaded: run manage.py load_regions and load_reference.",
            status=503,
            content_type=PLAIN,
        )
    return HttpResponse("ready", content_type=PLAIN)


@require_GET
@never_cache
def healthz_jobs(request: HttpRequest) -> JsonResponse:
    """Whether the work behind the pages is done."""
    report = health.report()
    return JsonResponse(
        {"ok": not report["wrong"], **report},
        status=503 if report["wrong"] else 200,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
