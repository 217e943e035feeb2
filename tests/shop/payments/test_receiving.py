from datetime import UTC, datetime

import pytest

from shop.models import ProviderEvent
from shop.payments import stripe
from shop.payments.paying import start
from shop.payments.receiving import fetch_missed, keep
from tests import world

pytestmark = pytest.mark.django_db


def event(**fields) -> stripe.Event:
    return stripe.Event(
        id="evt_1",
        kind="refund.updated",
        happened_at=datetime(2026, 7, 1, tzinfo=UTC),
        body={"id": "evt_1"},
        **fields,
    )


def test_an_event_is_kept_once():
    row, new = keep(event())
    assert (row.event_id, row.kind, row.body, new) == (
        "evt_1",
        "refund.updated",
        event().body,
        True,
    )
    assert keep(event()) == (row, False)
    assert ProviderEvent.objects.count() == 1


def test_what_never_arrived_is_fetched(sandbox):
    world.country()
    sandbox.pay(start(world.order(world.plums())).session_id)
    fetch_missed()
    kinds = set(ProviderEvent.objects.values_list("kind", flat=True))
    assert {"checkout.session.completed", "payment_intent.succeeded"} <= kinds
    before = ProviderEvent.objects.count()
    fetch_missed()
    assert ProviderEvent.objects.count() == before == len(sandbox.events())


def test_what_was_lost_between_two_that_arrived_is_fetched(sandbox):
    world.country()
    sandbox.pay(start(world.order(world.plums())).session_id)
    fetch_missed()
    lost = ProviderEvent.objects.order_by("id")[1]
    ProviderEvent.objects.filter(pk=lost.pk).delete()
    fetch_missed()
    assert ProviderEvent.objects.filter(event_id=lost.event_id).exists()
