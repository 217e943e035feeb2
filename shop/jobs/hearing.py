"""Which stage hears which event of the payment provider."""

import logging

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from shop.payments import news
from shop.payments.models import ProviderEvent

HEARERS = {
    "checkout.session.completed": news.session_changed,
    "checkout.session.expired": news.session_changed,
    "checkout.session.async_payment_succeeded": news.session_changed,
    "checkout.session.async_payment_failed": news.session_changed,
    "payment_intent.succeeded": news.intent_changed,
    "payment_intent.payment_failed": news.intent_changed,
    "refund.created": news.refund_changed,
    "refund.updated": news.refund_changed,
    "refund.failed": news.refund_changed,
    "charge.dispute.created": news.disputed,
}

log = logging.getLogger(__name__)


@task()
def hear_from_queue(event_pk: int) -> None:
    hear(ProviderEvent.objects.get(pk=event_pk))


def hear(event: ProviderEvent) -> None:
    """Hand an event to its stage, once. Two that do it at the same time do no harm: what an event
    is about is asked anew and taken under a lock."""
    if event.handled_at:
        return
    events = ProviderEvent.objects.filter(pk=event.pk)
    try:
        if hearer := HEARERS.get(event.kind):
            hearer(event.body["data"]["object"])
    # Whatever it is, it is kept with the event and tried again: another may be fine.
    except Exception as error:
        log.exception("Event %s", event.event_id)
        failure = f"{type(error).__name__}: {error}"
        events.update(attempts=F("attempts") + 1, failure=failure)
        return
    events.update(attempts=F("attempts") + 1, failure="", handled_at=timezone.now())


def left_unheard():
    return ProviderEvent.objects.filter(handled_at=None).order_by("happened_at")
