"""Messages of the provider are kept as they came, each once; what they mean is taken elsewhere."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from shop.payments import stripe
from shop.payments.models import ProviderEvent

# Messages are not listed in the order in which they came about.
OVERLAP = timedelta(minutes=10)
FIRST_LOOK_BACK = timedelta(days=1)


def keep(event: stripe.Event) -> tuple[ProviderEvent, bool]:
    """The row of an event, and whether it is new."""
    return ProviderEvent.objects.get_or_create(
        event_id=event.id,
        defaults={"kind": event.kind, "body": event.body, "happened_at": event.happened_at},
    )


def fetch_missed() -> None:
    """Ask the provider for what it said since, and keep what never arrived."""
    last = ProviderEvent.objects.aggregate(last=Max("happened_at"))["last"]
    since = last - OVERLAP if last else timezone.now() - FIRST_LOOK_BACK
    for event in unknown(stripe.events_since(since)):
        keep(event)


def unknown(events: Iterable[stripe.Event]) -> list[stripe.Event]:
    known = ProviderEvent.objects.filter(event_id__in=[event.id for event in events])
    ids = set(known.values_list("event_id", flat=True))
    return [event for event in events if event.id not in ids]
